import { escapeHtml } from '../web/escape-html.ts';

/** Text that is HTML already. Only `html` and `trusted` make it, so no text of a knowledge file becomes a tag. */
export class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

export type Part = string | number | Markup | undefined | readonly Part[];

/** Markup with every text in it escaped, for content and for attributes in double quotes. Lists are joined; nothing is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const source = strings.map((text, at) => fold(text) + write(at < parts.length ? parts[at] : undefined));
  return new Markup(source.join(''));
}

/** Our own code for the browser, as it is. It must not hold text from anywhere else. */
export function trusted(source: string): Markup {
  return new Markup(source);
}

/** The line ends and indents of our source mean no more than a space. */
function fold(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, '\n');
}

function write(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'object') return part.map((each) => write(each)).join('');
  return escapeHtml(String(part));
}
