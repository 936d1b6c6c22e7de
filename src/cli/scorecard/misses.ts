import type { Authority, Knowledge } from '../../domain/knowledge.ts';
import { outcomeOf, tellsStop } from '../evaluation/judge.ts';
import { isRightClaim } from './claims.ts';
import { isAmongFirst, isLeftAlone, pickNamed, type Group, type Measured } from './measured.ts';
import { quote } from './page.ts';

type Kind = { title: string; holds: (item: Measured) => boolean };

/** The first kind that fits a story is where it is listed. */
const kinds: readonly Kind[] = [
  {
    title: 'Genuine calls told stop',
    holds: (item) => item.story.label === 'legit' && isEverStopped(item),
  },
  {
    title: 'Ordinary messages told stop, or drawn into the dialog',
    holds: (item) => item.story.label === 'none' && (isEverStopped(item) || item.alone.topic === 'call'),
  },
  {
    title: 'Scams told neither stop nor ring back',
    holds: (item) => item.story.label === 'scam' && isLeftAlone(item.after),
  },
  {
    title: 'Scams told to ring back, and not to stop',
    holds: (item) => item.story.label === 'scam' && !tellsStop(item.after),
  },
  {
    title: 'Scams told stop only after questions',
    holds: (item) => item.story.label === 'scam' && !tellsStop(item.alone),
  },
];

function isEverStopped({ alone, after }: Measured): boolean {
  return tellsStop(alone) || tellsStop(after);
}

/** Every wrong answer, in words. */
export function listMisses(all: Group, knowledge: Knowledge): string[] {
  const missed = Map.groupBy(all, (item) => kinds.find(({ holds }) => holds(item)));
  return [
    ...kinds.flatMap((kind) => listOf(kind.title, (missed.get(kind) ?? []).map(describe))),
    ...listOf('Scams whose right name is not among the first three', wrongNames(all, knowledge)),
    ...listOf('Claimed authority not understood', wrongClaims(all, knowledge)),
  ];
}

function listOf(title: string, lines: readonly string[]): string[] {
  return [`### ${title} (${lines.length})`, '', ...(lines.length > 0 ? lines : ['None.']), ''];
}

/** What was told from the story alone, what after the dialog, and `risk` at both. */
function describe({ story, alone, after, questions }: Measured): string {
  const risks = `${alone.risk.toFixed(2)} → ${after.risk.toFixed(2)}`;
  const asked = `${questions.length} ${questions.length === 1 ? 'question' : 'questions'}`;
  return `- ${story.id}: ${outcomeOf(alone)} → ${outcomeOf(after)} after ${asked}, ${risks}. ${quote(story.text)}`;
}

function wrongNames(all: Group, knowledge: Knowledge): string[] {
  const wrong = pickNamed(all, knowledge).filter((item) => !isAmongFirst(3)(item));
  return wrong.map(({ story, alone }) => {
    const found = alone.matches.slice(0, 3).map(({ scam }) => scam);
    return `- ${story.id}: is ${story.scam?.join(' or ')}; found ${found.join(', ') || 'none'}`;
  });
}

function wrongClaims(all: Group, { authorities }: Knowledge): string[] {
  const known = new Map(authorities.map((authority): [string, Authority] => [authority.id, authority]));
  return all.flatMap(({ story, alone: { claimedAuthority: claimed } }) => {
    const label = story.claimedAuthority;
    if (label === undefined || isRightClaim(label, claimed, known)) return [];
    const heard = claimed
      ? `${claimed.id ?? 'unknown'} ("${claimed.words.replaceAll(/\s+/g, ' ')}")`
      : 'nobody';
    return `- ${story.id}: is ${label ?? 'nobody'}; understood ${heard}`;
  });
}
