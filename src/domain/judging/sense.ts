import type { Evidence } from '../evidence.ts';
import type { Heard } from '../listening/hear.ts';
import type { Token } from '../listening/tokens.ts';
import type { Prepared } from '../prepare.ts';
import { statedFeatures } from './features.ts';
import { readWording } from './phrases.ts';
import { weigh, weighWording } from './weigh.ts';

/**
 * Signals that no cue met but the wording as a whole speaks of, as learned from labelled stories. What a cue heard stands:
 * it was heard, denied or in doubt. The quote is the clause that says it most.
 */
export function senseSignals(heard: Heard, wording: Float64Array, ready: Prepared): Evidence[] {
  const known = new Set(heard.evidence.map(({ signal }) => signal));
  const likely = weigh(statedFeatures(heard.evidence), ready.models, wording);
  const sensed = ready.detectors.filter(
    ({ signal, model, sensedAt }) => !known.has(signal) && (likely[model] ?? 0) >= sensedAt,
  );
  if (sensed.length === 0) return [];
  const clauses = clausesOf(heard, ready);
  return sensed.map(({ signal, model }) => ({
    signal,
    present: 'yes',
    origin: { kind: 'story', quote: tellingClause(clauses, model) },
  }));
}

type Clause = { text: string; wording: Float64Array };

function clausesOf({ read, tokens }: Heard, { models }: Prepared): Clause[] {
  return Array.from(Map.groupBy(tokens, ({ clause }) => clause).values(), (part) => {
    const text = textOf(read, part);
    return { text, wording: weighWording(readWording(text, part), models) };
  });
}

function textOf(story: string, tokens: readonly Token[]): string {
  return story.slice(tokens[0]?.start, tokens.at(-1)?.end);
}

function tellingClause([first, ...others]: readonly Clause[], model: number): string {
  const weightOf = (clause: Clause | undefined): number => clause?.wording[model] ?? 0;
  return (
    others.reduce((best, clause) => (weightOf(clause) > weightOf(best) ? clause : best), first)?.text ?? ''
  );
}
