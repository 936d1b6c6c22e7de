import type { CaseBrief, Effect } from '../dialog/effect.ts';
import type { Storage, StoredCase, TurnCommit } from '../storage/port.ts';

type Filed = Pick<TurnCommit, 'cases' | 'caseEvents' | 'outbox'>;
type Filing = { conversation: string; at: string; version: number };

/**
 * What the effects of a turn change in the cases: rows, timeline and outbox. `taken` when a reference belongs to another
 * conversation's case; the turn is then run again with another one.
 */
export async function fileCases(
  storage: Storage,
  effects: readonly Effect[],
  filing: Filing,
): Promise<Filed | 'taken'> {
  const cases: StoredCase[] = [];
  const caseEvents: TurnCommit['caseEvents'][number][] = [];
  const outbox: TurnCommit['outbox'][number][] = [];

  for (const [reference, brief] of briefs(effects)) {
    const open = await storage.readCase(reference);
    if (open && open.conversation !== filing.conversation) return 'taken';
    const kind = open ? 'updated' : 'opened';
    cases.push(toCase(reference, brief, open?.openedAt ?? filing.at, filing.conversation));
    // The row holds the newest brief; the timeline keeps every one.
    caseEvents.push({ case: reference, event: { at: filing.at, kind, detail: brief } });
    outbox.push({
      id: `${reference}-${filing.version}`,
      topic: `case-${kind}`,
      payload: { case: reference },
    });
  }
  return { cases, caseEvents: [...caseEvents, ...notes(effects, filing.at)], outbox };
}

/** The last brief for each case: a turn may learn more about a case that it opened itself. */
function briefs(effects: readonly Effect[]): Map<string, CaseBrief> {
  return new Map(
    effects.flatMap((effect) =>
      effect.kind === 'open-case' ? [[effect.reference, effect.brief] as const] : [],
    ),
  );
}

function toCase(id: string, brief: CaseBrief, openedAt: string, conversation: string): StoredCase {
  return { id, conversation, openedAt, priority: brief.priority, brief };
}

function notes(effects: readonly Effect[], at: string): TurnCommit['caseEvents'] {
  return effects.flatMap((effect) =>
    effect.kind === 'remember'
      ? [{ case: effect.reference, event: { at, kind: 'noted', detail: { note: effect.note } } }]
      : [],
  );
}
