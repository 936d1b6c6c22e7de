/**
 * Where a word stands that speaks for or against a name being the caller's: two before the name, in it, at its end, two
 * after it; how the name is written; and the authority it is a name of.
 */
export const cluePlaces = [
  'beforeThat',
  'before',
  'inside',
  'last',
  'after',
  'afterThat',
  'shape',
  'authority',
] as const;
export type CluePlace = (typeof cluePlaces)[number];

/** Which words tell who the caller is, learned from labelled stories and checked in as reviewed data. */
export type CallerClues = {
  /** The command that made the file. */
  trainedBy: string;
  /** What speaks for "nobody is named". */
  nobody: number;
  clues: Readonly<Record<CluePlace, Readonly<Record<string, number>>>>;
};

/** One of something for each place. */
export function byPlace<Item>(make: (place: CluePlace) => Item): Record<CluePlace, Item> {
  return {
    beforeThat: make('beforeThat'),
    before: make('before'),
    inside: make('inside'),
    last: make('last'),
    after: make('after'),
    afterThat: make('afterThat'),
    shape: make('shape'),
    authority: make('authority'),
  };
}
