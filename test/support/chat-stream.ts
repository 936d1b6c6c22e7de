/**
 * A process to be killed: people in 200 conversations post as fast as they are answered. Arguments: the database file
 * and the name of this run; the run `replay` only answers what is unanswered, and ends. A line `conversation id` is
 * written when a post has got its id back.
 */
import { createConverse } from '../../src/conversation/converse.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { tinyKnowledge, tinyStep, turnSaying } from './tiny-dialog.ts';

const [path = '', run = ''] = process.argv.slice(2);
const conversations = Array.from({ length: 200 }, (_, n) => `c${n}`);
const now = (): Date => new Date();
const log = (_fields: unknown, message: string): void => console.error(message);

const storage = await openSqlite(path);
const converse = createConverse({
  storage,
  step: tinyStep,
  knowledge: () => tinyKnowledge,
  region: 'GB-ENG',
  desk: { name: 'the IT desk', phone: undefined },
  timeZone: 'Europe/London',
  targets: () => ['email'],
  now,
  log: { warn: log, error: log },
});

for (const { conversation, id, body } of await storage.unansweredActivities()) {
  await answer(conversation, id, String(body));
}
if (run !== 'replay') await Promise.all(conversations.map(chat));
await storage.close();

async function chat(conversation: string): Promise<never> {
  const known = await storage.readWebConversation(conversation);
  if (!known)
    await storage.createWebConversation({
      id: conversation,
      user: 'u1',
      client: 'main',
      createdAt: now().toISOString(),
    });
  for (let n = 0; ; n++) {
    const id = `${run}-${n}`;
    const said = n % 3 === 0 ? `case ${id}` : id;
    await post(conversation, id, 'user', said);
    process.stdout.write(`${conversation} ${id}\n`);
    await answer(conversation, id, said);
  }
}

async function answer(conversation: string, id: string, said: string): Promise<void> {
  await converse(turnSaying(said, id, conversation), async (effects) => {
    for (const [n, effect] of effects.entries()) await reply(conversation, `${id}-reply-${n}`, effect);
  });
}

async function reply(conversation: string, id: string, effect: Effect): Promise<void> {
  if (effect.kind === 'say') await post(conversation, id, 'bot', effect.text);
}

async function post(conversation: string, id: string, from: 'user' | 'bot', body: string): Promise<void> {
  const clientId = from === 'user' ? id : undefined;
  await storage.logActivity({ conversation, id, clientId, at: now().toISOString(), from, body });
}
