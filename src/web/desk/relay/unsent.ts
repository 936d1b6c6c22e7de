import { sendAct } from '../api/acts.ts';
import { Refusal } from '../api/client.ts';
import type { FileRef } from '../api/types.ts';

/** Something written that the server has not confirmed, or that is not listed yet. */
export type Unsent = {
  /** Made here and never changed: sent again, it is the same message. */
  id: string;
  at: string;
  text: string;
  files: readonly FileRef[];
  /** The message that this changes; a new one when absent. */
  edits?: string;
  state:
    | { kind: 'waiting'; tries: number }
    | { kind: 'sent'; message: string }
    | { kind: 'refused'; reason: string };
};

export type UnsentOf = {
  list: () => readonly Unsent[];
  add: (what: Pick<Unsent, 'text' | 'files' | 'edits'>) => void;
  again: (id: string) => void;
  drop: (id: string) => void;
  follow: (listener: () => void) => () => void;
};

const prefix = 'callcheck-unsent:';
const longestWaitMs = 15_000;
const opened = new Map<string, UnsentOf>();

/** What waits to be sent in one case. It outlives the page's parts, a reload and a lost line; the tab's end ends it. */
export function unsentOf(caseId: string): UnsentOf {
  const known = opened.get(caseId);
  if (known) return known;
  const made = openUnsent(caseId);
  opened.set(caseId, made);
  return made;
}

/** After a reload, what was left goes on being sent, whichever page is shown. */
export function resumeUnsent(): void {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(prefix))
    .forEach((key) => unsentOf(key.slice(prefix.length)));
}

function openUnsent(caseId: string): UnsentOf {
  const listeners = new Set<() => void>();
  let all = load(caseId);
  let isSending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = (next: readonly Unsent[]): void => {
    all = next;
    save(caseId, all);
    listeners.forEach((listener) => listener());
  };
  const become = (id: string, state: Unsent['state']): void =>
    keep(all.map((one) => (one.id === id ? { ...one, state } : one)));

  /** One after the other, so that they arrive in the order they were written. */
  const work = async (): Promise<void> => {
    clearTimeout(timer);
    if (isSending) return;
    isSending = true;
    for (let next = firstWaiting(all); next !== undefined; next = firstWaiting(all)) {
      const state = await attempt(caseId, next);
      // An edit shows in the message itself, so nothing is left to wait for.
      if (state.kind === 'sent' && next.edits !== undefined) keep(all.filter(({ id }) => id !== next?.id));
      else become(next.id, state);
      if (state.kind !== 'waiting') continue;
      timer = setTimeout(() => void work(), Math.min(longestWaitMs, 500 * 2 ** state.tries));
      break;
    }
    isSending = false;
  };

  addEventListener('online', () => void work());
  void work();
  return {
    list: () => all,
    add: (what) => {
      const state = { kind: 'waiting', tries: 0 } as const;
      keep([...all, { ...what, id: crypto.randomUUID(), at: new Date().toISOString(), state }]);
      void work();
    },
    again: (id) => {
      become(id, { kind: 'waiting', tries: 0 });
      void work();
    },
    drop: (id) => keep(all.filter((one) => one.id !== id)),
    follow: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function firstWaiting(all: readonly Unsent[]): Unsent | undefined {
  return all.find(({ state }) => state.kind === 'waiting');
}

async function attempt(caseId: string, { id, text, files, edits, state }: Unsent): Promise<Unsent['state']> {
  const act =
    edits === undefined
      ? ({ kind: 'say', text, files: files.map((file) => file.id) } as const)
      : ({ kind: 'edit', message: edits, text } as const);
  try {
    const { message } = await sendAct(caseId, { id, act });
    return { kind: 'sent', message };
  } catch (error) {
    if (error instanceof Refusal && !passes(error)) return { kind: 'refused', reason: error.message };
    return { kind: 'waiting', tries: state.kind === 'waiting' ? state.tries + 1 : 0 };
  }
}

/** A refusal that is over after a while or a sign-in, so that what was written is kept and sent then. */
function passes({ status }: Refusal): boolean {
  return status === 401 || status === 429;
}

function load(caseId: string): readonly Unsent[] {
  try {
    // Only this file writes it, in this tab.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return JSON.parse(sessionStorage.getItem(prefix + caseId) ?? '[]') as Unsent[];
  } catch {
    return [];
  }
}

function save(caseId: string, all: readonly Unsent[]): void {
  if (all.length === 0) sessionStorage.removeItem(prefix + caseId);
  else sessionStorage.setItem(prefix + caseId, JSON.stringify(all));
}
