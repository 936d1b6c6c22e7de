import type { NumberKind } from '../domain/evidence.ts';
import type { Knowledge } from '../domain/knowledge.ts';

type Found = { kind: NumberKind; held: { name: string; since: string } | undefined };

/** What the knowledge says of numbers, made ready for looking one up. Numbers are in international form (`+44...`). */
export type NumberBook = {
  /** The kind of a range that is set aside, or that is not what it is commonly taken for. */
  range: (number: string) => NumberKind | undefined;
  /** A number that the organisation holds itself. */
  held: (number: string) => Found | undefined;
  /** A short number that is dialled in this country, held or public. */
  shortCode: (digits: string, country: string) => Found | undefined;
};

const books = new WeakMap<Knowledge, NumberBook>();

/** Built once per version of the knowledge. */
export function bookOf(knowledge: Knowledge): NumberBook {
  const before = books.get(knowledge);
  if (before) return before;
  const made = makeBook(knowledge);
  books.set(knowledge, made);
  return made;
}

function makeBook({ numbers, directory, shortCodes }: Knowledge): NumberBook {
  const held = new Map(
    directory.map(({ number, name, since }): [string, Found] => [
      number.replaceAll(' ', ''),
      { kind: 'directory', held: { name, since } },
    ]),
  );
  const ranges = numbers.flatMap(({ id, ranges: written }) =>
    written.map((range) => ({ kind: id, shape: shapeOf(range) })),
  );
  const short = new Set(
    shortCodes.flatMap(({ country, codes }) => codes.map(({ number }) => `${country} ${number}`)),
  );
  return {
    range: (number) => ranges.find(({ shape }) => shape.test(number))?.kind,
    held: (number) => held.get(number),
    shortCode: (digits, country) =>
      held.get(digits) ??
      (short.has(`${country} ${digits}`) ? { kind: 'short-code', held: undefined } : undefined),
  };
}

/** "+44 20 7946 0xxx": each x stands for any digit. */
function shapeOf(range: string): RegExp {
  return new RegExp(
    String.raw`^\+${range
      .replace(/\D*/, '')
      .replace(/[^\dx]/g, '')
      .replaceAll('x', String.raw`\d`)}$`,
  );
}
