/** Gives numbers from 0 to below 1. */
export type Dice = () => number;

/** Dice that fall the same way each time for the same seed (FNV-1a, then mulberry32). */
export function createDice(seed: string): Dice {
  let state = 0x811c9dc5;
  for (const sign of seed) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of a list that is not empty. */
export function pick<Item>(items: readonly Item[], dice: Dice): Item {
  const chosen = items[Math.floor(dice() * items.length)];
  if (chosen === undefined) throw new Error('nothing to pick from: the list is empty');
  return chosen;
}
