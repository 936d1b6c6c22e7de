import type { Evidence } from '../evidence.ts';
import type { Heard } from '../listening/hear.ts';
import type { Token } from '../listening/tokens.ts';
import type { Prepared } from '../prepare.ts';
import { featuresOfStory } from './features.ts';
import { phrasesOf } from './phrases.ts';
import { weigh } from './weigh.ts';

/**
 * Signals that no cue met but the wording as a whole speaks of, as learned from labelled stories. What a cue heard stands:
 * it was heard, denied or in doubt. The quote is the clause that says it most.
 */
export function senseSignals(heard: Heard, phrases: ReadonlySet<string>, ready: Prepared): Evidence[] {
  const { names } = ready.detectors;
  const known = new Set(heard.evidence.map(({ signal }) => signal));
  const likely = weigh(featuresOfStory(heard.evidence, phrases), ready.detectors);
  const sensed = names
    .map((signal, model) => ({ signal, model }))
    .filter(
      ({ signal, model }) => !known.has(signal) && (likely[model] ?? 0) >= (ready.sensedAt[model] ?? 1),
    );
  if (sensed.length === 0) return [];
  const clauses = clausesOf(heard, ready);
  return sensed.map(({ signal, model }) => ({
    signal,
    present: 'yes',
    origin: { kind: 'story', quote: tellingClause(clauses, model) },
  }));
}

type Clause = { text: string; likely: readonly number[] };

function clausesOf({ read, tokens }: Heard, { detectors }: Prepared): Clause[] {
  return Array.from(Map.groupBy(tokens, ({ clause }) => clause).values(), (part) => {
    const text = textOf(read, part);
    return { text, likely: weigh(featuresOfStory([], phrasesOf(text, part)), detectors) };
  });
}

function textOf(story: string, tokens: readonly Token[]): string {
  return story.slice(tokens[0]?.start, tokens.at(-1)?.end);
}

function tellingClause(clauses: readonly Clause[], model: number): string {
  return clauses.reduce(
    (best, clause) => ((clause.likely[model] ?? 0) > (best.likely[model] ?? 0) ? clause : best),
    { text: '', likely: [] } as Clause,
  ).text;
}
