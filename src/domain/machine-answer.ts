import type { Advice, Assessment } from './assessment.ts';
import type { Knowledge } from './knowledge.ts';
import { isOurs, ruleOf } from './numbers.ts';

/** One assessment in full for machines: `assess --json` and `POST /api/v1/assess`. Its shape is a stable contract (docs/api.md). */
export function toAnswer(assessment: Assessment, advice: Advice, knowledge: Knowledge) {
  const { reasons } = assessment;
  return { ...toLine(assessment), reasons, numbers: toNumbers(assessment, knowledge), advice };
}

/** One assessment as a line for machines, one of many; a stable contract (README, "For machines"). */
export function toLine(assessment: Assessment) {
  const { verdict, risk, requestRisk, identity, topic, matches, evidence, claimedAuthority } = assessment;
  return {
    verdict,
    risk,
    requestRisk,
    identity,
    topic,
    matches,
    evidence: evidence.map(({ signal, present, origin }) => ({
      signal,
      present,
      quote: origin.kind === 'story' ? origin.quote : origin.kind === 'number-check' ? origin.number : null,
    })),
    claimedAuthority: claimedAuthority?.id ?? claimedAuthority?.words ?? null,
    claimedWords: claimedAuthority?.words ?? null,
  };
}

/** The numbers that were told; `ring` is false for each that came from neither us nor our lists. */
function toNumbers({ numbers }: Assessment, knowledge: Knowledge) {
  return numbers.map((check) => ({
    number: check.number,
    kind: check.kind,
    whose: check.whose,
    held: check.held ?? null,
    ring: check.kind !== 'withheld' && isOurs(check),
    proves: ruleOf(check.kind, knowledge)?.text ?? null,
  }));
}
