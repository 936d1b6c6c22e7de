import { setTimeout as wait } from 'node:timers/promises';
import { findCase } from '../../../handoff/desk/cases.ts';
import { Refusal } from '../../../handoff/desk/refusal.ts';
import type { Json } from '../card.ts';
import type { Envelope } from '../envelope.ts';
import { cardAnswer, toldAnswer } from './answers.ts';
import type { AsideParts, Present } from './present.ts';
import { actIdOf, adopt, carryOut } from './carry-out.ts';
import { itsMeCard } from './its-me.ts';
import { isUnfinished, readTap, type Tap } from './tap.ts';
import { sayings } from './words.ts';

/** Teams gives up on a button after ten seconds, and says so in words that help nobody. */
const patienceMs = 8_000;
/** The card in the channel is changed before the answer when that is quick: then both show the same. */
const refreshPatienceMs = 1_500;

/** A button was pressed: the body that Teams wants, with the card as it is now or with why nothing happened. */
export async function press(parts: AsideParts, present: Present, activity: Envelope): Promise<Json> {
  const tap = readTap(activity);
  if (tap === undefined)
    return toldAnswer(isUnfinished(activity) ? sayings.unfinishedForm : sayings.notUnderstood);
  await findCase(parts.desk, present.viewer, tap.case).then(
    () => adopt(parts, present.room, tap.case, activity),
    // Whether there is such a case is for the act to tell.
    () => undefined,
  );
  const refused = await attempt(parts, present, tap, actIdOf(activity, tap.wish.kind));
  if (refused !== undefined) return toldAnswer(refused);
  const found = await findCase(parts.desk, present.viewer, tap.case);
  if (tap.wish.kind === 'its-me') return await itsMeCard(parts, present, found, tap.wish.check);
  return cardAnswer((await present.room.draw(found)).card);
}

/** Why it did not happen; nothing when it did. The card in the channel is brought up to date either way. */
export async function attempt(
  parts: AsideParts,
  { room, viewer }: Present,
  tap: Tap,
  act: string,
): Promise<string | undefined> {
  const work = carryOut(parts, room, viewer, tap, act)
    .then(() => undefined)
    .catch((error: unknown) => {
      if (error instanceof Refusal) return error.failure.message;
      parts.log.error({ err: error, case: tap.case }, 'an act in the technicians’ channel failed');
      return sayings.failed;
    });
  const refreshed = work.then(async (refused) => {
    await room
      .refresh(tap.case)
      .catch((error: unknown) =>
        parts.log.warn({ err: error, case: tap.case }, 'a card could not be brought up to date'),
      );
    return refused;
  });
  const over = new AbortController();
  const late = wait(patienceMs, sayings.unfinished, { signal: over.signal, ref: false }).catch(
    () => undefined,
  );
  const first = await Promise.race([work.then((refused) => ({ refused })), late]);
  over.abort();
  if (typeof first === 'string') {
    refreshed.catch(() => undefined);
    return first;
  }
  await Promise.race([refreshed, wait(refreshPatienceMs, undefined, { ref: false })]);
  return first?.refused;
}
