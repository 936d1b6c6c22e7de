import type { Verdict } from './assessment.ts';
import type { Presence } from './evidence.ts';
import type { Upkeep } from './knowledge.ts';

/** How urgent a case is; P1 is the most urgent. */
export const priorities = ['P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof priorities)[number];

const presences = ['yes', 'no', 'unsure'] as const satisfies readonly Presence[];

/** Everything that a priority may rest on, with all that each can be. The words of a story are not among it. */
export const situations = {
  /** `unsure`: something happened, and nobody knows yet what. */
  harm: presences,
  /** Whether the caller is on the line. */
  live: presences,
  /** `none`: nothing about a call was told yet. */
  verdict: ['stop-scam', 'stop-unsafe', 'call-back', 'unwanted', 'proved', 'none'],
} as const satisfies {
  harm: readonly Presence[];
  live: readonly Presence[];
  verdict: readonly (Verdict | 'none')[];
};

export type Situation = { [Field in keyof typeof situations]: (typeof situations)[Field][number] };

/** A row fits when everything it names does; what it does not name may be anything. */
export type PriorityRow = {
  priority: Priority;
  when: { [Field in keyof Situation]?: readonly Situation[Field][] | undefined };
  why: string;
};

/** `knowledge/priorities.yaml`: the first row that fits decides. */
export type PriorityTable = Upkeep & { rows: readonly PriorityRow[] };

/** The first row that fits. A table that was checked has one for every situation. */
export function rowFor(situation: Situation, rows: readonly PriorityRow[]): PriorityRow | undefined {
  return rows.find((row) => fits(row, situation));
}

function fits({ when }: PriorityRow, { harm, live, verdict }: Situation): boolean {
  return (
    (when.harm?.includes(harm) ?? true) &&
    (when.live?.includes(live) ?? true) &&
    (when.verdict?.includes(verdict) ?? true)
  );
}

/** Every situation that there can be, so that a table can be checked against all of them. */
export function everySituation(): Situation[] {
  return situations.harm.flatMap((harm) =>
    situations.live.flatMap((live) => situations.verdict.map((verdict) => ({ harm, live, verdict }))),
  );
}
