import type { Block, Card, Offer } from '../../dialog/effect.ts';
import { dateInWords, sentence } from '../../dialog/words.ts';
import type { Reason, Rule } from '../../domain/assessment.ts';
import type { Source, Wording } from '../../domain/knowledge.ts';
import { escapeMarkdown } from './markdown.ts';

/** Plain JSON of an Adaptive Card 1.5 or one of its elements. */
export type Json = Readonly<Record<string, unknown>>;

export const cardContentType = 'application/vnd.microsoft.card.adaptive';

/**
 * A card in Adaptive Card 1.5, which both Teams and Web Chat show. People's words stand in RichTextBlocks, which know no
 * markdown; the few TextBlocks are escaped.
 */
export function renderCard(card: Card, wording: Wording): Json {
  return adaptiveCard({
    speak: speakCard(card),
    body: [renderHeading(card), ...card.blocks.map((block) => renderBlock(block, wording))],
    actions: card.offers.map(renderOffer),
  });
}

/** A question with several answers at once. The choices come back as `answers`, ids with commas between. */
export function renderChoices(
  question: { id: string; text: string; offers: readonly Offer[] },
  wording: Wording,
): Json {
  const choices = question.offers.flatMap(({ label, tap }) =>
    tap.verb === 'answer' ? [{ title: label, value: tap.choice }] : [],
  );
  return adaptiveCard({
    speak: question.text,
    body: [
      {
        type: 'Input.ChoiceSet',
        id: 'answers',
        label: question.text,
        style: 'expanded',
        isMultiSelect: true,
        isRequired: true,
        errorMessage: sentence(wording, 'card.pick-one'),
        wrap: true,
        choices,
      },
    ],
    actions: [
      {
        type: 'Action.Submit',
        title: sentence(wording, 'card.done'),
        data: { callcheck: { verb: 'answers', question: question.id } },
      },
    ],
  });
}

/** What a screen reader says: the advice first, then the words to say. */
export function speakCard({ heading, summary, blocks }: Card): string {
  const lines = blocks.flatMap((block) => (block.kind === 'say' ? [`${block.label}: ${block.text}`] : []));
  const opening = summary.startsWith(heading) ? [summary] : [`${heading}.`, summary];
  return [...opening, ...lines].join(' ');
}

function adaptiveCard(parts: { speak: string; body: readonly Json[]; actions: readonly Json[] }): Json {
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

function renderBlock(block: Block, wording: Wording): Json {
  switch (block.kind) {
    case 'text':
      return paragraph([{ text: block.text }]);
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
    case 'reasons':
      return {
        type: 'Container',
        items: block.reasons.map((reason) => renderReason(reason, wording)),
      };
    case 'facts':
      return {
        type: 'Container',
        items: block.rows.map(({ name, value }) =>
          paragraph([{ text: `${name}: `, weight: 'bolder' }, { text: value }]),
        ),
      };
  }
}

/** The person's own words with the rules they met, or the scam it looks like; each with its dated source. */
function renderReason(reason: Reason, wording: Wording): Json {
  return { type: 'Container', spacing: 'medium', items: reasonLines(reason, wording) };
}

function reasonLines(reason: Reason, wording: Wording): Json[] {
  switch (reason.kind) {
    case 'told':
      return [
        paragraph([{ text: `“${reason.quote}”`, italic: true }]),
        ...reason.rules.flatMap((rule) => renderRule(rule, wording)),
      ];
    case 'scam': {
      const { title, summary, source } = reason;
      return renderRule({ text: sentence(wording, 'card.looks-like', { title, summary }), source }, wording);
    }
  }
}

function renderRule({ text, source }: Rule, wording: Wording): Json[] {
  const cited = source === undefined ? [] : [paragraph([renderSource(source, wording)])];
  return [paragraph([{ text }]), ...cited];
}

function renderSource({ title, publisher, checked, url }: Source, wording: Wording): Json {
  const date = dateInWords(checked, wording.language);
  return {
    text: sentence(wording, 'card.source', { title, publisher, checked: date }),
    size: 'small',
    isSubtle: true,
    selectAction: { type: 'Action.OpenUrl', url },
  };
}

function titled(title: string | undefined, items: readonly Json[]): Json {
  const heading = title === undefined ? [] : [paragraph([{ text: title, weight: 'bolder' }])];
  return { type: 'Container', items: [...heading, ...items] };
}

function paragraph(runs: readonly Json[]): Json {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) };
}

function renderOffer({ label, tap }: Offer): Json {
  return { type: 'Action.Submit', title: label, data: { callcheck: tap } };
}
