import type { Kysely, Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import type { ReadMessage, Storage, StoredMessage } from './port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

/** Everything said in a conversation, on any engine that Kysely speaks to. */
export function messagesIn(db: Kysely<Tables>): Pick<Storage, 'messagesAfter'> {
  return {
    async messagesAfter(conversation, position) {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('conversation', '=', conversation)
        .where('position', '>', position)
        .orderBy('position')
        .execute();
      return rows.map(toMessage);
    },
  };
}

/** Adds a message at the end, or gives the one with its id a new text and keeps the old. Nobody changes what another one said. */
export async function writeMessage(
  db: Transaction<Tables>,
  conversation: string,
  message: StoredMessage,
): Promise<void> {
  const known = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('id', '=', message.id)
    .executeTakeFirst();
  if (known === undefined) return await append(db, conversation, message);
  const { at, from, text, earlier } = toMessage(known);
  if (from !== message.from) return;
  await db
    .updateTable('messages')
    .set({ text: message.text, earlier: toJson([...earlier, { at, text }]) })
    .where('conversation', '=', conversation)
    .where('id', '=', message.id)
    .execute();
}

async function append(db: Transaction<Tables>, conversation: string, message: StoredMessage): Promise<void> {
  const { last } = await db
    .selectFrom('messages')
    .select((messages) => messages.fn.max('position').as('last'))
    .where('conversation', '=', conversation)
    .executeTakeFirstOrThrow();
  const { from: sender, files, ...rest } = message;
  const position = (last ?? 0) + 1;
  await db
    .insertInto('messages')
    .values({ ...rest, conversation, position, sender, files: toJson(files), earlier: '[]' })
    .execute();
}

function toMessage(row: Selectable<Tables['messages']>): ReadMessage {
  const { id, position, at, sender: from, name, text } = row;
  const files = z.array(z.unknown()).parse(fromJson(row.files));
  const earlier = Earlier.parse(fromJson(row.earlier));
  return { id, position, at, from, name, text, files, earlier };
}
const Earlier = z.array(z.object({ at: z.string(), text: z.string() }));
