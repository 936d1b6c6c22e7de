/** What the person does at one point, and the question that stood above it in the file. */
export type Entry = { input: string; under: string | undefined; line: number };

export type Transcript = {
  /** Lines before the first turn, kept as they are. */
  opening: readonly string[];
  header: Readonly<Record<string, string>>;
  entries: readonly Entry[];
  /** The question that the file ends on, when it ends on one. */
  endsOn: string | undefined;
};

const headerKeys = new Set(['language', 'channel', 'region', 'clock']);
const turnLine = /^(user|bot|ask|card|verdict|handoff|note):/;

/** Reads a `*.chat.md` file. Only `user:` lines (a deeper line continues one) and `ask:` lines matter to the replay. */
export function readTranscript(text: string): Transcript {
  const lines = text.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => turnLine.test(line));
  const opening = lines.slice(0, first === -1 ? lines.length : first);
  const entries: Entry[] = [];
  let under: string | undefined;
  lines.slice(opening.length).forEach((line, place) => {
    const said = /^user: ?(.*)$/.exec(line)?.[1];
    const asked = /^ask: (.*) \[[^[\]]*\]$/.exec(line)?.[1];
    const last = entries.at(-1);
    if (said !== undefined) {
      entries.push({ input: said, under, line: opening.length + place + 1 });
      under = undefined;
    } else if (asked !== undefined) under = asked;
    else if (line.startsWith('    ') && last && isContinued(lines, opening.length + place)) {
      last.input += `\n${line.slice(4)}`;
    }
  });
  return { opening, header: readHeader(opening), entries, endsOn: under };
}

/** A deeper line belongs to the `user:` line above it, with nothing but deeper lines between. */
function isContinued(lines: readonly string[], at: number): boolean {
  const above = lines.slice(0, at).findLast((line) => !line.startsWith('    '));
  return above?.startsWith('user:') ?? false;
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
    .filter(({ decision }) => /^(verdict|handoff):/.test(decision));
}
