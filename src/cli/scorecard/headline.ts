import type { Knowledge } from '../../domain/knowledge.ts';
import { setNames, type SetName } from '../evaluation/benchmark.ts';
import {
  answersBeforeStop,
  area,
  claimsRight,
  countProved,
  decisionAt,
  isAmongFirst,
  isLeftAlone,
  isStopped,
  macroF1At,
  medianQuestions,
  pickDecisive,
  pickLabel,
  pickNamed,
  pickSet,
  pickWritten,
  share,
  stopsThatAreScams,
  weakestSignal,
  type Group,
} from './measured.ts';
import { count, formatTable, places } from './page.ts';
import { worstLoss, countSwayed, type Robustness } from './robustness.ts';

/** One thing that is measured, what it must reach and what we aim at. */
type Target = {
  name: string;
  must: number;
  aim: number;
  better: 'more' | 'less';
  /** What decides: all written stories together, or the real calls retold. */
  on: 'written' | 'retold';
  measure: (group: Group) => number;
  /** How it is written: a share unless it is a count. */
  write?: (value: number) => string;
  /** Measured on the written stories together only: it takes long, or a smaller part would mislead. */
  once?: true;
};

export type Standing = { target: Target; result: number; bySet: ReadonlyMap<SetName, number> };

/** Every target with what was measured, before and after the dialog. */
export function measureTargets(
  all: Group,
  robustness: Robustness,
  knowledge: Knowledge,
): Record<'alone' | 'after', Standing[]> {
  const measure = (target: Target): Standing => ({
    target,
    result: target.measure(target.on === 'retold' ? pickSet(all, 'retold') : pickWritten(all)),
    bySet: new Map(setNames.map((set) => [set, target.once ? NaN : target.measure(pickSet(all, set))])),
  });
  return {
    alone: targetsAlone(robustness, knowledge).map(measure),
    after: targetsAfter.map(measure),
  };
}

const target = (
  name: string,
  better: Target['better'],
  must: number,
  aim: number,
  measure: Target['measure'],
  more: Partial<Target> = {},
): Target => ({ name, better, must, aim, measure, on: 'written', ...more });

function targetsAlone(robustness: Robustness, knowledge: Knowledge): Target[] {
  const { concludeAt } = knowledge.weights;
  return [
    target('AUC of `risk`, scam against genuine twin', 'more', 0.92, 0.97, (group) => area(group, 'alone')),
    target('AUC of `risk`, real calls retold', 'more', 0.9, 0.97, (group) => area(group, 'alone'), {
      on: 'retold',
    }),
    target('macro-F1, one fixed threshold on `risk`', 'more', 0.84, 0.92, (group) =>
      macroF1At(group, concludeAt),
    ),
    target(
      'told stop: precision, scams against genuine calls',
      'more',
      0.92,
      0.98,
      (group) => decisionAt(group, 'alone').precision,
    ),
    target(
      'genuine calls told stop',
      'less',
      0.05,
      0.02,
      (group) => decisionAt(group, 'alone').genuineStopped,
    ),
    target('decisive scams told stop', 'more', 0.8, 0.98, (group) =>
      share(pickDecisive(group), isStopped('alone')),
    ),
    target('all scams told stop', 'more', 0.55, 0.9, (group) =>
      share(pickLabel(group, 'scam'), isStopped('alone')),
    ),
    target('ordinary messages told stop', 'less', 0, 0, (group) =>
      share(pickLabel(group, 'none'), isStopped('alone')),
    ),
    target('ordinary messages drawn into the dialog', 'less', 0.03, 0, (group) =>
      share(pickLabel(group, 'none'), ({ alone }) => alone.topic === 'call'),
    ),
    target('right scam first', 'more', 0.65, 0.85, (group) =>
      share(pickNamed(group, knowledge), isAmongFirst(1)),
    ),
    target('right scam in the first three', 'more', 0.85, 0.96, (group) =>
      share(pickNamed(group, knowledge), isAmongFirst(3)),
    ),
    target('AUC lost to noise, worst kind', 'less', 0.04, 0.02, () => worstLoss(robustness), { once: true }),
    target('verdicts made more harmless by an instruction', 'less', 0, 0, () => countSwayed(robustness), {
      once: true,
      write: count,
    }),
    target('claimed authority right', 'more', 0.85, 0.95, (group) => claimsRight(group, knowledge)),
    target(
      'signals: precision of the weakest',
      'more',
      0.85,
      0.95,
      (group) => weakestSignal(group).precision,
      { once: true },
    ),
    target('signals: recall of the weakest', 'more', 0.75, 0.9, (group) => weakestSignal(group).recall, {
      once: true,
    }),
  ];
}

const targetsAfter: readonly Target[] = [
  target('macro-F1 of the verdict', 'more', 0.93, 0.98, (group) => decisionAt(group, 'after').macroF1),
  target('genuine calls told stop', 'less', 0.03, 0.01, (group) => decisionAt(group, 'after').genuineStopped),
  target('scams told neither stop nor ring back', 'less', 0, 0, (group) =>
    share(pickLabel(group, 'scam'), ({ after }) => isLeftAlone(after)),
  ),
  target('questions, median', 'less', 3, 2, medianQuestions, { write: count }),
  target('answers before a decisive stop, median', 'less', 2, 1, answersBeforeStop, { write: count }),
  target('told `proved` without a proof', 'less', 0, 0, countProved, { write: count }),
  target('told stop: share that are scams, ordinary messages counted', 'more', 0.95, 0.95, (group) =>
    stopsThatAreScams(group, 'after'),
  ),
];

/** The table with one result per target, and per set when `wide`. */
export function formatTargets(standings: readonly Standing[], wide: boolean): string[] {
  const sets = wide ? setNames : [];
  const rows = standings.map((standing) => {
    const { target: wanted, result, bySet } = standing;
    const write = wanted.write ?? places;
    return [
      wanted.name,
      `${bound(wanted)} ${write(wanted.must)}`,
      write(wanted.aim),
      write(result),
      standingOf(standing),
      ...sets.map((set) => write(bySet.get(set) ?? NaN)),
    ];
  });
  return formatTable(['', 'must reach', 'aim', 'measured', '', ...sets], rows);
}

function bound({ better }: Target): string {
  return better === 'more' ? '≥' : '≤';
}

/** Judged as it is printed, so that nobody meets a target by a digit that is not shown. */
function standingOf({ target: { better, must, aim, write = places }, result }: Standing): string {
  const shown = Number(write(result));
  const distance = (wanted: number): number => (better === 'more' ? wanted - shown : shown - wanted);
  if (Number.isNaN(shown)) return 'not measured';
  if (distance(aim) <= 0) return 'aim reached';
  return distance(must) <= 0 ? 'met' : `**short by ${write(distance(must))}**`;
}
