import { createHash } from 'node:crypto';
import type { Knowledge } from '../domain/knowledge.ts';
import { icon } from '../web/icon.ts';
import { createLibrary, type Readers } from './library.ts';
import { html, trusted } from './markup.ts';
import { fillShelves, renderShelves } from './shelves.ts';
import { renderTools, renderTop } from './top.ts';
import { words } from './words.ts';

export type CatalogueOptions = Readers & {
  /** Address of the chat, where there is one to open. */
  chat: string | undefined;
  /** Our own code for the browser, put into the page as it is. */
  style: string;
  script: string;
};

/** `policy` allows the page's own style and script by their hashes, and nothing else. */
export type Catalogue = { html: string; policy: string; entries: number };

/** The whole knowledge as one page that needs no other file. It reads without its script; the script adds search. */
export function renderCatalogue(knowledge: Knowledge, options: CatalogueOptions): Catalogue {
  const library = createLibrary(knowledge, options);
  const shelves = fillShelves(library);
  const style = guard(options.style, 'style');
  const script = guard(options.script, 'script');
  const policy = contentPolicy(style, script);
  const page = html`<!doctype html>
    <html lang="${words.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${words.title}</title>
        <link rel="icon" href="${icon}" />
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        ${renderTop(shelves, library, options.chat)}${renderTools(shelves, library)}
        <main id="entries">
          <section id="found" class="shelf" aria-labelledby="found-title" hidden>
            <h2 id="found-title">${words.found}</h2>
            <div class="entries" id="found-entries"></div>
          </section>
          ${renderShelves(shelves, library)}
        </main>
        <footer class="wide">${words.sourcesOpen} ${words.version} ${knowledge.version}.</footer>
        ${trusted(`<script>${script}</script>`)}
      </body>
    </html>`;
  const entries = Object.values(shelves).reduce((sum, shelf) => sum + shelf.length, 0);
  return { html: page.toString(), policy, entries };
}

/** A closing tag inside our own code would end it early; neither language can hold one that means anything. */
function guard(code: string, tag: 'style' | 'script'): string {
  return code.replaceAll(`</${tag}`, `<\\/${tag}`);
}

function contentPolicy(style: string, script: string): string {
  return [
    `default-src 'none'`,
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

function hashOf(code: string): string {
  return `sha256-${createHash('sha256').update(code).digest('base64')}`;
}
