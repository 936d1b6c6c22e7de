/**
 * What somebody does at one point, and the question that stood above it in the file. `who` is the person at the chat (`user`), the
 * clock, a technician or a colleague by name, or somebody who asks this person whether they rang (`asked`).
 */
export type Entry = {
  who: { kind: 'user' | 'clock' | 'asked' } | { kind: 'technician' | 'colleague'; name: string };
  input: string;
  under: string | undefined;
  line: number;
};

export type Transcript = {
  /** Lines before the first turn, kept as they are. */
  opening: readonly string[];
  header: Readonly<Record<string, string>>;
  entries: readonly Entry[];
  /** The question that the file ends on, when it ends on one. */
  endsOn: string | undefined;
};

const headerKeys = new Set([
  'language',
  'channel',
  'region',
  'clock',
  'person',
  'decisive',
  'answered',
  'holds',
]);
/** A header may set the time (`clock: 2026-11-21T10:00:00Z`); a turn of the clock begins with a word. */
const clockLine = /^clock: ((?:waiting|on-call|booked|after)\b.*)$/;
const turnLine =
  /^(user|technician [^:]+|colleague [^:]+|asked|bot|ask|card|check|proof|verdict|handoff|note):/;

/**
 * Reads a `*.chat.md` file. Only what people and the clock do (`user:`, `technician Sam:`, `colleague Kim:`, `asked:`, `clock:`; a deeper line continues one)
 * and `ask:` lines matter to the replay. A question stands until the person has had their turn.
 */
export function readTranscript(text: string): Transcript {
  const lines = text.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => turnLine.test(line) || clockLine.test(line));
  const opening = lines.slice(0, first === -1 ? lines.length : first);
  const entries: Entry[] = [];
  let under: string | undefined;
  lines.slice(opening.length).forEach((line, place) => {
    const acted = readActor(line);
    const asked = /^ask: (.*) \[[^[\]]*\]$/.exec(line)?.[1];
    const last = entries.at(-1);
    if (acted !== undefined) {
      entries.push({ ...acted, under, line: opening.length + place + 1 });
      if (acted.who.kind === 'user') under = undefined;
    } else if (asked !== undefined) under = asked;
    else if (line.startsWith('    ') && last && isContinued(lines, opening.length + place)) {
      last.input += `\n${line.slice(4)}`;
    }
  });
  return { opening, header: readHeader(opening), entries, endsOn: under };
}

function readActor(line: string): Pick<Entry, 'who' | 'input'> | undefined {
  const [, said] = /^user: ?(.*)$/.exec(line) ?? [];
  if (said !== undefined) return { who: { kind: 'user' }, input: said };
  const [, kind, name, done] = /^(technician|colleague) ([^:]+): ?(.*)$/.exec(line) ?? [];
  if (name !== undefined && done !== undefined)
    return { who: { kind: kind === 'technician' ? kind : 'colleague', name }, input: done };
  const [, question] = /^asked: (.+)$/.exec(line) ?? [];
  if (question !== undefined) return { who: { kind: 'asked' }, input: question };
  const [, mark] = clockLine.exec(line) ?? [];
  return mark === undefined ? undefined : { who: { kind: 'clock' }, input: mark };
}

/** A deeper line belongs to the `user:` or `technician` line above it, with nothing but deeper lines between. */
function isContinued(lines: readonly string[], at: number): boolean {
  const above = lines.slice(0, at).findLast((line) => !line.startsWith('    '));
  return above !== undefined && /^(user|technician [^:]+):/.test(above);
}

function readHeader(opening: readonly string[]): Record<string, string> {
  const pairs = opening.flatMap((line) => {
    const [, key, value] = /^([a-z]+): (.+)$/.exec(line) ?? [];
    return key !== undefined && value !== undefined && headerKeys.has(key) ? [[key, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** The lines that only a person may change: what was decided, in order, with the line each stands on. */
export function readDecisions(text: string): { decision: string; line: number }[] {
  return text
    .split('\n')
    .map((decision, place) => ({ decision, line: place + 1 }))
    .filter(({ decision }) => /^(verdict|handoff|proof):/.test(decision));
}
