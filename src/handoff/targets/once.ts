import type { OutboxStorage } from '../../storage/outbox-port.ts';
import { DeliveryFailure } from '../outbox/port.ts';

type Step = {
  /** Whether it happened at an earlier try. */
  seen: () => Promise<boolean>;
  act: () => Promise<unknown>;
  /** How long after a try the other side may still be busy with it, or not show it yet. */
  settleMs?: number;
};
/** Does a step that must happen once, whatever happens to this process. */
export type Once = (name: string, step: Step) => Promise<void>;

const usualSettleMs = 30_000;

/**
 * Every step is written down as begun before it is made, and as done after. One that was begun and not finished is looked for
 * before it is made again, and not before the other side has had time to show it.
 */
export function createOnce(
  storage: Pick<OutboxStorage, 'readStep' | 'beginStep' | 'finishStep' | 'dropStep'>,
  about: { case: string; target: string },
  now: Date,
): Once {
  return async (name, { seen, act, settleMs = usualSettleMs }) => {
    const key = { ...about, step: name };
    const known = await storage.readStep(key);
    if (known !== undefined && known.doneAt !== null) return;
    if (known !== undefined) {
      waitUntilShown(known.begunAt, settleMs, now);
      if (await seen()) return await storage.finishStep(key, now.toISOString());
    }
    await storage.beginStep(key, now.toISOString());
    try {
      await act();
    } catch (error) {
      if (error instanceof DeliveryFailure && error.happened === 'no') await storage.dropStep(key);
      throw error;
    }
    await storage.finishStep(key, now.toISOString());
  };
}

function waitUntilShown(begunAt: string, settleMs: number, now: Date): void {
  const leftMs = Date.parse(begunAt) + settleMs - now.getTime();
  if (leftMs <= 0) return;
  throw new DeliveryFailure(
    'later',
    'An earlier try may have arrived; it is looked for before anything is sent again.',
    {
      happened: 'unknown',
      afterMs: leftMs,
    },
  );
}
