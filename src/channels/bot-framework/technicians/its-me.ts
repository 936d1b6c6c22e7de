import type { Viewer } from '../../../handoff/desk/access.ts';
import type { ReadCase } from '../../../storage/port.ts';
import type { Json } from '../card.ts';
import { cardAnswer, toldAnswer } from './answers.ts';
import type { Room, RoomOptions } from './room.ts';

/**
 * The words that a technician says to the person, for whoever pressed alone: as the answer to their button, never as a message of the
 * channel. The shared card stays as it is while the words count, because a change of it would take theirs away.
 */
export async function itsMeCard(
  { storage }: RoomOptions,
  { room, viewer }: { room: Room; viewer: Viewer },
  found: ReadCase,
  id: string,
): Promise<Json> {
  const check = (await storage.checksOf(found.id)).find((one) => one.id === id);
  const isTheirs = check?.stage === 'words' && check.technician?.id === viewer.id;
  if (!isTheirs || check.words === null) return toldAnswer(tooLate);
  room.hold(found.id, Date.parse(check.dueAt));
  const { card } = await room.draw(found);
  const said = [
    { type: 'TextBlock', text: 'Say these three words to them', weight: 'bolder', wrap: true },
    { type: 'TextBlock', text: check.words.join(' · '), size: 'extraLarge', weight: 'bolder', wrap: true },
    { type: 'TextBlock', text: onlyYou, wrap: true },
  ];
  return cardAnswer({ ...card, body: [{ type: 'Container', style: 'good', items: said }, ...bodyOf(card)] });
}

const tooLate = 'These words are over. Ask the person to press the button again.';
const onlyYou =
  'Only you see them, for one minute. Never write them down in a chat. If they ask you to read the words from their screen, do not.';

function bodyOf({ body }: Json): readonly unknown[] {
  return Array.isArray(body) ? body : [];
}
