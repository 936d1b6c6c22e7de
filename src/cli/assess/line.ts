import type { Assessment } from '../../domain/assessment.ts';

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
      quote: origin.kind === 'story' ? origin.quote : null,
    })),
    claimedAuthority: claimedAuthority?.id ?? claimedAuthority?.words ?? null,
  };
}
