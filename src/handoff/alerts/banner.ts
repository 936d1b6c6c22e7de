import type { Converse } from '../../conversation/port.ts';
import type { Alert, AlertAnswer } from '../../dialog/alert.ts';
import type { Turn } from '../../dialog/turn.ts';
import type { AlertStorage, StoredAlert } from '../../storage/alerts-port.ts';
import type { Storage } from '../../storage/port.ts';
import type { Reach } from '../port.ts';
import { everybodyOnChat } from './groups.ts';
import { mostAlerts, weekMs } from './runner.ts';
import { toAlert } from './words.ts';

/** Who sits at a chat page, as its session says. */
export type Seat = { conversation: string; user: string; client: string };

export type BannerOptions = {
  storage: AlertStorage & Pick<Storage, 'readPlace'>;
  converse: Converse;
  reach: Reach;
  /** As staff write here. */
  language: string;
  now: () => Date;
};

/**
 * The alerts that this page is to show, the oldest first: those of its own client that count, were not answered here, and fit into
 * this person's week. What is shown now is taken for given.
 */
export async function alertsFor(
  { storage, now }: Pick<BannerOptions, 'storage' | 'now'>,
  { conversation, user, client }: Seat,
): Promise<Alert[]> {
  const at = now();
  const active = await storage.activeAlerts(at.toISOString(), client);
  const shown: Alert[] = [];
  for (const alert of active.filter(({ groups }) => groups.includes(everybodyOnChat))) {
    const place = { alert: alert.id, person: keyOf(user), way: 'chat', login: null, conversation } as const;
    const since = new Date(at.getTime() - weekMs).toISOString();
    const claimed = await storage.claimAlert({ ...place, at: at.toISOString(), since, most: mostAlerts });
    if (claimed === 'claimed') await storage.setDelivery({ ...place, state: 'sent', why: null });
    if (claimed !== 'full' && (await isOpen(storage, alert, { conversation, user })))
      shown.push(toAlert(alert));
  }
  return shown;
}

/**
 * What the person said to an alert that their page shows. Whoever had the call is asked about it in the chat. False when no such alert
 * was given to them, or it is over: then nothing happens.
 */
export async function answerBanner(
  options: BannerOptions,
  { conversation, user, client }: Seat,
  id: string,
  answer: AlertAnswer,
): Promise<boolean> {
  const { storage, converse, reach, language, now } = options;
  const at = now().toISOString();
  const alert = (await storage.activeAlerts(at, client)).find((one) => one.id === id);
  const given = await storage.deliveryTo(id, keyOf(user));
  if (alert === undefined || given?.state !== 'sent') return false;
  await storage.moveDelivery(id, keyOf(user), conversation);
  const turn: Turn = {
    channel: 'alerts',
    conversation,
    activity: `alert-${id}-${answer}`,
    client,
    person: { id: user, name: undefined },
    at,
    language,
    event: { kind: 'alert-answered', alert: toAlert(alert), answer },
  };
  await converse(turn, async (effects) => {
    const place = await storage.readPlace(conversation);
    const shown = effects.filter(({ kind }) => kind !== 'answer-alert');
    if (shown.length > 0)
      await reach.deliver(
        { conversation, reference: place?.reference, activity: turn.activity, language, client },
        shown,
      );
  });
  return true;
}

/** A new chat of the same person goes on with what the former one was shown. */
async function isOpen(
  storage: AlertStorage,
  { id }: StoredAlert,
  { conversation, user }: Pick<Seat, 'conversation' | 'user'>,
): Promise<boolean> {
  const given = await storage.deliveryTo(id, keyOf(user));
  if (given !== undefined && given.conversation !== conversation)
    await storage.moveDelivery(id, keyOf(user), conversation);
  return given?.state === 'sent' && given.answer === null;
}

function keyOf(user: string): string {
  return `chat:${user}`;
}
