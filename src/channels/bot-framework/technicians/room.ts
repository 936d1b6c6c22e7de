import { createHash } from 'node:crypto';
import type { Settings } from '../../../settings/schema.ts';
import type { CheckStorage } from '../../../storage/checks-port.ts';
import type { ReadCase } from '../../../storage/port.ts';
import type { TeamsStorage } from '../../../storage/teams-port.ts';
import type { CaseThread } from '../../../storage/threads-port.ts';
import type { DeskOptions } from '../../../handoff/desk/options.ts';
import { listTakers } from '../../../handoff/desk/takers.ts';
import { DeliveryFailure } from '../../../handoff/outbox/port.ts';
import type { ThreadStorage } from '../../../storage/threads-port.ts';
import type { OutboxStorage } from '../../../storage/outbox-port.ts';
import type { Json } from '../card.ts';
import { renderCase, summarise } from './case-card.ts';
import type { Shown, WaitingCheck } from './shown.ts';
import type { Mentioned } from './mention.ts';
import type { ChannelTarget } from './place.ts';
import { cardPost, type Poster } from './poster.ts';

/** What the technicians' channel works with. */
export type RoomOptions = {
  desk: DeskOptions;
  storage: DeskOptions['storage'] &
    ThreadStorage &
    OutboxStorage &
    TeamsStorage &
    Pick<CheckStorage, 'checksOf'>;
  poster: Poster;
  settings: Settings;
  publicUrl: string | undefined;
  now: () => Date;
};

/** The cards of cases in one channel. */
export type Room = {
  target: ChannelTarget;
  /** The card as it should be now. */
  draw(found: ReadCase): Promise<{ post: Json; card: Json; digest: string }>;
  /** Begins the thread of a case. Rejects with a `DeliveryFailure`. */
  begin(found: ReadCase): Promise<void>;
  /** Brings the card up to date where it is. Whoever comes last has read the case last. Rejects with a `DeliveryFailure`. */
  refresh(caseId: string): Promise<void>;
  /** Leaves the card as it is for a while: somebody reads what they alone see in its place. */
  hold(caseId: string, untilMs: number): void;
  /** Brings the cards up to date that were held and are free again, and those that ask for a technician. */
  release(): Promise<void>;
};

export function createRoom(options: RoomOptions, target: ChannelTarget): Room {
  const { storage, poster, now } = options;
  const last = new Map<string, Promise<unknown>>();
  const held = new Map<string, number>();
  /** Cards that ask for a technician: nobody tells when a check is over. */
  const asking = new Set<string>();

  async function draw(found: ReadCase): Promise<{ post: Json; card: Json; digest: string }> {
    const thread = await storage.threadOf({ case: found.id, target: target.id });
    const shown = await gather(options, target, found, thread);
    if (shown.check === undefined) asking.delete(found.id);
    else asking.add(found.id);
    const card = renderCase(shown);
    return { post: cardPost(summarise(found), card), card, digest: digestOf(card) };
  }

  async function bringUpToDate(caseId: string): Promise<void> {
    if ((held.get(caseId) ?? 0) > now().getTime()) return;
    const key = { case: caseId, target: target.id };
    const [found, thread] = await Promise.all([storage.readCase(caseId), storage.threadOf(key)]);
    if (found === undefined || thread === undefined) return;
    const { post, digest } = await draw(found);
    if (digest === thread.digest) return;
    try {
      await poster.change(target, thread.conversation, thread.activity, post);
    } catch (error) {
      if (isGone(error)) throw cardGone(found.id, error);
      throw error;
    }
    await storage.keepCard(key, digest);
  }

  async function refresh(caseId: string): Promise<void> {
    const before = last.get(caseId) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => bringUpToDate(caseId));
    last.set(caseId, mine);
    try {
      await mine;
    } finally {
      if (last.get(caseId) === mine) last.delete(caseId);
    }
  }

  return {
    target,
    draw,
    refresh,

    async begin(found) {
      const { post, digest } = await draw(found);
      const place = await poster.begin(target, post);
      await storage.keepThread({ case: found.id, target: target.id, ...place, digest });
    },

    hold: (caseId, untilMs) => void held.set(caseId, untilMs),

    async release() {
      const free = [...held].filter(([, untilMs]) => untilMs <= now().getTime());
      for (const [caseId] of free) held.delete(caseId);
      // The next news of a case brings its card up to date when this does not.
      for (const caseId of new Set([...free.map(([one]) => one), ...asking]))
        await refresh(caseId).catch(() => undefined);
    },
  };
}

export function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}

/** What the card is drawn from. */
async function gather(
  { desk, storage, settings, publicUrl, now }: RoomOptions,
  target: ChannelTarget,
  found: ReadCase,
  thread: CaseThread | undefined,
): Promise<Shown> {
  const [teams, checks, takers] = await Promise.all([
    storage.teamsPersonIn(found.conversation),
    storage.checksOf(found.id),
    mayBeGiven(found, target) ? listTakers(desk, found) : [],
  ]);
  const client = settings.clients.find(({ id }) => id === found.client);
  return {
    found,
    clock: desk.clockOf(found, now()),
    clientName: client?.name ?? found.client,
    timeZone: settings.officeHours.timeZone,
    deskUrl: publicUrl && `${publicUrl}/desk/cases/${encodeURIComponent(found.id)}`,
    teams,
    check: waitingIn(checks),
    takers: takers.filter(({ id }) => id !== found.technician?.id),
    mentioned: found.priority === 'P1' && found.status === 'waiting' ? firstOnCall(settings) : undefined,
    doubtAt: thread?.doubtAt ?? null,
  };
}

/** What nobody has is a lead's to give. */
function mayBeGiven({ status }: ReadCase, { leads }: ChannelTarget): boolean {
  return status === 'accepted' || (status === 'waiting' && leads.length > 0);
}

function waitingIn(checks: Awaited<ReturnType<CheckStorage['checksOf']>>): WaitingCheck | undefined {
  return checks.find(({ kind, stage }) => kind === 'technician' && stage === 'asked');
}

/** Whoever is rung first, when they can be mentioned. */
export function firstOnCall({ onCall }: Settings): Mentioned | undefined {
  const [first] = onCall;
  return first?.teams === undefined ? undefined : { object: first.teams, name: first.name };
}

function isGone(error: unknown): boolean {
  return error instanceof DeliveryFailure && error.status === 404;
}

function cardGone(id: string, cause: unknown): DeliveryFailure {
  return new DeliveryFailure(
    'refused',
    `The card of case ${id} is not in the channel any more, so it could not be brought up to date. ` +
      `Write "${id}" to the bot in the channel to have it there again.`,
    { cause, status: 404 },
  );
}
