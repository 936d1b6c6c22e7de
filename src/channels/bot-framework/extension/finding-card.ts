import { anchorOf } from '../../../dialog/anchor.ts';
import type { Block, Card } from '../../../dialog/effect.ts';
import { sentence, tellSeenIn } from '../../../dialog/words.ts';
import { servesRegion } from '../../../domain/advice.ts';
import type { Authority, Knowledge, Scam, Wording } from '../../../domain/knowledge.ts';
import { cardContentType, renderCard, type Json } from '../card.ts';

/** An entry that somebody was looking for, as the catalogue names it. */
export type Finding = { kind: 'scam' | 'authority'; id: string };

export type Shelf = {
  knowledge: Knowledge;
  wording: Wording;
  region: string;
  /** Address of the catalogue's page; without one nothing is linked. */
  catalogue: string | undefined;
};

/** One result: a line in the list, and the card that is put into the chat. Nothing for an entry that is gone. */
export function findingCard(finding: Finding, shelf: Shelf): Json[] {
  const card = describe(finding, shelf);
  if (card === undefined) return [];
  const { catalogue, wording } = shelf;
  const entry = catalogue === undefined ? undefined : `${catalogue}#${anchorOf(finding)}`;
  const preview = {
    contentType: 'application/vnd.microsoft.card.thumbnail',
    content: { title: card.heading, text: card.summary },
  };
  return [{ contentType: cardContentType, content: renderCard(card, wording, entry), preview }];
}

function describe({ kind, id }: Finding, shelf: Shelf): Card | undefined {
  if (kind === 'authority') {
    const authority = shelf.knowledge.authorities.find((one) => one.id === id);
    return authority && authorityCard(authority, shelf);
  }
  const scam = shelf.knowledge.scams.find((one) => one.id === id);
  return scam && scamCard(scam, shelf);
}

/** More steps than these nobody follows. */
const stepsShown = 4;

/** What to say and do names numbers and offices of the scam's own countries, so elsewhere only the trick is told. */
function scamCard({ id, title, summary, regions, say, do: steps }: Scam, shelf: Shelf): Card {
  const { wording, region } = shelf;
  const isHere = servesRegion({ regions }, region) || regions.some((seen) => seen.startsWith(`${region}-`));
  const blocks: Block[] = isHere
    ? [
        { kind: 'say', label: sentence(wording, 'label.say'), text: say[0] },
        { kind: 'steps', title: sentence(wording, 'steps.heading'), items: steps.slice(0, stepsShown) },
      ]
    : [
        ...tellSeenIn(wording, regions).map((text): Block => ({ kind: 'text', text })),
        { kind: 'say', label: sentence(wording, 'label.say'), text: sentence(wording, 'say.ring-back') },
      ];
  return about(id, title, summary, blocks, wording);
}

function authorityCard({ id, names, verifyBy, neverDo }: Authority, { wording }: Shelf): Card {
  const never: Block[] =
    neverDo.length === 0
      ? []
      : [{ kind: 'points', title: sentence(wording, 'message.never'), items: neverDo.slice(0, stepsShown) }];
  return about(id, names[0] ?? id, verifyBy, never, wording);
}

function about(
  id: string,
  heading: string,
  summary: string,
  blocks: readonly Block[],
  wording: Wording,
): Card {
  return {
    id,
    tone: 'calm',
    heading,
    summary,
    blocks: [
      { kind: 'text', text: summary },
      ...blocks,
      { kind: 'catalogue', label: sentence(wording, 'card.more') },
    ],
    offers: [],
  };
}
