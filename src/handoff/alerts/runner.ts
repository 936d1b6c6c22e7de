import type { Converse } from '../../conversation/port.ts';
import type { AlertEnd } from '../../dialog/alert.ts';
import type { DialogEvent, Turn } from '../../dialog/turn.ts';
import type { Settings } from '../../settings/schema.ts';
import type { AlertDelivery, AlertState, AlertStorage, StoredAlert } from '../../storage/alerts-port.ts';
import type { TeamsPerson, TeamsStorage } from '../../storage/teams-port.ts';
import { keepWorking } from '../keep-working.ts';
import { Unreachable, type Reach } from '../port.ts';
import type { MailAlert } from '../targets/alert-email.ts';
import { recipientsOf, type Recipient } from './groups.ts';
import { toAlert } from './words.ts';

type Log = Record<'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>;

export type AlertRunnerOptions = {
  storage: AlertStorage & TeamsStorage;
  converse: Converse;
  reach: Reach;
  settings: Settings;
  mail: (client: string) => MailAlert | undefined;
  now: () => Date;
  log: Log;
};

export type AlertRunner = {
  /** Gives every alert that counts to whoever has not got it, and settles those that ended. How much was done. */
  tick(now?: Date): Promise<number>;
  /** Ticks every so often until it is stopped. */
  keepTicking(everyMs?: number): () => Promise<void>;
};

/** Nobody gets more alerts than this in so long: the third one is not read. */
export const mostAlerts = 2;
export const weekMs = 7 * 24 * 60 * 60_000;

/** How many people are told at once; the way to Teams has a pace of its own. */
const atOnce = 8;

/**
 * Brings alerts to people, the oldest first. Each is a turn in the person's own chat with an id of its own, so it happens once, whatever
 * restarts. One person who cannot be told holds up no other.
 */
export function createAlertRunner(options: AlertRunnerOptions): AlertRunner {
  const tick = async (now = options.now()): Promise<number> => {
    const active = await options.storage.activeAlerts(now.toISOString());
    let done = 0;
    for (const alert of active) done += await giveToAll(options, alert, now);
    const over = await options.storage.unsettledDeliveries(now.toISOString());
    done += await inGroups(over, (delivery) => settle(options, delivery, now));
    return done;
  };
  return {
    tick,
    keepTicking: (everyMs = 15_000) =>
      keepWorking(
        () => tick(),
        everyMs,
        (error) => options.log.error({ err: error }, 'alerts could not be looked at'),
      ),
  };
}

async function giveToAll(options: AlertRunnerOptions, alert: StoredAlert, now: Date): Promise<number> {
  const { storage, settings } = options;
  const recipients = recipientsOf(alert, settings, await storage.listTeamsPeople(alert.client));
  const known = new Map((await storage.deliveriesOf(alert.id)).map((one) => [one.person, one]));
  const inTeams = recipients.filter(({ way }) => way === 'teams');
  const byEmail = recipients.filter(({ way }) => way === 'email');
  // Whoever is reached in Teams gets no email, so that is settled first.
  return (
    (await inGroups(inTeams, (to) => give(options, alert, to, known.get(to.key), now))) +
    (await inGroups(byEmail, (to) => give(options, alert, to, known.get(to.key), now)))
  );
}

/** 1 when something was done for this person, so that a test can see that nothing is done twice. */
async function give(
  options: AlertRunnerOptions,
  alert: StoredAlert,
  to: Recipient,
  before: AlertDelivery | undefined,
  now: Date,
): Promise<number> {
  try {
    if (before !== undefined && isOver(before.state)) return 0;
    const lost = whyLost(to);
    if (lost !== undefined) return await markLost(options, alert, to, before, lost);
    if (before?.state !== 'sending') {
      const since = new Date(now.getTime() - weekMs).toISOString();
      const claim = { ...placeOf(alert, to), at: now.toISOString(), since, most: mostAlerts };
      const claimed = await options.storage.claimAlert(claim);
      if (claimed !== 'claimed') return 0;
    }
    const { state, why } = await send(options, alert, to, before, now);
    await options.storage.setDelivery({ ...placeOf(alert, to), state, why });
    return 1;
  } catch (error) {
    options.log.error({ err: error, alert: alert.id }, 'somebody could not be alerted; it is tried again');
    return 0;
  }
}

function isOver(state: AlertState): boolean {
  return state === 'sent' || state === 'unknown' || state === 'missed';
}

/** Written once, not at every tick. */
async function markLost(
  { storage }: AlertRunnerOptions,
  alert: StoredAlert,
  to: Recipient,
  before: AlertDelivery | undefined,
  why: string,
): Promise<number> {
  if (before?.state === 'unreachable' && before.why === why) return 0;
  await storage.setDelivery({ ...placeOf(alert, to), state: 'unreachable', why });
  return 1;
}

function whyLost(to: Recipient): string | undefined {
  return to.way === 'teams' && to.person.reachable !== 'yes' ? to.person.reachable : undefined;
}

function placeOf(
  { id }: StoredAlert,
  to: Recipient,
): Pick<AlertDelivery, 'alert' | 'person' | 'way' | 'login' | 'conversation'> {
  const conversation = to.way === 'teams' ? to.person.conversation : null;
  return { alert: id, person: to.key, way: to.way, login: to.login, conversation };
}

type Sent = { state: AlertState; why: string | null };

async function send(
  options: AlertRunnerOptions,
  alert: StoredAlert,
  to: Recipient,
  before: AlertDelivery | undefined,
  now: Date,
): Promise<Sent> {
  if (to.way === 'teams') {
    const event: DialogEvent = { kind: 'alerted', alert: toAlert(alert) };
    return await speak(options, to.person, { activity: activityOf(alert.id), event }, now);
  }
  // It was being sent when the process died: it may have left, and nobody should read it twice.
  if (before?.state === 'sending') return { state: 'unknown', why: null };
  return await email(options, alert, to.address);
}

async function email(options: AlertRunnerOptions, alert: StoredAlert, address: string): Promise<Sent> {
  const mail = options.mail(alert.client);
  if (mail === undefined) return { state: 'unreachable', why: 'no-mail-server' };
  const outcome = await mail(address, toAlert(alert));
  switch (outcome.kind) {
    case 'sent':
    case 'unknown':
      return { state: outcome.kind, why: null };
    case 'refused':
      options.log.warn({ alert: alert.id, why: outcome.why }, 'an address was refused');
      return { state: 'missed', why: 'refused' };
    case 'later':
      options.log.warn({ alert: alert.id, why: outcome.why }, 'the mail server did not take an alert');
      return { state: 'unreachable', why: 'mail-server' };
  }
}

/** One turn in somebody's chat. Once it is written it is shown again until it arrived, and never a second time. */
async function speak(
  { converse, reach, log }: Pick<AlertRunnerOptions, 'converse' | 'reach' | 'log'>,
  person: TeamsPerson,
  { activity, event }: Pick<Turn, 'activity' | 'event'>,
  now: Date,
): Promise<Sent> {
  const { client, conversation, reference, language, user, name } = person;
  const turn: Turn = {
    channel: 'alerts',
    conversation,
    activity,
    client,
    person: { id: user, name },
    at: now.toISOString(),
    language,
    event,
  };
  let failure: unknown;
  const outcome = await converse(turn, async (effects) => {
    try {
      await reach.deliver({ conversation, reference, activity, language, client }, effects);
    } catch (error) {
      failure = error;
      throw error;
    }
  });
  if (outcome !== 'undelivered') return { state: 'sent', why: null };
  if (failure instanceof Unreachable) return { state: 'unreachable', why: failure.reason };
  log.warn({ conversation, activity }, 'an alert did not arrive; it is tried again');
  return { state: 'sending', why: null };
}

/** What ended before it arrived is left out; what was shown is shown without its buttons. */
async function settle(
  options: AlertRunnerOptions,
  { alert: id, person: key, ...delivery }: AlertDelivery,
  now: Date,
): Promise<number> {
  const { storage, log } = options;
  try {
    if (delivery.state === 'sending') {
      await storage.setDelivery({ ...delivery, alert: id, person: key, state: 'missed', why: 'ended' });
      return 1;
    }
    const alert = await storage.readAlert(id);
    const person = delivery.conversation && (await storage.teamsPersonIn(delivery.conversation));
    if (alert && person) {
      const end: AlertEnd = alert.status === 'withdrawn' ? 'withdrawn' : 'expired';
      const event: DialogEvent = { kind: 'alert-ended', alert: id, end };
      const { state } = await speak(options, person, { activity: `${activityOf(id)}-${end}`, event }, now);
      if (state === 'sending') return 0;
    }
    await storage.settleDelivery(id, key, now.toISOString());
    return 1;
  } catch (error) {
    log.error({ err: error, alert: id }, 'an alert that ended could not be settled; it is tried again');
    return 0;
  }
}

function activityOf(alert: string): string {
  return `alert-${alert}`;
}

async function inGroups<One>(all: readonly One[], work: (one: One) => Promise<number>): Promise<number> {
  let done = 0;
  for (let first = 0; first < all.length; first += atOnce) {
    const counts = await Promise.all(all.slice(first, first + atOnce).map(work));
    done += counts.reduce((sum, count) => sum + count, 0);
  }
  return done;
}
