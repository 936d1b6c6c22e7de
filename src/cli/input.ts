import { text } from 'node:stream/consumers';
import * as z from 'zod';

/** What was typed after the command: words, and flags that begin with `--`. */
export type Arguments = { words: readonly string[]; flags: ReadonlySet<string> };

export function readArguments(given: readonly string[] = process.argv.slice(2)): Arguments {
  const flags = new Set(given.filter((word) => word.startsWith('--')));
  return { words: given.filter((word) => !word.startsWith('--')), flags };
}

/** The words of the command line, or standard input when there are none. */
export async function readStory({ words }: Arguments): Promise<string> {
  return words.length > 0 ? words.join(' ') : text(process.stdin);
}

/** One line of JSON: read as `shape`, or what is wrong with it. `id` is kept when it can be read. */
export type Line<Shape> = { kind: 'read'; value: Shape } | { kind: 'bad'; id: string | null; error: string };

export function readLines<Shape>(jsonl: string, shape: z.ZodType<Shape>): Line<Shape>[] {
  const lines = jsonl.split('\n');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [readLine(line, at + 1, shape)]));
}

function readLine<Shape>(line: string, number: number, shape: z.ZodType<Shape>): Line<Shape> {
  const value = parse(line);
  if (value === undefined) return { kind: 'bad', id: null, error: `line ${number} is not JSON` };
  const read = shape.safeParse(value);
  if (read.success) return { kind: 'read', value: read.data };
  return {
    kind: 'bad',
    id: idOf(value),
    error: `line ${number}: ${z.prettifyError(read.error).replaceAll('\n', ' ')}`,
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function idOf(value: unknown): string | null {
  const read = z.object({ id: z.string() }).safeParse(value);
  return read.success ? read.data.id : null;
}

/** Writes one answer per line, in order, and sets exit status 1 when any line was bad. */
export function writeLines<Shape>(lines: readonly Line<Shape>[], answer: (value: Shape) => unknown): void {
  for (const line of lines) {
    const written = line.kind === 'read' ? answer(line.value) : { id: line.id, error: line.error };
    if (line.kind === 'bad') process.exitCode = 1;
    process.stdout.write(`${JSON.stringify(written)}\n`);
  }
}
