import type { Block, Card } from '../../dialog/effect.ts';
import { anchorOf } from '../../dialog/anchor.ts';
import { dateInWords, sentence } from '../../dialog/words.ts';
import type { EntryRef, Reason, Rule } from '../../domain/assessment.ts';
import type { Source, Wording } from '../../domain/knowledge.ts';
import { renderOffers, type Buttons } from './buttons.ts';
import { escapeMarkdown } from './markdown.ts';

/** Plain JSON of an Adaptive Card 1.5 or one of its elements. */
export type Json = Readonly<Record<string, unknown>>;

export const cardContentType = 'application/vnd.microsoft.card.adaptive';

/**
 * A card in Adaptive Card 1.5, which both Teams and Web Chat show. People's words stand in RichTextBlocks, which know no
 * markdown; the few TextBlocks are escaped. Reasons link to their entries in the `catalogue`, the address of that page.
 */
export function renderCard(
  card: Card,
  wording: Wording,
  catalogue?: string,
  buttons: Buttons = { kind: 'submit' },
): Json {
  const links = { wording, catalogue };
  const { body: rows, actions } = renderOffers(card.offers, buttons);
  return adaptiveCard({
    speak: speakCard(card),
    body: [renderHeading(card), ...card.blocks.flatMap((block) => renderBlock(block, links)), ...rows],
    actions,
  });
}

/** What a screen reader says: the advice first, then the words to say. */
export function speakCard(card: Card): string {
  const lines = card.blocks.flatMap((block) =>
    block.kind === 'say' ? [`${block.label}: ${block.text}`] : [],
  );
  return [tellCard(card), ...lines].join(' ');
}

/** The card in one line, for notifications and the list of chats. */
export function tellCard({ heading, summary }: Pick<Card, 'heading' | 'summary'>): string {
  if (summary.startsWith(heading)) return summary;
  return /[.?!…]$/.test(heading) ? `${heading} ${summary}` : `${heading}. ${summary}`;
}

/** The frame of every card. */
export function adaptiveCard(parts: {
  speak: string;
  body: readonly Json[];
  actions: readonly Json[];
}): Json {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    ...parts,
  };
}

/** The tone is told by colour, by size and in words, so that none of them is needed alone. */
function renderHeading({ tone, heading }: Card): Json {
  return {
    type: 'Container',
    style: containerStyles[tone],
    bleed: true,
    items: [
      {
        type: 'TextBlock',
        style: 'heading',
        text: escapeMarkdown(heading),
        wrap: true,
        weight: 'bolder',
        size: tone === 'stop' ? 'extraLarge' : 'large',
        color: tone === 'stop' ? 'attention' : 'default',
      },
    ],
  };
}
const containerStyles = { stop: 'attention', caution: 'warning', calm: 'default' } as const;

type Links = { wording: Wording; catalogue: string | undefined };

function renderBlock(block: Block, links: Links): Json[] {
  if (block.kind !== 'catalogue') return [renderContent(block, links)];
  return links.catalogue === undefined ? [] : [paragraph([link(block.label, links.catalogue)])];
}

function renderContent(block: Exclude<Block, { kind: 'catalogue' }>, links: Links): Json {
  switch (block.kind) {
    case 'text':
      return renderText(block, links);
    case 'say':
      return {
        type: 'Container',
        style: 'emphasis',
        items: [
          paragraph([{ text: block.label, weight: 'bolder' }]),
          paragraph([{ text: `“${block.text}”`, size: 'medium' }]),
        ],
      };
    case 'steps':
      return titled(
        block.title,
        block.items.map((item, index) => paragraph([{ text: `${index + 1}. ${item}` }])),
      );
    case 'points':
      return titled(
        block.title,
        block.items.map((item) => paragraph([{ text: `• ${item}` }])),
      );
    case 'reasons':
      return {
        type: 'Container',
        items: block.reasons.map((reason) => renderReason(reason, links)),
      };
    case 'words':
      return {
        type: 'Container',
        style: 'emphasis',
        items: [
          paragraph([{ text: block.label, weight: 'bolder' }]),
          paragraph([{ text: block.words.join(' · '), size: 'extraLarge', weight: 'bolder' }]),
        ],
      };
    case 'facts':
      return titled(
        block.title,
        block.rows.map(({ name, value }) =>
          paragraph([{ text: `${name}: `, weight: 'bolder' }, ...linked(value)]),
        ),
      );
  }
}

/** Addresses of pages can be opened: facts are our own words, never those of a caller or of staff. */
function linked(value: string): Json[] {
  return value
    .split(/(https:\/\/[^\s,;]+[^\s,;.)])/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('https://') ? link(part, part) : { text: part }));
}

function renderText({ text, entry }: Extract<Block, { kind: 'text' }>, links: Links): Json {
  const more = renderMore(entry, links);
  const told = paragraph([{ text }]);
  return more.length === 0 ? told : { type: 'Container', items: [told, paragraph(more)] };
}

/** The person's own words with the rules they met, or the scam it looks like; each with its dated source. */
function renderReason(reason: Reason, links: Links): Json {
  return { type: 'Container', spacing: 'medium', items: reasonLines(reason, links) };
}

function reasonLines(reason: Reason, links: Links): Json[] {
  switch (reason.kind) {
    case 'told':
      return [
        paragraph([{ text: `“${reason.quote}”`, italic: true }]),
        ...reason.rules.flatMap((rule) => renderRule(rule, links)),
      ];
    case 'scam': {
      const { title, summary } = reason;
      const text = sentence(links.wording, 'card.looks-like', { title, summary });
      return renderRule({ ...reason, text }, links);
    }
  }
}

/** What it rests on stands in one line: the public source, and our own entry with all that is known. */
function renderRule({ text, source, entry }: Rule, links: Links): Json[] {
  const cited = source === undefined ? [] : [renderSource(source, links.wording)];
  const more = renderMore(entry, links);
  const between = cited.length > 0 && more.length > 0 ? [{ text: ' · ', size: 'small', isSubtle: true }] : [];
  const line = [...cited, ...between, ...more];
  return [paragraph([{ text }]), ...(line.length === 0 ? [] : [paragraph(line)])];
}

function renderSource({ title, publisher, checked, url }: Source, wording: Wording): Json {
  const date = dateInWords(checked, wording.language);
  return smallLink(sentence(wording, 'card.source', { title, publisher, checked: date }), url);
}

function renderMore(entry: EntryRef | undefined, { wording, catalogue }: Links): Json[] {
  if (entry === undefined || catalogue === undefined) return [];
  return [smallLink(sentence(wording, 'card.more'), `${catalogue}#${anchorOf(entry)}`)];
}

function smallLink(text: string, url: string): Json {
  return { ...link(text, url), size: 'small', isSubtle: true };
}

function link(text: string, url: string): Json {
  return { text, selectAction: { type: 'Action.OpenUrl', url } };
}

function titled(title: string | undefined, items: readonly Json[]): Json {
  const heading = title === undefined ? [] : [paragraph([{ text: title, weight: 'bolder' }])];
  return { type: 'Container', items: [...heading, ...items] };
}

/** Runs of text as they are: no markdown is read in them. */
export function paragraph(runs: readonly Json[]): Json {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) };
}
