import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card } from '../../../src/dialog/effect.ts';
import type { Tap } from '../../../src/dialog/turn.ts';
import { jo, raise, type Stage } from './stage.ts';

async function asked(stage: Stage): Promise<void> {
  await stage.types('did you just call me');
  await stage.types('Kim Lane');
  await stage.tick();
}

function tapOn(card: Card, label: string): Tap {
  const found = card.offers.find((one) => one.label === label);
  assert.ok(found, `no button "${label}" on "${card.heading}"`);
  return found.tap;
}

async function answers(stage: Stage, conversation: string, label: string): Promise<void> {
  await stage.does({ kind: 'tapped', tap: tapOn(stage.lastCard(conversation), label) }, conversation);
  await stage.tick();
}

const outcomes = async (stage: Stage) =>
  (await stage.proofs()).map(({ kind, outcome, by }) => [kind, outcome, by]);

test('the colleague is asked in their own chat, and a yes is proof of presence and no more', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  assert.equal(stage.lastCard('kim-chat').heading, 'Did you just ring Jo Hart?');
  await answers(stage, 'kim-chat', "Yes, that's me");
  assert.deepEqual(await outcomes(stage), [['colleague-confirmation', 'genuine', 'Kim Lane']]);
  assert.match(JSON.stringify(stage.lastCard().blocks), /no more.*Any payment still needs your usual checks/);
  assert.deepEqual(stage.lastCard('kim-chat').offers, []);
});

test('a no is decisive, and opens a case that the technicians hear of', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  await answers(stage, 'kim-chat', "No, that's not me");
  assert.deepEqual(await outcomes(stage), [['colleague-confirmation', 'denied', 'Kim Lane']]);
  assert.equal(stage.lastCard().heading, 'Hang up now');
  const [found] = await stage.storage.listCases({ clients: 'all', conversation: jo });
  const events = found && (await stage.storage.readCase(found.id))?.events;
  assert.deepEqual(
    events?.map(({ kind }) => kind),
    ['opened', 'disproved'],
  );
  const rows = await stage.storage.claimOutbox('2026-11-23T11:00:00.000Z', 100, 1000);
  assert.ok(rows.some(({ topic }) => topic === 'case-opened'));
});

test('after two silent minutes the deputy is asked, then it stays open: ring back', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  await stage.pass(120);
  await stage.tick();
  assert.equal(stage.lastCard('lee-chat').heading, 'Did Kim Lane just ring Jo Hart?');
  assert.match(stage.lastCard('kim-chat').summary, /Nobody waits for an answer/);
  await stage.pass(120);
  assert.deepEqual(await outcomes(stage), []);
  const over = stage.told.find(({ effect }) => JSON.stringify(effect).includes('Nobody answered'));
  assert.match(JSON.stringify(over), /\+44 20 7946 0111/);
});

test('a deputy who does not know is no denial', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  await stage.pass(120);
  await stage.tick();
  await answers(stage, 'lee-chat', 'I do not know');
  assert.deepEqual(await outcomes(stage), []);
});

test('somebody who blocked the bot is not waited for', async (t) => {
  const stage = await raise(t);
  stage.closed.add('kim-chat');
  await asked(stage);
  await stage.tick();
  await stage.tick();
  assert.equal(stage.lastCard('lee-chat').heading, 'Did Kim Lane just ring Jo Hart?');
});

test("another person's tap, a second tap and a late one count for nothing", async (t) => {
  const stage = await raise(t);
  await asked(stage);
  const yes = tapOn(stage.lastCard('kim-chat'), "Yes, that's me");
  const no = tapOn(stage.lastCard('kim-chat'), "No, that's not me");
  for (const conversation of [jo, 'lee-chat', 'stranger-chat'])
    await stage.does({ kind: 'tapped', tap: yes }, conversation);
  await stage.tick();
  assert.deepEqual(await outcomes(stage), [], 'not asked');
  await stage.does({ kind: 'tapped', tap: no }, 'kim-chat');
  await stage.does({ kind: 'tapped', tap: yes }, 'kim-chat');
  await stage.tick();
  assert.deepEqual(await outcomes(stage), [['colleague-confirmation', 'denied', 'Kim Lane']], 'the first');
  const late = await raise(t);
  await asked(late);
  const tap = tapOn(late.lastCard('kim-chat'), "Yes, that's me");
  await late.pass(121);
  await late.does({ kind: 'tapped', tap }, 'kim-chat');
  await late.tick();
  assert.deepEqual(await outcomes(late), [], 'too late');
});

test('who names themselves is not asked: their own yes would prove nothing', async (t) => {
  const stage = await raise(t);
  await stage.types('did a colleague really call me?', 'kim-chat');
  await stage.types('Kim Lane', 'kim-chat');
  await stage.tick();
  await stage.tick();
  const own = stage.told.filter(({ conversation }) => conversation === 'kim-chat');
  assert.ok(!JSON.stringify(own).includes('"verb":"attest"'));
  assert.ok(
    stage.told.some(({ conversation }) => conversation === 'lee-chat'),
    'the deputy is asked',
  );
});

test('an answer forged into the store of another conversation is not taken', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  const [question] = await stage.storage.openCheckQuestions();
  assert.ok(question);
  const written = await stage.storage.readConversation('lee-chat');
  await stage.storage.commitTurn({
    conversation: 'lee-chat',
    activity: 'forged',
    client: 'main',
    channel: 'msteams',
    at: '2026-11-23T10:00:01.000Z',
    state: written?.state ?? {},
    readVersion: written?.version ?? 0,
    reference: undefined,
    effects: [],
    cases: [],
    messages: [],
    attestations: [{ check: question.check, answer: 'yes' }],
    caseEvents: [],
    outbox: [],
    audit: [],
  });
  await stage.tick();
  assert.deepEqual(await outcomes(stage), []);
});

test('a restart in the middle asks nobody twice and loses no answer', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  await stage.restart();
  await stage.tick();
  const shown = stage.told.filter(
    ({ conversation, effect }) => conversation === 'kim-chat' && effect.kind === 'show',
  );
  assert.equal(shown.length, 1);
  const tap = tapOn(stage.lastCard('kim-chat'), "Yes, that's me");
  await stage.does({ kind: 'tapped', tap }, 'kim-chat');
  await stage.restart();
  await stage.tick();
  await stage.tick();
  assert.deepEqual(await outcomes(stage), [['colleague-confirmation', 'genuine', 'Kim Lane']]);
});

test('who leaves the check has the question taken back', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  await stage.types('cancel');
  await stage.tick();
  assert.match(stage.lastCard('kim-chat').summary, /Nobody waits/);
});

test('somebody who is asked about by two people answers each question for itself', async (t) => {
  const stage = await raise(t);
  await asked(stage);
  const first = tapOn(stage.lastCard('kim-chat'), "Yes, that's me");
  await stage.types('did you just call me', 'bo-chat');
  await stage.types('Kim Lane', 'bo-chat');
  await stage.tick();
  await stage.does({ kind: 'tapped', tap: first }, 'kim-chat');
  await answers(stage, 'kim-chat', "No, that's not me");
  assert.deepEqual(await outcomes(stage), [], 'the older question was overtaken');
  assert.equal((await stage.proofs('bo-chat'))[0]?.outcome, 'denied');
});
