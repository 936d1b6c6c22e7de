import cardValidator from 'card-validator';
import type { Span } from './span.ts';

/** Groups of digits as people write long numbers: with single spaces, dots or dashes between. */
const digitRun = /(?<![\d£$€])\d+(?:[ \u00a0.\-–]\d+)+|\d{12,19}/g;
const shortestCard = 12;
const longestCard = 19;
/** The library takes a while for each number; no story has as many that could be cards, but a hostile text has thousands. */
export const numbersLookedUp = 100;

/** Whether a number (digits only) is one that cards have. */
type IsIssued = (digits: string) => boolean;

/**
 * Card numbers in a text. Every run of whole groups is tried, so that an expiry date behind the number does not hide it.
 * After `numbersLookedUp` numbers whatever could be a card counts as one: rather too much hidden than time lost.
 */
export function findCards(text: string, isIssued: IsIssued = isKnownCard): Span[] {
  let left = numbersLookedUp;
  const isCard = (digits: string): boolean => {
    if (!couldBeCard(digits)) return false;
    left -= 1;
    return left < 0 || isIssued(digits);
  };
  return [...text.matchAll(digitRun)].flatMap((run) => {
    const groups = [...run[0].matchAll(/\d+/g)];
    return groups.flatMap((_, first) =>
      findCardFrom(groups.slice(first, first + longestCard), run.index, isCard),
    );
  });
}

/** The longest card number that starts with the first group. */
function findCardFrom(groups: readonly RegExpExecArray[], offset: number, isCard: IsIssued): Span[] {
  const from = offset + (groups[0]?.index ?? 0);
  let digits = '';
  let found: Span[] = [];
  for (const group of groups) {
    digits += group[0];
    if (digits.length > longestCard) return found;
    const to = offset + group.index + group[0].length;
    if (digits.length >= shortestCard && isCard(digits)) found = [{ from, to }];
  }
  return found;
}

/** No card begins with 0 or 7, and only UnionPay gives out numbers without a checksum. Cheap, and turns away most numbers. */
function couldBeCard(digits: string): boolean {
  return !/^[07]/.test(digits) && (/^(?:62|81)/.test(digits) || hasLuhnSum(digits));
}

function hasLuhnSum(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

function isKnownCard(digits: string): boolean {
  return cardValidator.number(digits).isValid;
}
