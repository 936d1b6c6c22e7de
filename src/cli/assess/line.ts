import type { Assessment } from '../../domain/assessment.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { isOurs, ruleOf } from '../../domain/numbers.ts';

/** One assessment as a line for machines; the shape is a stable contract (README, "For machines"). */
export function toLine(id: string | undefined, assessment: Assessment): Record<string, unknown> {
  const { verdict, risk, requestRisk, identity, topic, matches, evidence, claimedAuthority } = assessment;
  return {
    ...(id === undefined ? {} : { id }),
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

/** The numbers that were told, for `--json`: `ring` is false for each that came from neither us nor our lists. */
export function toNumbers({ numbers }: Assessment, knowledge: Knowledge): Record<string, unknown>[] {
  return numbers.map((check) => ({
    number: check.number,
    kind: check.kind,
    whose: check.whose,
    held: check.held ?? null,
    ring: check.kind !== 'withheld' && isOurs(check),
    proves: ruleOf(check.kind, knowledge)?.text ?? null,
  }));
}
