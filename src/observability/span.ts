/** A piece of a text, from one offset up to another. */
export type Span = { from: number; to: number };
