import type { Weights } from '../../domain/knowledge.ts';
import type { FamilyRow } from './rows.ts';

/** Of the calls told stop at least this share must be scams (DESIGN: a genuine bank told to get lost costs trust). */
const stopPrecision = 0.92;
const decisivePrecision = 0.9;
const concludePrecision = 0.8;
/** Of the messages about a caller at least this share must be taken up. */
const callRecall = 0.985;

type Judged = { risk: number; isScam: boolean };

/** The thresholds that meet those shares on stories whose family the model never saw. */
export function chooseThresholds(
  held: ReadonlyMap<FamilyRow, number>,
  heldTopic: ReadonlyMap<FamilyRow, number>,
): Pick<Weights, 'stopAt' | 'concludeAt' | 'decisiveAt' | 'callAt'> {
  const stories = judged(held, ({ answered }) => !answered);
  const decisive = judged(held, (row) => !row.answered && heardDecisive(row));
  return {
    stopAt: lowestWithPrecision(stories, stopPrecision),
    concludeAt: lowestWithPrecision(
      judged(held, ({ answered }) => answered),
      concludePrecision,
    ),
    decisiveAt: lowestWithPrecision(decisive, decisivePrecision),
    callAt: highestWithRecall(
      judged(heldTopic, () => true),
      callRecall,
    ),
  };
}

function judged(
  held: ReadonlyMap<FamilyRow, number>,
  keep: (row: FamilyRow) => boolean = () => true,
): Judged[] {
  return [...held]
    .filter(([row]) => row.id !== undefined && keep(row))
    .map(([row, risk]) => ({ risk, isScam: row.label === 1 }));
}

const decisiveSignals = [
  'credential-or-code-request',
  'remote-access-request',
  'software-install-request',
  'unusual-payment-method',
  'cash-or-courier-collection',
];

function heardDecisive({ features }: FamilyRow): boolean {
  return decisiveSignals.some((signal) => features.has(`signal:${signal}=yes`));
}

function lowestWithPrecision(cases: readonly Judged[], wanted: number): number {
  const ordered = cases.toSorted((one, other) => other.risk - one.risk);
  let lowest = 1;
  let scams = 0;
  ordered.forEach(({ risk, isScam }, at) => {
    scams += Number(isScam);
    if (scams / (at + 1) >= wanted) lowest = risk;
  });
  return Math.ceil(lowest * 100) / 100;
}

function highestWithRecall(cases: readonly Judged[], wanted: number): number {
  const calls = cases.filter(({ isScam }) => isScam).toSorted((one, other) => one.risk - other.risk);
  return Math.floor((calls[Math.floor(calls.length * (1 - wanted))]?.risk ?? 0) * 100) / 100;
}
