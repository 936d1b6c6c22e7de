import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { readLines } from '../input.ts';

/** A labelled story, as in the evaluation files. Unknown fields are ignored; `null` means not stated. */
export const Labelled = z.object({
  /** Absent in training files, where the pair names it. */
  id: z.string().default(''),
  text: z.string(),
  label: z.enum(['scam', 'legit', 'ambiguous', 'none']),
  pair: z.string().nullish(),
  family: z.string().nullish(),
  category: z.string().nullish(),
  wording: z.string().nullish(),
  scam: z.union([z.string().transform((id) => [id]), z.array(z.string())]).nullish(),
  signals: z.record(z.string(), z.boolean().nullable()).default({}),
  claimedAuthority: z.string().nullish(),
  decisive: z.boolean().nullish(),
  live: z.boolean().nullish(),
});
export type Labelled = z.infer<typeof Labelled>;

/** Reads labelled files; a bad line stops with its file, number and fault, since a figure over part of a file misleads. */
export async function readLabelled(paths: readonly string[]): Promise<Labelled[]> {
  const files = await Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
  return files.flatMap(({ path, text }) =>
    readLines(text, Labelled).map((line) => {
      if (line.kind === 'read') return line.value;
      throw new Error(
        `${path}: ${line.error}. Every line must be readable before it can be measured. Mend that line.`,
      );
    }),
  );
}
