import { isDeepStrictEqual } from 'node:util';
import { markOf } from '../../storage/directory-mark.ts';
import type { DirectoryContent, StoredEntry, StoredProposal } from '../../storage/directory-port.ts';
import { checkContent, type Checked, type Known } from './content.ts';
import { columnOf, readCsv, type LineFault, type Row } from './csv.ts';
import type { DirectoryDesk, Proposer } from './options.ts';
import { auditOf, contentOf, settle } from './proposal.ts';
import { knownTo } from './standing.ts';
import { shown } from './told.ts';

export type Imported =
  | { kind: 'proposed'; added: number; changed: number; same: number }
  | { kind: 'refused'; faults: LineFault[] };

/**
 * Proposes what a CSV file says: new entries, and changes of those with the same number or sign-in. It removes nothing. With one
 * faulty line nothing at all is proposed.
 */
export async function importCsv(
  desk: DirectoryDesk,
  client: string,
  by: Proposer,
  bytes: Uint8Array,
): Promise<Imported> {
  const read = readCsv(bytes);
  if (read.kind === 'faulty') return { kind: 'refused', faults: read.faults };
  const { storage } = desk;
  const entries = await storage.listEntries(client);
  const standing = { entries, proposals: await storage.listProposals(client) };
  const { faults, changes, same } = planAll(read.content, standing, knownTo(desk), desk.newId);
  if (faults.length > 0) return { kind: 'refused', faults: faults.toSorted((a, b) => a.line - b.line) };
  const at = desk.now().toISOString();
  const together = {
    client,
    batch: desk.newId(),
    proposedBy: by.id,
    proposedByName: by.name,
    proposedAt: at,
  };
  const proposals = changes.map(({ target: { id, entry }, after }): StoredProposal => ({
    ...together,
    id: desk.newId(),
    entry: id,
    baseVersion: entry?.version ?? 0,
    after,
  }));
  const audit = proposals.map((proposal, place) =>
    auditOf('directory-proposed', proposal, changes[place]?.target.entry, { who: by.id, at }),
  );
  await storage.addProposals(proposals, audit);
  const added = proposals.filter(({ baseVersion }) => baseVersion === 0).length;
  return { kind: 'proposed', added, changed: proposals.length - added, same };
}

type Line = { line: number; content: Checked };
/** The entry that a line is about: one that is there, one that waits, or a new one. */
type Target = Line & { id: string; entry: StoredEntry | undefined; waiting: StoredProposal | undefined };
type Standing = { entries: readonly StoredEntry[]; proposals: readonly StoredProposal[] };

type Somebody = { id: string; name: string; login: string | null };
type Change = { target: Target; after: DirectoryContent };

/** What the whole file comes to; the changes count only when there are no faults. */
function planAll(
  rows: readonly Row[],
  standing: Standing,
  known: Known,
  newId: () => string,
): { faults: LineFault[]; changes: Change[]; same: number } {
  const checked = rows.map((row) => checkRow(row, known));
  const lines = checked.flatMap(({ line }) => (line ? [line] : []));
  const targets = findTargets(lines, standing, newId);
  const people = findPeople(targets, standing);
  const planned = targets.map((target) => plan(target, people, known.today));
  return {
    faults: [
      ...checked.flatMap(({ faults }) => faults),
      ...tellTwice(lines),
      ...targets.flatMap((target) => tellDeputy(target, people)),
      ...planned.flatMap((one) => (one.kind === 'faulty' ? [one.fault] : [])),
    ],
    changes: planned.flatMap((one) => (one.kind === 'differs' ? [one.change] : [])),
    same: planned.filter(({ kind }) => kind === 'same').length,
  };
}

function checkRow({ line, given }: Row, known: Known): { line?: Line; faults: LineFault[] } {
  const checked = checkContent(given, known);
  if (checked.kind === 'well') return { line: { line, content: checked.content }, faults: [] };
  const faults = checked.issues.map(({ field, what, why, fix }) => ({
    line,
    what: `${columnOf(field)}: ${what}`,
    why,
    fix,
  }));
  return { faults };
}

function findTargets(lines: readonly Line[], standing: Standing, newId: () => string): Target[] {
  const entries = new Map(standing.entries.map((entry) => [markOf(entry), entry]));
  const added = new Map(
    standing.proposals.flatMap((one) =>
      one.after && one.baseVersion === 0 ? [[markOf(one.after), one]] : [],
    ),
  );
  const open = new Map(standing.proposals.map((one) => [one.entry, one]));
  return lines.map((line) => {
    const mark = markOf(line.content);
    const entry = entries.get(mark);
    const id = entry?.id ?? added.get(mark)?.entry ?? newId();
    return { ...line, id, entry, waiting: open.get(id) };
  });
}

function tellTwice(lines: readonly Line[]): LineFault[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ line, content }) => {
    const mark = markOf(content);
    const before = first.get(mark);
    if (before === undefined) {
      first.set(mark, line);
      return [];
    }
    return [
      {
        line,
        what: `it is the same number or person as line ${before}`,
        why: 'it could not be told which of the two is right',
        fix: 'leave one of them',
      },
    ];
  });
}

function plan(
  target: Target,
  people: readonly Somebody[],
  today: string,
): { kind: 'same' } | { kind: 'differs'; change: Change } | { kind: 'faulty'; fault: LineFault } {
  const { content, entry, waiting, line } = target;
  const before = waiting ? (waiting.after ?? undefined) : entry;
  const [deputy = null] = findDeputies(content, people);
  const after = settle(content, deputy, before, today);
  if (before && isDeepStrictEqual(after, contentOf(before))) return { kind: 'same' };
  if (waiting) return { kind: 'faulty', fault: { line, ...isWaiting } };
  return { kind: 'differs', change: { target, after } };
}

const isWaiting = {
  what: 'another change of this entry waits for approval',
  why: 'whoever approves could not tell which of the two is right',
  fix: 'have that one approved or refused at the desk first',
};

/** Every colleague who is there, waits or comes with the file. */
function findPeople(targets: readonly Target[], { entries, proposals }: Standing): Somebody[] {
  return [
    ...entries,
    ...proposals.flatMap(({ entry, after }) => (after ? [{ ...after, id: entry }] : [])),
    ...targets.map(({ id, content }) => ({ ...content, id })),
  ].filter(({ kind }) => kind === 'colleague');
}

/** The ids of those whom the deputy's name or sign-in fits. */
function findDeputies({ deputy }: Checked, people: readonly Somebody[]): string[] {
  const sought = deputy?.toLowerCase();
  if (sought === undefined) return [];
  const fitting = people.filter(({ name, login }) => name.toLowerCase() === sought || login === sought);
  return [...new Set(fitting.map(({ id }) => id))];
}

function tellDeputy({ line, content, id }: Target, people: readonly Somebody[]): LineFault[] {
  if (content.deputy === null) return [];
  const told = { line, why: 'they are asked when nobody else answers' };
  const who = `deputy: "${shown(content.deputy)}"`;
  const [found, ...more] = findDeputies(content, people);
  if (found === undefined)
    return [
      {
        ...told,
        what: `${who} is no colleague here`,
        fix: 'write their name or sign-in as in their own line',
      },
    ];
  if (more.length > 0)
    return [{ ...told, what: `${who} is the name of several`, fix: 'write their sign-in instead' }];
  return found === id
    ? [{ ...told, what: `${who} is the colleague themselves`, fix: 'name somebody else' }]
    : [];
}
