import type * as z from 'zod';
import { maskSecrets } from '../../observability/redaction.ts';
import type { ReadCase, StoredCase } from '../../storage/port.ts';
import type { Viewer } from './access.ts';
import type { CaseDetail, NoteRequest, PriorityRequest, TickRequest } from './api.ts';
import { describeCase, findCase, ticksOf } from './cases.ts';
import type { DeskOptions } from './options.ts';
import { readBrief } from './read-brief.ts';
import { Refusal } from './refusal.ts';

/** A change of a case that its conversation does not hear of. */
type Change = {
  kind: string;
  detail: Record<string, unknown>;
  /** What of it the audit log keeps: it outlives the case, so no words of anybody. */
  logged: Record<string, unknown>;
  row?: Partial<StoredCase>;
};

/** Others can change the case this often before we say that something is wrong. */
const attemptLimit = 10;

export function tickAction(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  { action, done }: z.output<typeof TickRequest>,
): Promise<CaseDetail> {
  return changeCase(options, viewer, id, (found) => {
    const step = readBrief(found).actions.find((one) => one.id === action);
    if (step === undefined)
      throw new Refusal('conflict', 'This step is not part of the case any more. Look at the list again.');
    const tick = ticksOf(found.events).find((one) => one.action === action);
    if ((tick !== undefined) === done) return tick === undefined ? 'done' : firstWas(tick.by, viewer);
    return { kind: 'ticked', detail: { action, text: step.text, done }, logged: { action, done } };
  });
}

export function addNote(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  { text }: z.output<typeof NoteRequest>,
): Promise<CaseDetail> {
  const detail = { text: maskSecrets(text).text };
  return changeCase(options, viewer, id, () => ({ kind: 'internal-note', detail, logged: {} }));
}

/** Strict about the version: two people who weigh the same case differently should talk. */
export function setPriority(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  { priority, why, version }: z.output<typeof PriorityRequest>,
): Promise<CaseDetail> {
  return changeCase(options, viewer, id, (found) => {
    if (found.version !== version) throw changedBy(found);
    const { priority: from, brief } = found;
    if (from === priority) return 'done';
    const headline = readBrief(found).headline.replace(/^\[P[1-4]\]/, `[${priority}]`);
    return {
      kind: 'priority-set',
      detail: { from, to: priority, why: maskSecrets(why).text },
      logged: { from, to: priority },
      row: { priority, brief: { ...(typeof brief === 'object' ? brief : {}), priority, headline } },
    };
  });
}

/** Runs the change on the newest case until it holds. `done`: it is so already. */
async function changeCase(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  plan: (found: ReadCase) => Change | 'done',
): Promise<CaseDetail> {
  for (let attempt = 0; attempt < attemptLimit; attempt++) {
    const found = await findCase(options, viewer, id);
    const change = plan(found);
    if (change === 'done') return await describeCase(options, found);
    if ((await commit(options, viewer, found, change)) === 'conflict') continue;
    const { client, conversation } = found;
    options.bulletin.tell({ kind: 'changed', client, conversation, cases: [id] });
    return await describeCase(options, await findCase(options, viewer, id));
  }
  throw new Refusal('conflict', 'Others are changing this case just now. Try again in a moment.');
}

async function commit(
  { storage, targets, now }: DeskOptions,
  viewer: Viewer,
  { version, events: _events, ...row }: ReadCase,
  { kind, detail, logged, row: changed }: Change,
): Promise<'committed' | 'conflict'> {
  const at = now().toISOString();
  const by = viewer.name;
  return await storage.commitCase(
    { ...row, ...changed, readVersion: version },
    {
      caseEvents: [{ case: row.id, event: { at, kind, by, detail } }],
      outbox: targets(row.client).map((target) => ({
        id: `${row.id}-desk-${version}-${target}`,
        target,
        topic: `case-${kind}`,
        payload: { case: row.id, kind, at, by, detail },
      })),
      audit: [{ at, who: viewer.id, what: kind, about: row.id, detail: logged }],
    },
  );
}

/** Ticking twice oneself changes nothing; that somebody else was first is worth knowing. */
function firstWas(by: string, viewer: Viewer): 'done' {
  if (by === viewer.name) return 'done';
  throw new Refusal('conflict', `${by} has done this step already.`, { by });
}

function changedBy({ events }: ReadCase): Refusal {
  const by = events.at(-1)?.by ?? 'Somebody';
  return new Refusal('conflict', `${by} changed this case a moment ago. Read it again, then decide.`, { by });
}
