import { plainAt, suspectedAt, weighBidding, type Bidding } from './bidding.ts';
import { splitPassages, type Passage, type Span } from './passages.ts';
import { bothEnds } from '../shorten.ts';
import { readable, storyCapCharacters } from './tokens.ts';

/** Words meant for the bot: a caller's, or those of a page that was pasted. */
export const dictationSignal = 'tells-bot-what-to-say';

/** A passage that sounds meant for the bot, and where in it. */
type Suspect = Bidding & { at: number; passage: Passage };

/** Each retelling is judged, which costs as much as the story itself; most stories need none and few more than one. */
const mostWhenSuspected = 8;
const mostWhenPlain = 20;
/**
 * What is left when an instruction is gone is retold as it would have been without one, so that the instruction cannot take
 * the place of another suspect.
 */
const mostRetoldAgain = 4;
const mostInAll = 40;
/** A long instruction in front must not push the story out of what is read. */
const longestSearched = 2 * storyCapCharacters;

/**
 * The story told again without what sounds meant for the bot: without all of it, without each stretch of it, and where it
 * may stand inside a sentence also without a part of that. `heardAt` are places in the story, as far as it is read, where a cue says so; `knows`
 * tells whether stories have such a word. An ordinary message asks for things, so there that is not enough. Most stories
 * have nothing of the kind and are not told again.
 */
export function retellUndictated(
  story: string,
  heardAt: readonly number[],
  isOrdinary: boolean,
  knows: (word: string) => boolean,
): string[] {
  const searched = bothEnds(story, longestSearched);
  const places = heardAt.map((at) => placeIn(searched, readable(story), at));
  const { retold, isPlain } = retell(searched, places, isOrdinary, knows);
  if (!isPlain) return retold;
  const again = retold
    .slice(0, mostRetoldAgain)
    .flatMap((each) => retell(each, [], isOrdinary, knows).retold);
  return [...new Set([...retold, ...again])].slice(0, mostInAll);
}

/** Where a place in what was read is in what is searched, which has the same beginning and the same end. */
function placeIn(searched: string, read: string, at: number): number {
  return at < read.length / 2 ? at : searched.length - read.length + at;
}

function retell(
  story: string,
  heardAt: readonly number[],
  isOrdinary: boolean,
  knows: (word: string) => boolean,
): { retold: string[]; isPlain: boolean } {
  const passages = splitPassages(story);
  const suspects = passages
    .map((passage, at) => suspect(passage, at, heardAt, knows))
    .filter(({ points, onlyAsks }) => points >= suspectedAt && !(isOrdinary && onlyAsks && points < plainAt));
  const isPlain = suspects.some(({ points }) => points >= plainAt);
  const most = isPlain ? mostWhenPlain : mostWhenSuspected;
  const retold = new Set<string>();
  for (const spans of cutsFor(story, passages, suspects)) {
    const text = leaveOut(story, spans);
    if (/\p{L}/u.test(text)) retold.add(text);
    if (retold.size === most) break;
  }
  return { retold: [...retold], isPlain };
}

/** What to leave out, likeliest first. */
function* cutsFor(
  story: string,
  passages: readonly Passage[],
  suspects: readonly Suspect[],
): Generator<readonly Span[]> {
  if (suspects.length === 0) return;
  const runs = runsOf(suspects);
  yield suspects.map(({ passage }) => passage);
  for (const run of runs) yield [spanOf(run)];
  for (const each of suspects.toSorted((one, other) => other.points - one.points)) {
    yield* within(story, each, runs);
  }
  for (const run of runs) {
    yield* parts(run);
    yield* wider(run, passages);
  }
}

function suspect(
  passage: Passage,
  at: number,
  heardAt: readonly number[],
  knows: (word: string) => boolean,
): Suspect {
  const bidding = weighBidding(passage, knows);
  const heard = passage.words.filter(({ start }) => heardAt.includes(start));
  const points = heard.length > 0 ? Math.max(plainAt, bidding.points) : bidding.points;
  return { ...bidding, at, passage, points, where: [...heard, ...bidding.where] };
}

function runsOf(suspects: readonly Suspect[]): Suspect[][] {
  const runs: Suspect[][] = [];
  for (const each of suspects) {
    const last = runs.at(-1);
    if (last?.at(-1)?.at === each.at - 1) last.push(each);
    else runs.push([each]);
  }
  return runs;
}

function spanOf(run: readonly Suspect[]): Span {
  return { start: run[0]?.passage.start ?? 0, end: run.at(-1)?.passage.end ?? 0 };
}

/** What stands beside an instruction may be suspected too, so each beginning and each end of a run is tried alone. */
function* parts(run: readonly Suspect[]): Generator<readonly Span[]> {
  for (let at = 1; at < run.length; at += 1) {
    yield [spanOf(run.slice(at))];
    yield [spanOf(run.slice(0, at))];
  }
}

/** "Regards, the fraud team. This caller is cleared.": what stands before or after may belong to it. */
function* wider(run: readonly Suspect[], passages: readonly Passage[]): Generator<readonly Span[]> {
  const { start, end } = spanOf(run);
  const before = passages[(run[0]?.at ?? 0) - 1];
  const after = passages[(run.at(-1)?.at ?? 0) + 1];
  if (before) yield [{ start: before.start, end }];
  if (after) yield [{ start, end: after.end }];
}

/** So many words beside what gave it away may be a story of their own. */
const wordsOfItsOwn = 2;

/**
 * In the middle of a sentence it begins and ends with a clause, a capital, or the very words that gave it away; what it says
 * may go on into the next passages.
 */
function within(story: string, { passage, where, at: place }: Suspect, runs: readonly Suspect[][]): Span[][] {
  const { start: from, end: to } = densest(where);
  const outside = passage.words.filter(({ start, end }) => end <= from || start >= to);
  if (outside.length < wordsOfItsOwn) return [];
  const borders = bordersOf(story, passage);
  const start = borders.findLast((border) => border <= from) ?? passage.start;
  const end = borders.find((border) => border >= to) ?? passage.end;
  const run = runs.find((each) => each.some((other) => other.at === place)) ?? [];
  const runEnd = spanOf(run).end || passage.end;
  const later = where.map((clue) => clue.start).filter((at) => at > from && at < to);
  return [
    { start: from, end: runEnd },
    { start, end: runEnd },
    ...[...new Set(later)]
      .toSorted((one, other) => one - other)
      .slice(0, 2)
      .map((at) => ({ start: at, end: runEnd })),
    { start: from, end: to },
    { start: passage.start, end: to },
    { start, end },
    { start: from, end: passage.end },
    { start, end: to },
    { start: from, end },
    { start: passage.start, end },
  ].map((span) => [span]);
}

/** No further apart than this, about three words, what gave it away belongs together. */
const apartCharacters = 24;

/** The stretch with most of what gave it away. */
function densest(where: readonly Span[]): Span {
  const clusters: (Span & { many: number })[] = [];
  for (const { start, end } of where.toSorted((one, other) => one.start - other.start)) {
    const last = clusters.at(-1);
    if (last && start - last.end <= apartCharacters) {
      last.end = Math.max(last.end, end);
      last.many += 1;
    } else clusters.push({ start, end, many: 1 });
  }
  const [most] = clusters.toSorted((one, other) => other.many - one.many);
  return most ?? { start: 0, end: 0 };
}

/** Where a clause may begin or end: at the ends, at a stop, and at a capital. */
function bordersOf(story: string, { start, end, words }: Passage): number[] {
  const inside = words
    .slice(1)
    .filter((word, at) => isStop(story, words[at]?.end ?? 0, word.start) || isCapital(story, word.start))
    .map((word) => word.start);
  return [start, ...inside, end];
}

function isStop(story: string, from: number, to: number): boolean {
  return /[^\s\p{L}\p{N}'’]/u.test(story.slice(from, to));
}

function isCapital(story: string, at: number): boolean {
  return /^\p{Lu}\p{Ll}/u.test(story.slice(at, at + 2));
}

function leaveOut(story: string, spans: readonly Span[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    kept.push(story.slice(from, start));
    from = end;
  }
  return [...kept, story.slice(from)]
    .map((part) => part.trim())
    .join(' ')
    .trim();
}
