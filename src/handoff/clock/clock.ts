import type { ClockMark, Turn } from '../../dialog/turn.ts';
import type { Converse } from '../../conversation/port.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import type { ReadCase, Storage } from '../../storage/port.ts';
import type { UpkeepStorage } from '../../storage/upkeep-port.ts';
import { deliverTurn } from '../desk/deliver.ts';
import { readBrief } from '../desk/read-brief.ts';
import { keepWorking } from '../keep-working.ts';
import type { Reach } from '../port.ts';
import { buildLadder, type ItDesk, type LadderSettings, type Rung } from './ladder.ts';
import { bookedFor, readPriority, shareUsed } from './level.ts';
import { isOpen } from './office-hours.ts';
import { waitingSince, type Waiting } from './waiting.ts';

type Log = Record<'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>;

export type ClockOptions = {
  storage: Storage & DeskStorage & Pick<UpkeepStorage, 'handledTimes' | 'waitingCases'>;
  converse: Converse;
  reach: Reach;
  settings: LadderSettings;
  itDesk: ItDesk;
  now: () => Date;
  log: Log;
};

export type Clock = {
  /** Gives every waiting case what is due for it; how much was given. Rejects only when cases cannot be listed. */
  tick(now?: Date): Promise<number>;
  /** Ticks every so often until it is stopped. */
  keepTicking(everyMs?: number): () => Promise<void>;
};

/**
 * Time as it passes for cases that nobody has taken. Each thing it does is a turn of the conversation with an id of its own, so it
 * happens once, whatever restarts. Where a technician is, in this case or another of the same conversation, it stands still.
 */
export function createClock(options: ClockOptions): Clock {
  let finished: ReadonlyMap<string, number> = new Map();
  const tick = async (now = options.now()): Promise<number> => {
    const waiting = await options.storage.waitingCases();
    const over = new Map(
      waiting.flatMap(({ id, version }) => (finished.get(id) === version ? [[id, version]] : [])),
    );
    let given = 0;
    for (const { id } of waiting.filter((one) => !over.has(one.id))) {
      const attended = await attend(options, id, now);
      given += attended.given;
      if (attended.finished !== undefined) over.set(id, attended.finished);
    }
    finished = over;
    return given;
  };
  return {
    tick,
    keepTicking: (everyMs = 5_000) =>
      keepWorking(
        () => tick(),
        everyMs,
        (error) => options.log.error({ err: error }, 'waiting cases could not be looked at'),
      ),
  };
}

/** `finished`: there is nothing more to give while the case has this version. Many a case is closed elsewhere and waits here for ever. */
type Attended = { given: number; finished?: number };

/** One case that cannot be told holds up no other. */
async function attend(options: ClockOptions, id: string, now: Date): Promise<Attended> {
  try {
    const found = await options.storage.readCase(id);
    if (found?.status !== 'waiting') return { given: 0 };
    const { due, isLast } = await findDue(options, found, now);
    for (const step of due) await give(options, found, step, now);
    return { given: due.length, ...(isLast && { finished: found.version }) };
  } catch (error) {
    options.log.error({ err: error, case: id }, 'a waiting case could not be looked at');
    return { given: 0 };
  }
}

/** `activity` makes it one thing however often it is given. */
type Step = { activity: string; mark: ClockMark };

/** `isLast`: all was given before. */
async function findDue(
  options: ClockOptions,
  found: ReadCase,
  now: Date,
): Promise<{ due: Step[]; isLast: boolean }> {
  const waiting = waitingSince(found.events, found.openedAt);
  const { settings, itDesk } = options;
  const priority = readPriority(found.priority);
  const rungs = waiting.isAsked ? buildLadder(priority, waiting.since, settings, itDesk) : [];
  const share = shareUsed(settings, priority, { since: waiting.since, until: now.getTime() });
  const name = (step: string): string => nameStep(found.id, step, waiting);
  const given = await options.storage.handledTimes(
    found.conversation,
    [...warnings.map((warning) => `waiting-${warning}`), ...rungs.map((rung) => rung.name)].map(name),
  );
  const isGiven = (step: string): boolean => given.has(name(step));
  const due: Step[] = [
    ...dueWarning(share, (warning) => isGiven(`waiting-${warning}`)).map((warning) => ({
      activity: name(`waiting-${warning}`),
      mark: { kind: 'waiting', share: warning } as const,
    })),
    ...dueRung(rungs, (rung) => given.get(name(rung.name)), settings, now).flatMap((rung) => {
      const mark = markOf(rung, bookedFor(settings, priority, waiting.since, now));
      return mark === undefined ? [] : [{ activity: name(rung.name), mark }];
    }),
  ];
  const last = rungs.at(-1)?.name ?? 'waiting-100';
  return { due, isLast: isGiven('waiting-100') && isGiven(last) };
}

/** A case that waits anew has its steps anew. */
function nameStep(id: string, step: string, { round }: Waiting): string {
  return round === 0 ? `${id}-${step}` : `${id}-${step}-${round + 1}`;
}

const warnings = [50, 80, 100] as const;
type Warning = (typeof warnings)[number];

/** The highest that is reached, unless it or a higher one was given: after a stop nobody is warned three times. */
function dueWarning(share: number, isGiven: (warning: Warning) => boolean): Warning[] {
  const reached = warnings.findLast((warning) => share >= warning);
  if (reached === undefined || warnings.some((warning) => warning >= reached && isGiven(warning))) return [];
  return [reached];
}

/** The next rung after the last one that was given, when its time has come. One at a time. */
function dueRung(
  rungs: readonly Rung[],
  givenAt: (rung: Rung) => string | undefined,
  { officeHours }: LadderSettings,
  now: Date,
): Rung[] {
  const at = now.getTime();
  const last = rungs.findLast((rung) => givenAt(rung) !== undefined);
  const lastAt = last && Date.parse(givenAt(last) ?? '');
  const left = rungs.slice(last === undefined ? 0 : rungs.indexOf(last) + 1);
  const next = left.find(({ onlyWhenClosed }) => !onlyWhenClosed || !isOpen(officeHours, at));
  if (next === undefined || at < next.at || (lastAt !== undefined && at < lastAt + next.gapMs)) return [];
  return [next];
}

function markOf({ tells }: Rung, booked: string | undefined): ClockMark | undefined {
  if (tells.kind === 'number') return { kind: 'on-call', name: tells.name, phone: tells.phone };
  return booked === undefined ? undefined : { kind: 'booked', at: booked };
}

async function give(
  options: ClockOptions,
  found: ReadCase,
  { activity, mark }: Step,
  now: Date,
): Promise<void> {
  const { person } = readBrief(found);
  const { id, conversation, client } = found;
  const turn: Turn = {
    channel: 'clock',
    conversation,
    activity,
    client,
    person: { id: person.id, name: person.name },
    at: now.toISOString(),
    language: person.language,
    event: { kind: 'clock', case: id, mark },
  };
  const outcome = await options.converse(turn, async (effects) => {
    // A note alone is for the timeline: there is nothing to show.
    if (effects.some(({ kind }) => kind === 'say'))
      await deliverTurn(options, { conversation, activity, client }, effects);
  });
  if (outcome === 'undelivered')
    options.log.warn({ case: id, activity }, 'a person who waits could not be told; it is tried again');
}
