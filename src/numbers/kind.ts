import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import type { NumberKind } from '../domain/evidence.ts';
import type { NumberBook } from './book.ts';
import { toDigits, type Run } from './find.ts';

/** What a run of digits turned out to be, with the part of it that is the number. */
export type Known = { written: string; kind: NumberKind; held: { name: string; since: string } | undefined };

/** The country whose way of dialling counts; `undefined` when the region is in none that we know. */
export function homeOf(region: string): CountryCode | undefined {
  const country = region.slice(0, 2);
  return isSupportedCountry(country) ? country : undefined;
}

/** What kind of number it is; nothing when it is no telephone number at all. */
export function kindOf(run: Run, home: CountryCode | undefined, book: NumberBook): Known | undefined {
  const short = home === undefined ? undefined : book.shortCode(run.digits, home);
  if (short) return { written: run.written, ...short };
  if (run.digits.length < fewestDigits) return undefined;
  for (const written of readings(run.written)) {
    const number = parsePhoneNumberFromString(dialled(written), home);
    const ranged = number && book.range(number.number);
    if (number && (ranged !== undefined || number.isValid()))
      return {
        written,
        ...(book.held(number.number) ?? { kind: kindOfNumber(number, ranged, home), held: undefined }),
      };
  }
  const kept = readings(run.written).at(-1) ?? run.written;
  return isDialledInFull(kept, home) ? { written: kept, kind: 'impossible', held: undefined } : undefined;
}

/** Whether a number in international form (`+44...`) is one of those that its country has given out. */
export function isInUse(number: string): boolean {
  return parsePhoneNumberFromString(number)?.isValid() ?? false;
}

/** No number is shorter than this with its area code. */
const fewestDigits = 7;

/**
 * "At 10 0906 123 4567" and "0345 600 1234 12 times" hold a number and something else: all of it, and what is left from
 * the first group that begins like a number, with and without its last group.
 */
function readings(written: string): string[] {
  const opening = written.search(/(?<!\S)\(?(?:\+|0)/);
  const full = opening > 0 ? written.slice(opening) : written;
  const shorter = full.replace(/\s\d{1,3}$/, '');
  return [...new Set([written, full, shorter])].toSorted((one, other) => other.length - one.length);
}

/**
 * Nine digits or more that begin with a zero or a plus are meant as a telephone number, and ten in North America; others
 * are meant as anything.
 */
function isDialledInFull(written: string, home: CountryCode | undefined): boolean {
  const isAmerican = home !== undefined && getCountryCallingCode(home) === '1';
  return (isAmerican ? /^(?:\+\d{9}|1?\d{10}$)/ : /^(?:\+|0)\d{8}/).test(toDigits(written));
}

/** "00" is what most of the world dials for "+". */
function dialled(written: string): string {
  return toDigits(written).replace(/^00/, '+');
}

/** A range that is set aside, or "valid" for one that is not what the library takes it for. */
function kindOfNumber(
  number: PhoneNumber,
  ranged: NumberKind | undefined,
  home: CountryCode | undefined,
): NumberKind {
  if (ranged !== undefined && ranged !== 'valid') return ranged;
  const type = ranged === undefined ? number.getType() : undefined;
  if (type === 'PREMIUM_RATE') return 'premium-rate';
  if (type === 'PERSONAL_NUMBER') return 'personal';
  return isFromHere(number, home) ? 'valid' : 'international';
}

/** Jersey is dialled like Kent, but Jamaica looks like New Jersey and is billed as abroad. */
function isFromHere({ country, countryCallingCode }: PhoneNumber, home: CountryCode | undefined): boolean {
  if (home === undefined || countryCallingCode !== getCountryCallingCode(home)) return false;
  return countryCallingCode !== '1' || country === undefined || country === home;
}
