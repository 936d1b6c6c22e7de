import type { Knowledge, Scam } from '../../domain/knowledge.ts';
import { bookOf, type NumberBook } from '../../numbers/book.ts';
import { findRuns, type Run } from '../../numbers/find.ts';
import { homeOf, kindOf } from '../../numbers/kind.ts';
import type { Fault } from '../fault.ts';
import type { FieldPath } from '../file.ts';
import type { Locate } from '../references.ts';
import type { FolderName } from '../schema.ts';
import { listForStaff, listForTechnicians } from './guidance.ts';

type Country = NonNullable<ReturnType<typeof homeOf>>;
type Written = { folder: FolderName; id: string; field: FieldPath; run: Run; countries: readonly Country[] };

/**
 * Numbers that nobody should ring: each one in advice must be a valid one of a country of its entry (or of one that the
 * text names), or be listed in `short-codes/`. Numbers set aside for drama are for stories only, and a story holds no
 * other whole number that this folder does not give as advice.
 */
export function checkPhoneNumbers(knowledge: Knowledge, locate: Locate): Fault[] {
  const book = bookOf(knowledge);
  const served = countriesServed(knowledge);
  const written = [...routeNumbers(knowledge, served), ...textNumbers(knowledge, served)];
  const published = new Set(written.map(({ run }) => run.digits));
  return [
    ...written
      .filter(({ run, countries }) => !countries.some((country) => isRung(run, country, book)))
      .map((each) => tellWrong(each, locate)),
    ...knowledge.scams.flatMap((scam) => tellStories(scam, served, published, book, locate)),
  ];
}

/** In a reporting route that is rung or texted, whatever has three digits is a number to dial. */
function routeNumbers({ reporting }: Knowledge, served: readonly Country[]): Written[] {
  return reporting.flatMap(({ id, regions, how }) =>
    how.flatMap(({ type, value }, at) => {
      const runs = type === 'phone' || type === 'text' ? findRuns(value) : [];
      const place = { folder: 'reporting' as const, id, field: ['how', at, 'value'] };
      return runs.map((run) => ({ ...place, run, countries: countriesOf(regions, served) }));
    }),
  );
}

function textNumbers(knowledge: Knowledge, served: readonly Country[]): Written[] {
  return [...listForStaff(knowledge), ...listForTechnicians(knowledge)].flatMap(
    ({ folder, id, field, text, regions }) => {
      const countries = [...countriesOf(regions, served), ...countriesNamed(text, served)];
      const runs = findRuns(text).filter((run) => isForRinging(run, text));
      return runs.map((run) => ({ folder, id, field, run, countries }));
    },
  );
}

/** Neither a year ("in 2025") nor a kind of number ("a 613 number"). */
function isForRinging({ digits, start, end }: Run, text: string): boolean {
  const isYear =
    /^(?:19|20)\d\d$/.test(digits) && /\b(?:in|since|until|by|of|[A-Z]\w+) $/.test(text.slice(0, start));
  return !isYear && !/^ numbers?\b/.test(text.slice(end));
}

function countriesServed({ reporting, shortCodes }: Knowledge): Country[] {
  const regions = [
    ...reporting.flatMap((route) => route.regions),
    ...shortCodes.map(({ country }) => country),
  ];
  return [...new Set(regions.flatMap((region) => homeOf(region) ?? []))];
}

function countriesOf(regions: readonly string[], served: readonly Country[]): readonly Country[] {
  return regions.includes('*') ? served : regions.flatMap((region) => homeOf(region) ?? []);
}

const longNames = new Intl.DisplayNames('en-GB', { type: 'region', style: 'long' });
const shortNames = new Intl.DisplayNames('en-GB', { type: 'region', style: 'short' });

/** "In the UK, 159 works too" may stand in advice for another country. */
function countriesNamed(text: string, served: readonly Country[]): Country[] {
  const words = ` ${text.replaceAll(/[^\p{L}]+/gu, ' ')} `;
  return served.filter((country) =>
    [longNames.of(country), shortNames.of(country)].some((name) => words.includes(` ${name} `)),
  );
}

/** Canada dials freephone numbers that were given out in the US as its own. */
function isRung(run: Run, country: Country, book: NumberBook): boolean {
  const kind = kindOf(run, country, book)?.kind;
  const isShared = kind === 'international' && !/^(?:\+|00)/.test(run.digits);
  return kind === 'valid' || kind === 'short-code' || isShared;
}

function tellWrong({ folder, id, field, run, countries }: Written, locate: Locate): Fault {
  return {
    ...locate(folder, id, field),
    what: `${run.written} is no number to ring in ${[...new Set(countries)].join(', ')}`,
    why: 'staff would ring nobody, or somebody else, or pay for it',
    fix: 'compare it with its source; a short number must be listed in short-codes/',
  };
}

function tellStories(
  { id, regions, callersSay, staffSay, twin, examples }: Scam,
  served: readonly Country[],
  published: ReadonlySet<string>,
  book: NumberBook,
  locate: Locate,
): Fault[] {
  const stories: [FieldPath, readonly string[]][] = [
    [['callersSay'], callersSay],
    [['staffSay'], staffSay],
    [['twin', 'phrases'], twin.phrases],
    [['examples', 'caught'], examples.caught],
    [['examples', 'spared'], examples.spared],
  ];
  const isSomebodys = (run: Run): boolean =>
    !published.has(run.digits) &&
    countriesOf(regions, served).some((country) => kindOf(run, country, book)?.kind === 'valid');
  return stories.flatMap(([field, texts]) =>
    texts.flatMap((text, at) =>
      findRuns(text)
        .filter(isSomebodys)
        .map(({ written }) => ({
          ...locate('scams', id, [...field, at]),
          what: `${written} may be the number of a real person`,
          why: 'a story must never lead to somebody',
          fix: 'take one that is set aside for drama, such as 020 7946 0123 or 07700 900123',
        })),
    ),
  );
}
