import { randomUUID } from 'node:crypto';
import type { OutboxStorage } from '../../storage/outbox-port.ts';
import type { AuditRow } from '../../storage/port.ts';
import type { Deleted, Trace, UpkeepStorage } from '../../storage/upkeep-port.ts';
import type { FileStore } from '../files.ts';
import { othersIn, type Person } from './person.ts';

export type EraseOptions = {
  storage: Pick<UpkeepStorage, 'eraseConversations' | 'filesOf' | 'flush'> & Pick<OutboxStorage, 'ticketsOf'>;
  files: Pick<FileStore, 'sweep'>;
  now: () => Date;
};

/** What would go, for whoever decides. */
export type ErasePlan = {
  conversations: readonly string[];
  cases: readonly string[];
  files: readonly string[];
  /** Cases that somebody still works on, or should: nothing is erased while there is one. */
  open: readonly string[];
  /** Other people who wrote in the same conversations; what they wrote goes as well. */
  others: readonly string[];
  /** Where other systems hold a copy, which must be erased there. */
  elsewhere: readonly { case: string; target: string; reference: string }[];
};

export async function planErasure(
  { storage }: Pick<EraseOptions, 'storage'>,
  person: Person,
  traces: readonly Trace[],
): Promise<ErasePlan> {
  const cases = traces.flatMap((trace) => trace.cases);
  const tickets = await Promise.all(
    cases.map(async ({ id }) =>
      (await storage.ticketsOf(id)).flatMap(({ target, reference }) =>
        reference === null ? [] : [{ case: id, target, reference }],
      ),
    ),
  );
  const files = await Promise.all(traces.map(({ conversation }) => storage.filesOf(conversation)));
  return {
    files: files.flat().map(({ id }) => id),
    conversations: traces.map(({ conversation }) => conversation),
    cases: cases.map(({ id }) => id),
    open: cases.filter(({ status }) => status !== 'closed').map(({ id }) => id),
    others: [...new Set(traces.flatMap((trace) => othersIn(trace, person)))],
    elsewhere: tickets.flat(),
  };
}

/**
 * Erases what was planned: words, cases, files and what was still to be sent. What stays is who did it, when, which cases and how many
 * rows: no words, no name and no id of the person. Throws while a case is open.
 */
export async function erase(options: EraseOptions, plan: ErasePlan, by: string): Promise<Deleted> {
  if (plan.open.length > 0) throw new Error(stillOpen(plan.open));
  const { storage, files, now } = options;
  const at = now().toISOString();
  const deleted = await storage.eraseConversations(plan.conversations, (rows) =>
    stubs(plan, { at, by, rows }),
  );
  await files.sweep(plan.files);
  await storage.flush();
  return deleted;
}

function stillOpen(open: readonly string[]): string {
  return `${open.join(', ')} ${open.length === 1 ? 'is' : 'are'} still open: somebody waits for an answer there. Close it at the desk, then erase.`;
}

function stubs(
  { cases }: ErasePlan,
  { at, by, rows }: { at: string; by: string; rows: Deleted },
): AuditRow[] {
  const erasure = `erasure-${randomUUID()}`;
  return [
    { at, who: by, what: 'erased', about: erasure, detail: rows },
    ...cases.map((id) => ({ at, who: by, what: 'erased', about: id, detail: { erasure } })),
  ];
}
