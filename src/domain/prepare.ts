import type { Authority, Knowledge, NumberRule, Question, Scam, Signal } from './knowledge.ts';
import { createEar, type Ear } from './listening/hear.ts';
import type { Scales } from './judging/weigh.ts';
import { indexScams, type ScamIndex } from './matching/scam-index.ts';

/** The knowledge base made ready for listening and matching; built once per version. */
export type Prepared = {
  ear: Ear;
  scamIndex: ScamIndex;
  /** Every learned model: `risk`, `topic` and `unsafe` first, then one a sensed signal. */
  models: Scales;
  detectors: readonly { signal: string; model: number; sensedAt: number }[];
  signals: ReadonlyMap<string, Signal>;
  scams: ReadonlyMap<string, Scam>;
  authorities: ReadonlyMap<string, Authority>;
  questions: ReadonlyMap<string, Question>;
  numberRules: ReadonlyMap<string, NumberRule>;
};

/** Risk, topic and unsafe. */
const judges = 3;

const prepared = new WeakMap<Knowledge, Prepared>();
/** The newest that was built from these scams, for knowledge that differs from it only in what no index reads. */
const newest = new WeakMap<Knowledge['scams'], { from: Knowledge; made: Prepared }>();

/**
 * Builds the indexes the first time and hands back the same ones after, for the same knowledge and for one that differs only
 * in whom and what an organisation holds itself: clients share them. Call it at start-up to pay then.
 */
export function prepare(knowledge: Knowledge): Prepared {
  const before = prepared.get(knowledge);
  if (before) return before;
  const shared = newest.get(knowledge.scams);
  const made = shared && isIndexedAlike(shared.from, knowledge) ? shared.made : build(knowledge);
  prepared.set(knowledge, made);
  newest.set(knowledge.scams, { from: knowledge, made });
  return made;
}

/** All that `build` reads. */
const indexed = [
  'signals',
  'scams',
  'authorities',
  'playbooks',
  'questions',
  'numbers',
  'weights',
  'callers',
  'words',
] as const satisfies (keyof Knowledge)[];

type Indexed = Pick<Knowledge, (typeof indexed)[number]>;

function isIndexedAlike(one: Knowledge, other: Knowledge): boolean {
  return indexed.every((part) => one[part] === other[part]);
}

function build(knowledge: Indexed): Prepared {
  const published = knowledge.scams.filter(({ status }) => status === 'published');
  const { weights } = knowledge;
  const scamIndex = indexScams(published, knowledge.words);
  const signals = byId(knowledge.signals);
  // A signal that an editor took away is not sensed any more; its weights go with the next training.
  const detectors = Object.entries(weights.sensedAt)
    .map(([signal, sensedAt], at) => ({ signal, model: judges + at, sensedAt }))
    .filter(({ signal }) => signals.has(signal));
  return {
    ear: createEar(knowledge, wordsOf(scamIndex)),
    scamIndex,
    models: weights.models,
    detectors,
    signals,
    scams: byId(knowledge.scams),
    authorities: byId(knowledge.authorities),
    questions: byId(knowledge.questions),
    numberRules: byId(knowledge.numbers),
  };
}

function byId<Entry extends { id: string }>(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** Words an editor wrote are taken as spelt right, so that they are never "corrected" into a cue. */
function wordsOf({ numbers }: ScamIndex): Set<string> {
  return new Set([...numbers.keys()].filter((word) => !word.includes(':')));
}
