/**
 * A table from up to three word numbers and a kind to a feature, each key beside its feature. Open addressing over one flat
 * array: a story makes hundreds of look-ups, and a `Map` keyed by such large numbers takes several times as long.
 */
export type PhraseTable = Float64Array;

/** More words than any training has, and few enough that three of them and a kind make one exact number. */
const mostWords = 65_536;
const emptyKey = 0;

/** `kind` and `first` are at least 1; `second` and `third` are 0 where there is no such word. */
export type PhraseKey = readonly [kind: number, first: number, second: number, third: number];

export function createPhraseTable(entries: readonly { key: PhraseKey; feature: number }[]): PhraseTable {
  const table = new Float64Array(2 * 2 ** Math.ceil(Math.log2(Math.max(2, entries.length * 2))));
  for (const { key, feature } of entries) {
    const [kind, first, second, third] = key;
    const place = placeOf(table, kind, first, second, third);
    table[place] = numberOf(kind, first, second, third);
    table[place + 1] = feature;
  }
  return table;
}

/** The feature of a phrase, or nothing. The words one by one, since this is asked hundreds of times a story. */
export function findPhrase(
  table: PhraseTable,
  kind: number,
  first: number,
  second: number,
  third: number,
): number | undefined {
  const place = placeOf(table, kind, first, second, third);
  return table[place] === emptyKey ? undefined : table[place + 1];
}

/** Where the key stands, or the free place where it would. */
function placeOf(table: PhraseTable, kind: number, first: number, second: number, third: number): number {
  const wanted = numberOf(kind, first, second, third);
  const last = table.length - 2;
  let place = (mix(kind, first, second, third) * 2) & last;
  while (table[place] !== emptyKey && table[place] !== wanted) place = (place + 2) & last;
  return place;
}

function numberOf(kind: number, first: number, second: number, third: number): number {
  return ((kind * mostWords + first) * mostWords + second) * mostWords + third;
}

/** Spreads neighbouring numbers over the table (the multipliers of MurmurHash3, by Austin Appleby, in the public domain). */
function mix(kind: number, first: number, second: number, third: number): number {
  const mixed =
    Math.imul(first + kind, 0x85ebca6b) ^
    Math.imul(second + 1, 0xc2b2ae35) ^
    Math.imul(third + 1, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
