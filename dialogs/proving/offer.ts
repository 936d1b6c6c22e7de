import type { Offer } from '../../src/dialog/effect.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import { offer, type Talk } from '../talk.ts';
import { ourIt } from '../verification/numbers.ts';

/** People of our own that callers claim to be. */
const colleagues: ReadonlySet<string> = new Set([
  'senior-manager',
  'employee',
  'own-corporate-office',
  'own-payroll-hr',
]);

/** The check that fits who the caller says they are, while nothing is known of them. */
export function offerCheck(talk: Talk, { claimedAuthority, identity }: Assessment): Offer[] {
  const claimed = claimedAuthority?.id ?? '';
  if (identity !== 'unproved') return [];
  if (ourIt.has(claimed)) return [offer(talk, 'our-it')];
  return colleagues.has(claimed) && talk.knowledge.colleagues.length > 0 ? [offer(talk, 'did-you-call')] : [];
}
