import type { CaseBrief, Technician } from '../dialog/brief.ts';
import type { CheckRecord } from '../dialog/check.ts';
import type { Effect } from '../dialog/effect.ts';
import type { ClockMark, Turn } from '../dialog/turn.ts';
import type { CaseEvent, Consequences, ReadCase, Storage, StoredCase, WrittenCase } from '../storage/port.ts';

type Filed = Consequences & { cases: readonly WrittenCase[] };
type Filing = {
  turn: Turn;
  at: string;
  /** The version of the conversation that this turn writes; part of what makes an outbox row one of its kind. */
  version: number;
  /** Who outside hears of this client's cases. */
  targets: readonly string[];
};

/**
 * What the effects of a turn change in the cases: rows, timeline, outbox and audit. `taken` when a reference belongs to another
 * conversation's case; the turn is then run again with another one.
 */
export async function fileCases(
  storage: Storage,
  effects: readonly Effect[],
  filing: Filing,
): Promise<Filed | 'taken'> {
  const cases: WrittenCase[] = [];
  const caseEvents: Consequences['caseEvents'][number][] = [];
  for (const [reference, changes] of changesByCase(effects)) {
    const open = await storage.readCase(reference);
    if (open && open.conversation !== filing.turn.conversation) return 'taken';
    const changed = changes.reduce<Change | undefined>(
      (before, effect) => changeCase(before, effect, filing),
      open && {
        row: open,
        events: [],
        isPriorityChosen: open.events.some(({ kind }) => kind === 'priority-set'),
      },
    );
    if (changed === undefined) continue;
    cases.push({ ...rowOf(changed.row), readVersion: open?.version ?? 0 });
    caseEvents.push(...changed.events.map((event) => ({ case: reference, event })));
  }
  return {
    cases,
    caseEvents,
    outbox: tell(caseEvents, filing),
    audit: [...audit(caseEvents, filing), ...auditProofs(effects, filing)],
  };
}

/** A check or a proof that belongs to a case is a line of its timeline. */
type CheckEffect = Extract<Effect, { kind: 'check' | 'prove' }>;
type CaseEffect = Extract<Effect, { reference: string }> | CheckEffect;
type Change = {
  row: StoredCase;
  events: readonly CaseEvent[];
  /** A technician set the priority by hand. */
  isPriorityChosen: boolean;
};

function changesByCase(effects: readonly Effect[]): Map<string, CaseEffect[]> {
  const byCase = Map.groupBy(effects.filter(isOfCase), caseOf);
  byCase.delete('');
  return byCase;
}

function isOfCase(effect: Effect): effect is CaseEffect {
  return 'reference' in effect || effect.kind === 'check' || effect.kind === 'prove';
}

/** Empty when there is none. */
function caseOf(effect: CaseEffect): string {
  if (effect.kind === 'check') return effect.check.case ?? '';
  return effect.kind === 'prove' ? (effect.case ?? '') : effect.reference;
}

/** One step of a case. Nothing but `open-case` makes one, so another effect for an unknown case changes nothing. */
function changeCase(before: Change | undefined, effect: CaseEffect, filing: Filing): Change | undefined {
  if (effect.kind === 'open-case') return openCase(before, effect.reference, effect.brief, filing);
  if (before === undefined) return undefined;
  const { at } = filing;
  const by = authorOf(filing.turn);
  const { row, events } = before;
  const happened = (kind: string, detail: unknown, changes: Partial<StoredCase> = {}): Change => ({
    ...before,
    row: { ...row, ...changes },
    events: [...events, { at, kind, by, detail }],
  });
  switch (effect.kind) {
    case 'remember':
      return happened('noted', { note: effect.note, ...markOf(filing.turn) });
    case 'check':
      return happened(`check-${effect.check.stage}`, detailOf(effect.check));
    case 'prove':
      return happened(effect.proof.outcome === 'genuine' ? 'proved' : 'disproved', {
        kind: effect.proof.kind,
        note: effect.note,
      });
    case 'own':
      return effect.technician === undefined
        ? happened('handed-back', { from: row.technician }, { status: 'waiting', technician: null })
        : happened(...ownership(row, effect.technician, effect.givenBy), {
            status: 'accepted',
            technician: effect.technician,
            acceptedAt: row.acceptedAt ?? at,
          });
    case 'close-case':
      return happened('closed', effect.closing, {
        status: 'closed',
        technician: effect.by,
        closedAt: at,
        closing: effect.closing,
      });
    case 'reopen-case':
      return happened(
        'reopened',
        {},
        { status: 'accepted', technician: effect.by, closedAt: null, closing: null },
      );
  }
}

/** How somebody came to have a case: the name of it and what is kept of it. */
function ownership(
  { technician: from }: StoredCase,
  to: Technician,
  givenBy: Technician | undefined,
): [kind: string, detail: unknown] {
  if (givenBy !== undefined) return ['assigned', { from, to }];
  return [from === null ? 'accepted' : 'taken-over', to];
}

/** What the clock reached, for whoever calls people by it. */
function markOf({ event }: Turn): { mark?: ClockMark } {
  return event.kind === 'clock' ? { mark: event.mark } : {};
}

/** Never the words: they are nobody's to read afterwards. */
function detailOf({ id, kind, about, technician, asked, outcome, dueAt }: CheckRecord): unknown {
  return {
    check: id,
    kind,
    about,
    technician: technician?.name ?? null,
    asked: asked?.name ?? null,
    outcome,
    dueAt,
  };
}

/** The row holds the newest brief; the timeline keeps every one. A closed case that is told more of waits again. */
function openCase(before: Change | undefined, id: string, brief: CaseBrief, { turn, at }: Filing): Change {
  const by = authorOf(turn);
  const event = { at, kind: before === undefined ? 'opened' : 'updated', by, detail: brief };
  if (before !== undefined) {
    const { row, events } = before;
    const again =
      row.status === 'closed' ? ({ status: 'waiting', closedAt: null, technician: null } as const) : {};
    const priority = priorityAfter(before, brief);
    return { ...before, row: { ...row, ...again, priority, brief }, events: [...events, event] };
  }
  const { conversation, client } = turn;
  const nobody = { technician: null, acceptedAt: null, closedAt: null, closing: null };
  return {
    row: {
      id,
      client,
      conversation,
      openedAt: at,
      priority: brief.priority,
      status: 'waiting',
      ...nobody,
      brief,
    },
    events: [event],
    isPriorityChosen: false,
  };
}

/** What a technician chose stays until more harm is told than the bot knew of when they chose: P1 comes before P2. */
function priorityAfter({ row, isPriorityChosen }: Change, { priority }: CaseBrief): string {
  if (!isPriorityChosen) return priority;
  const isWorse = priority < priorityIn(row.brief) && priority < row.priority;
  return isWorse ? priority : row.priority;
}

function priorityIn(brief: unknown): string {
  return typeof brief === 'object' && brief !== null && 'priority' in brief ? String(brief.priority) : '';
}

/** Who did it: the technician, the clock, or the person by way of the bot. */
function authorOf({ event }: Turn): string {
  if (event.kind === 'desk') return event.by.name;
  return event.kind === 'clock' || event.kind === 'check' ? 'clock' : 'bot';
}

function rowOf({
  id,
  client,
  conversation,
  openedAt,
  priority,
  ...row
}: StoredCase & Partial<ReadCase>): StoredCase {
  const { status, technician, acceptedAt, closedAt, brief, closing } = row;
  return {
    id,
    client,
    conversation,
    openedAt,
    priority,
    status,
    technician,
    acceptedAt,
    closedAt,
    brief,
    closing,
  };
}

/** One row for each target, so that one that is down holds up no other. */
function tell(caseEvents: Consequences['caseEvents'], { targets, version }: Filing): Consequences['outbox'] {
  return caseEvents.flatMap(({ case: reference, event }, index) =>
    targets.map((target) => ({
      id: `${reference}-${version}-${index}-${target}`,
      target,
      topic: `case-${event.kind}`,
      payload: { case: reference, kind: event.kind, at: event.at, by: event.by, detail: event.detail },
    })),
  );
}

function audit(caseEvents: Consequences['caseEvents'], { turn: { event } }: Filing): Consequences['audit'] {
  if (event.kind !== 'desk') return [];
  const { by, act } = event;
  return caseEvents.map(({ case: about, event: { at, kind: what } }) => ({
    at,
    who: by.id,
    what,
    about,
    detail: act.kind === 'assign' && what === 'assigned' ? { to: act.to.id } : {},
  }));
}

/** Every proof is in the log, also where there is no case: nobody is called genuine, or a liar, without a trace. */
function auditProofs(
  effects: readonly Effect[],
  { turn: { event, person, conversation }, at }: Filing,
): Consequences['audit'] {
  return effects.flatMap((effect) =>
    effect.kind !== 'prove'
      ? []
      : [
          {
            at,
            who: event.kind === 'desk' ? event.by.id : person.id,
            what: 'proof',
            about: effect.case ?? conversation,
            detail: { kind: effect.proof.kind, outcome: effect.proof.outcome },
          },
        ],
  );
}
