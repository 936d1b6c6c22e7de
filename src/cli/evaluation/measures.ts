/** One judged case: a number that orders, a decision, and what is true. */
export type Scored = { risk: number; stopped: boolean; isScam: boolean };

/** Chance that a scam has more risk than a genuine call, 0 to 1 (Mann and Whitney; ties count half). NaN without both kinds. */
export function areaUnderCurve(cases: readonly Pick<Scored, 'risk' | 'isScam'>[]): number {
  const ordered = cases.toSorted((one, other) => one.risk - other.risk);
  let rankSum = 0;
  for (let from = 0; from < ordered.length;) {
    let to = from;
    while (to < ordered.length && ordered[to]?.risk === ordered[from]?.risk) to += 1;
    const meanRank = (from + to + 1) / 2;
    rankSum += meanRank * ordered.slice(from, to).filter(({ isScam }) => isScam).length;
    from = to;
  }
  const scams = cases.filter(({ isScam }) => isScam).length;
  return (rankSum - (scams * (scams + 1)) / 2) / (scams * (cases.length - scams));
}

/** How the decision "stop" does against the truth "scam". All shares are 0 to 1; NaN when there is nothing to divide by. */
export type Decision = { macroF1: number; precision: number; recall: number; genuineStopped: number };

export function measureDecision(cases: readonly Scored[]): Decision {
  const count = (stopped: boolean, isScam: boolean): number =>
    cases.filter((item) => item.stopped === stopped && item.isScam === isScam).length;
  const caught = count(true, true);
  const falseAlarms = count(true, false);
  const missed = count(false, true);
  const spared = count(false, false);
  return {
    macroF1: (f1(caught, falseAlarms, missed) + f1(spared, missed, falseAlarms)) / 2,
    precision: caught / (caught + falseAlarms),
    recall: caught / (caught + missed),
    genuineStopped: falseAlarms / (falseAlarms + spared),
  };
}

function f1(right: number, wrong: number, missed: number): number {
  return right === 0 ? 0 : (2 * right) / (2 * right + wrong + missed);
}

export function median(values: readonly number[]): number {
  const ordered = values.toSorted((one, other) => one - other);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1
    ? (ordered[middle] ?? NaN)
    : ((ordered[middle - 1] ?? NaN) + (ordered[middle] ?? NaN)) / 2;
}
