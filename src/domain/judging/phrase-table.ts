/**
 * A table from up to three word numbers and a kind to a feature. Open addressing over flat arrays: a story makes hundreds
 * of look-ups, and a `Map` keyed by such large numbers takes several times as long.
 */
export type PhraseTable = { keys: Float64Array; features: Uint32Array };

/** More words than any training has, and few enough that three of them and a kind make one exact number. */
const mostWords = 65_536;
const emptyKey = 0;

/** `kind` and `first` are at least 1; `second` and `third` are 0 where there is no such word. */
export type PhraseKey = readonly [kind: number, first: number, second: number, third: number];

export function createPhraseTable(entries: readonly { key: PhraseKey; feature: number }[]): PhraseTable {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, entries.length * 2)));
  const table = { keys: new Float64Array(size), features: new Uint32Array(size) };
  for (const { key, feature } of entries) {
    const [kind, first, second, third] = key;
    const place = placeOf(table, kind, first, second, third);
    table.keys[place] = numberOf(kind, first, second, third);
    table.features[place] = feature;
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
  return table.keys[place] === emptyKey ? undefined : table.features[place];
}

/** Where the key stands, or the free place where it would. */
function placeOf({ keys }: PhraseTable, kind: number, first: number, second: number, third: number): number {
  const wanted = numberOf(kind, first, second, third);
  const last = keys.length - 1;
  let place = mix(kind, first, second, third) & last;
  while (keys[place] !== emptyKey && keys[place] !== wanted) place = (place + 1) & last;
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
