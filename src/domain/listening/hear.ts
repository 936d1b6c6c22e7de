import type { Evidence, Harm, Presence } from '../evidence.ts';
import type { CallerClues } from '../caller-clues.ts';
import type { Authority, Playbook, Signal, Vocabulary } from '../knowledge.ts';
import { findCaller, findCandidates, readClues, type Clues, type Told } from './caller.ts';
import { claimAt, type AuthorityName, type Claimed } from './claimed.ts';
import { findCues, growTree, type CueMatch, type CueTree } from './cue-tree.ts';
import { readCue, wordsOf, type Cue } from './cues.ts';
import { findIncoming, findStranger, isClaimed, things, type Span } from './claim.ts';
import { firstWords, wholeWords } from '../shorten.ts';
import { dictationSignal } from './dictation.ts';
import { hasHappened } from './harm.ts';
import { createSpeller, type Speller } from './spelling.ts';
import { stanceOf } from './stance.ts';
import { findBody, tellsOfSomebody } from './teller.ts';
import { normalWords, readable, tokenise, type Token } from './tokens.ts';

type Owner =
  | { kind: 'signal'; signal: string; says: 'yes' | 'no'; isRequest: boolean }
  | { kind: 'harm'; harm: Harm }
  | { kind: 'authority'; authority: string };

/** The cues of the whole knowledge base, made ready once. */
export type Ear = {
  cues: CueTree<Owner>;
  speller: Speller;
  vocabulary: Vocabulary;
  /** Words for bodies and trades that anybody may claim to speak for. */
  bodies: ReadonlySet<string>;
  clues: Clues;
};

/** What a story tells us, each with the words that said it. */
export type Heard = {
  /** The part of the story that was read. */
  read: string;
  /** Where in it words begin that tell the bot what to think. */
  dictatedAt: readonly number[];
  tokens: readonly Token[];
  evidence: readonly Evidence[];
  harm: readonly Harm[];
  /** Whom the caller claims to be, and how much speaks for that above "nobody is named". */
  claim: (Claimed & { lead: number }) | undefined;
  cut: boolean;
};

type Listened = {
  signals: readonly Signal[];
  authorities: readonly Authority[];
  playbooks: readonly Playbook[];
  callers: CallerClues;
  words: Vocabulary;
};

/** `otherWords` are words of the knowledge base that are spelt right though no cue listens for them. */
export function createEar(knowledge: Listened, otherWords: ReadonlySet<string>): Ear {
  const vocabulary = knowledge.words;
  const read = (text: string, owner: Owner): Cue<Owner>[] => readCue(text, owner, vocabulary);
  const cues = [
    ...knowledge.signals.flatMap((signal) => [
      ...signal.heard.flatMap((text) => read(text, signalOwner(signal, 'yes'))),
      ...signal.denied.flatMap((text) => read(text, signalOwner(signal, 'no'))),
    ]),
    ...knowledge.playbooks.flatMap(({ harm, heard }) =>
      heard.flatMap((text) => read(text, { kind: 'harm', harm })),
    ),
    ...knowledge.authorities.flatMap(({ id, names }) =>
      names.flatMap((name) => read(name, { kind: 'authority', authority: id })),
    ),
  ];
  return {
    cues: growTree(cues),
    speller: createSpeller(new Set(wordsOf(cues)), otherWords),
    vocabulary,
    bodies: bodiesOf(vocabulary),
    clues: readClues(knowledge.callers),
  };
}

function bodiesOf(vocabulary: Vocabulary): ReadonlySet<string> {
  const { organisation = [], trade = [] } = vocabulary.synonyms;
  return new Set([...organisation, ...trade].flatMap((word) => normalWords(word, vocabulary)));
}

function signalOwner(signal: Signal, says: 'yes' | 'no'): Owner {
  return { kind: 'signal', signal: signal.id, says, isRequest: signal.requestRisk !== undefined };
}

/** A story as it is read, in tokens, with the cues that fit. */
function listen(story: string, ear: Ear): { read: string; tokens: Token[]; matches: CueMatch<Owner>[] } {
  const read = readable(story);
  const tokens = tokenise(read, ear.vocabulary).map((token, at, all) => {
    const word = ear.speller(token.word);
    return word === token.word || isName(read, token, all[at - 1]) ? token : { ...token, word };
  });
  return { read, tokens, matches: findCues(tokens, ear.cues) };
}

/** A story with the names of authorities in it, to find or to learn who the caller says they are. */
export function readNames(story: string, ear: Ear): { told: Told; names: readonly AuthorityName[] } {
  const { read, tokens, matches } = listen(story, ear);
  return namesIn(read, tokens, matches, ear);
}

function namesIn(
  story: string,
  tokens: readonly Token[],
  matches: readonly CueMatch<Owner>[],
  { bodies }: Ear,
): { told: Told; names: readonly AuthorityName[] } {
  const names = matches.flatMap(({ cue: { owner }, first, last }) =>
    owner.kind === 'authority' ? [{ first, last, authority: owner.authority }] : [],
  );
  const authorityAt: (string | undefined)[] = tokens.map(() => undefined);
  const shortFirst = names.toSorted((one, other) => one.last - one.first - (other.last - other.first));
  for (const { first, last, authority } of shortFirst) authorityAt.fill(authority, first, last + 1);
  return { told: { story, tokens, authorityAt, bodies }, names };
}

/** Whom the caller claims to be, in the words that say so. */
function hearClaim({ told, names }: ReturnType<typeof namesIn>, clues: Clues): Heard['claim'] {
  const candidates = findCandidates(told);
  const caller = findCaller(told, candidates, clues);
  return caller && { ...claimAt(told, caller.span, candidates, names), lead: caller.lead };
}

/** Hears a story, of a very long one its beginning and its end. Never throws, whatever was typed. */
export function hear(story: string, ear: Ear): Heard {
  const { read, tokens, matches } = listen(story, ear);
  const names = matches.filter(({ cue }) => cue.owner.kind === 'authority');
  const claimed = longest(names.filter((match) => isClaimed(tokens, match, isOurOwn(match))));
  const caller = claimed ?? findStranger(read, tokens);
  const ring = caller ?? findIncoming(tokens);
  const named = caller ?? (ring || tellsOfSomebody(read, tokens) ? findNamed(tokens, names, ear) : undefined);
  const incoming = named ?? ring;
  const said = hearSignals(read, tokens, matches);
  return {
    read,
    dictatedAt: dictatedAt(tokens, matches),
    tokens,
    evidence: withIncoming(
      withClaim(said, named && quoteAround(read, tokens, named)),
      incoming && quoteAround(read, tokens, incoming),
    ),
    harm: hearHarm(read, tokens, matches),
    claim: hearClaim(namesIn(read, tokens, matches, ear), ear.clues),
    cut: read !== story,
  };
}

/** Whom somebody who speaks may well speak for, though it is not told in so many words. */
function findNamed(tokens: readonly Token[], names: readonly CueMatch<Owner>[], ear: Ear): Span | undefined {
  const named = names.filter(({ last }) => !things.has(tokens[last + 1]?.word ?? ''));
  return longest(named) ?? findBody(tokens, ear.bodies, things);
}

function dictatedAt(tokens: readonly Token[], matches: readonly CueMatch<Owner>[]): number[] {
  return matches
    .filter(({ cue: { owner } }) => owner.kind === 'signal' && owner.signal === dictationSignal)
    .map(({ first }) => tokens[first]?.start ?? 0);
}

/** "Paris" in the middle of a sentence is a name, not a misspelt "prison". */
function isName(story: string, { start, sentence }: Token, before: Token | undefined): boolean {
  return before?.sentence === sentence && /^\p{Lu}\p{Ll}/u.test(story.slice(start, start + 2));
}

/** A `yes` anywhere outweighs a `no`, and a `no` an `unsure`: several calls may be told in one message. */
const weightOfPresence: Record<Presence, number> = { yes: 3, no: 2, unsure: 1 };

function hearSignals(
  story: string,
  tokens: readonly Token[],
  matches: readonly CueMatch<Owner>[],
): Evidence[] {
  const best = new Map<string, Evidence>();
  for (const match of withoutContradicted(tokens, matches)) {
    const { owner } = match.cue;
    if (owner.kind !== 'signal') continue;
    const stance = stanceOf(tokens, match, owner.isRequest);
    const present = owner.says === 'yes' ? stance : stance === 'yes' ? 'no' : undefined;
    const before = best.get(owner.signal);
    if (!present || (before && weightOfPresence[before.present] >= weightOfPresence[present])) continue;
    best.set(owner.signal, {
      signal: owner.signal,
      present,
      origin: { kind: 'story', quote: quoteAround(story, tokens, match) },
    });
  }
  return [...best.values()];
}

/** A name that stands where the caller stands is a claim of authority, whatever words led up to it. */
function withClaim(evidence: readonly Evidence[], quote: string | undefined): readonly Evidence[] {
  if (quote === undefined) return evidence;
  const others = evidence.filter(({ signal }) => signal !== 'claimed-authority');
  return [...others, { signal: 'claimed-authority', present: 'yes', origin: { kind: 'story', quote } }];
}

/** A call that came to us was not asked for, unless the story says that it was. */
function withIncoming(evidence: readonly Evidence[], quote: string | undefined): readonly Evidence[] {
  if (quote === undefined || evidence.some(({ signal }) => signal === 'unsolicited')) return evidence;
  return [...evidence, { signal: 'unsolicited', present: 'yes', origin: { kind: 'story', quote } }];
}

/** A denial cue silences a plain cue of the same signal in the same clause. */
function withoutContradicted(
  tokens: readonly Token[],
  matches: readonly CueMatch<Owner>[],
): CueMatch<Owner>[] {
  const denied = new Set<string>();
  for (const { cue, first, last } of matches) {
    if (cue.owner.kind !== 'signal' || cue.owner.says !== 'no') continue;
    denied
      .add(`${cue.owner.signal} ${tokens[first]?.clause}`)
      .add(`${cue.owner.signal} ${tokens[last]?.clause}`);
  }
  return matches.filter(
    ({ cue, first }) =>
      cue.owner.kind !== 'signal' ||
      cue.owner.says === 'no' ||
      !denied.has(`${cue.owner.signal} ${tokens[first]?.clause}`),
  );
}

function hearHarm(story: string, tokens: readonly Token[], matches: readonly CueMatch<Owner>[]): Harm[] {
  const harm = new Set<Harm>();
  for (const match of matches) {
    const { owner } = match.cue;
    if (owner.kind === 'harm' && hasHappened(story, tokens, match)) harm.add(owner.harm);
  }
  return [...harm];
}

/** The longest name wins; among equals the first, since people open with who it was. */
function longest(matches: readonly CueMatch<Owner>[]): CueMatch<Owner> | undefined {
  const length = ({ first, last }: CueMatch<Owner>): number => last - first;
  return matches.reduce<CueMatch<Owner> | undefined>(
    (best, match) => (best && length(best) >= length(match) ? best : match),
    undefined,
  );
}

/** Our own desks and managers say and want things all day; they are the caller only when they rang. */
function isOurOwn({ cue: { owner } }: CueMatch<Owner>): boolean {
  return owner.kind === 'authority' && /^(?:own-|senior-manager$|employee$)/.test(owner.authority);
}

function wordsOfMatch(story: string, tokens: readonly Token[], { first, last }: Span): string {
  return wholeWords(story, tokens[first]?.start ?? 0, tokens[last]?.end ?? story.length);
}

const quoteCharacters = 120;

/** The clause a cue was heard in, as the person wrote it. */
function quoteAround(story: string, tokens: readonly Token[], match: Span): string {
  let from = match.first;
  let to = match.last;
  while (from > 0 && tokens[from - 1]?.clause === tokens[match.first]?.clause) from -= 1;
  while (to < tokens.length - 1 && tokens[to + 1]?.clause === tokens[match.last]?.clause) to += 1;
  const whole = wholeWords(story, startOfClause(story, tokens, from), tokens[to]?.end ?? story.length);
  return whole.length <= quoteCharacters
    ? whole
    : firstWords(wordsOfMatch(story, tokens, match), quoteCharacters);
}

/** Fillers are no tokens, but a quote keeps them: "The number was withheld". */
function startOfClause(story: string, tokens: readonly Token[], first: number): number {
  const end = tokens[first]?.start ?? 0;
  const before = story.slice(tokens[first - 1]?.end ?? 0, end);
  return end - (/[^.!?\n,;:()–—]*$/.exec(before)?.[0].trimStart().length ?? 0);
}
