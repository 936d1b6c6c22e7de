import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import * as z from 'zod';
import { createCheckRunner } from '../../../src/handoff/checks/runner.ts';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const kim = { id: 'kim', name: 'Kim Lane', teamsId: 'aad-kim', hasPassphrase: false };
const knowledge = { ...(await loadedKnowledge()), colleagues: [kim] };

const inChatOf = (id: string, name: string) => ({
  from: { id: `29:${id}`, aadObjectId: `aad-${id}`, name },
  conversation: {
    id: `a:${id}`,
    conversationType: 'personal',
    tenantId: '66666666-7777-8888-9999-aaaaaaaaaaaa',
  },
});
const jo = inChatOf('jo', 'Jo Hart');
const asKim = inChatOf('kim', 'Kim Lane');

/** Jo and Kim have both written to the bot in Teams, and Jo wants to know whether Kim rang. */
async function raise(t: TestContext) {
  const stage = await raiseBot(t, { knowledge: () => knowledge });
  const nothing = { tell: () => undefined, follow: () => () => undefined };
  const log = { warn: () => undefined, error: (fields: unknown) => assert.fail(JSON.stringify(fields)) };
  const { storage, converse, bot } = stage;
  const runner = createCheckRunner({
    storage,
    converse,
    reach: bot.reach,
    bulletin: nothing,
    now: () => new Date(),
    log,
  });
  await stage.post(stage.message(asKim));
  for (const text of ['did you just call me', 'Kim Lane']) await stage.post(stage.message({ ...jo, text }));
  await runner.tick();
  return { stage, runner };
}

const Sent = z.looseObject({ attachments: z.array(z.looseObject({ content: z.unknown() })) });

function lastIn(stage: Stage, chat: string): { text: string; data: unknown } {
  const sent = stage.microsoft.sent.filter(({ path }) => path.includes(encodeURIComponent(`a:${chat}`)));
  const card = sent.map(({ body }) => Sent.safeParse(body).data?.attachments[0]?.content).findLast(Boolean);
  const actions = z.looseObject({
    actions: z.array(z.looseObject({ title: z.string(), data: z.unknown() })).default([]),
  });
  const yes = actions.safeParse(card).data?.actions.find(({ title }) => title.startsWith('Yes'));
  return { text: JSON.stringify(card), data: yes?.data };
}

test('a colleague in Teams is asked by a card in their own chat; their yes reaches the other, and the card gives way', async (t) => {
  const { stage, runner } = await raise(t);
  const question = lastIn(stage, 'kim');
  assert.match(question.text, /Did you just ring Jo Hart\?/);
  const value = { action: { type: 'Action.Execute', verb: 'callcheck', data: question.data } };
  const { status } = await stage.post(
    stage.message({ ...asKim, type: 'invoke', name: 'adaptiveCard/action', text: undefined, value }),
  );
  assert.equal(status, 200);
  await runner.tick();
  assert.match(lastIn(stage, 'jo').text, /Kim Lane says it is really them/);
  const settled = lastIn(stage, 'kim');
  assert.match(settled.text, /I have told Jo Hart/);
  assert.equal(settled.data, undefined);
});

test('where others read along no words and no names are shown: the check is made in the own chat', async (t) => {
  const stage = await raiseBot(t, { knowledge: () => knowledge });
  const group = { id: '19:group', conversationType: 'groupChat', tenantId: jo.conversation.tenantId };
  for (const text of ["someone says they're from our IT", 'did you just call me', 'check a passphrase'])
    await stage.post(stage.message({ ...jo, conversation: group, text }));
  assert.deepEqual(await stage.storage.openChecks('technician', 'all'), []);
  const told = stage.microsoft.sent.filter(({ body }) =>
    JSON.stringify(body).includes('Others can read this chat'),
  );
  assert.equal(told.length, 3);
});

test('the same button pressed in another chat tells nobody anything', async (t) => {
  const { stage, runner } = await raise(t);
  const { data } = lastIn(stage, 'kim');
  await stage.post(stage.message({ ...inChatOf('bo', 'Bo'), text: undefined, value: data }));
  await stage.post(stage.message({ ...jo, text: undefined, value: data }));
  await runner.tick();
  assert.doesNotMatch(lastIn(stage, 'jo').text, /says it is really them/);
});

test('a passphrase that looks like a secret is compared as it was typed, and neither kept nor logged', async (t) => {
  const agreed = 'Kettle pin 4821 Tuesday & more';
  const compared: string[] = [];
  const sealPhrase = async (_where: unknown, typed: string) => {
    compared.push(typed);
    return { phrase: 'wrong' as const, text: '(a passphrase)' };
  };
  const stage = await raiseBot(t, { sealPhrase });
  const text = `<at>Callcheck</at> ${agreed.replace('&', '&amp;')}`;
  const { status } = await stage.post(
    stage.message({ ...jo, text, recipient: { id: 'bot', name: 'Callcheck' } }),
  );
  assert.equal(status, 200);
  assert.deepEqual(compared, [agreed]);
  const messages = await stage.storage.messagesAfter('msteams/a:jo', 0);
  for (const kept of [stage.logged(), JSON.stringify(messages), JSON.stringify(stage.microsoft.sent)])
    assert.ok(!kept.includes('pin 4821'));
});
