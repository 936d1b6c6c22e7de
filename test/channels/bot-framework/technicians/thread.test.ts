import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failures } from '../../../support/connector-simulator.ts';
import { credentials } from '../../../support/microsoft-double.ts';
import {
  alexObject,
  asJson,
  cardIn,
  channel,
  countThreads,
  raiseCase,
  raiseRoom,
  sam,
  textOf,
  type Json,
  type Room,
} from './stage.ts';

const hour = 3_600_000;

test('the first news of a case begins its thread with a card, and later ones change the card in place', async (t) => {
  const room = await raiseCase(t);
  assert.equal(countThreads(room), 1);
  const [first] = room.channelSent();
  const tenant = { id: credentials.tenantId };
  assert.deepEqual(first?.body['channelData'], { channel: { id: channel }, tenant });
  const text = textOf(await room.card());
  assert.match(text, new RegExp(`^\\[P1\\] .*\\[${await room.caseId()}\\]`));
  assert.match(text, /Nobody has it yet/);
  assert.match(text, /Priya Nair, Your organisation/);
  const before = room.channelSent().length;
  await room.says('He also has my password.');
  await room.deliver();
  const later = room.channelSent().slice(before);
  assert.deepEqual([...new Set(later.map(({ method }) => method))], ['PUT']);
  assert.equal(countThreads(room), 1);
});

const lost = ['lostAnswer', 'takenButBadGateway'] as const;

for (const failure of lost)
  test(`a thread is not made twice when its answer was lost (${failure}); its own button tells where it is`, async (t) => {
    const room = await raiseRoom(t);
    await room.says('A man from Microsoft rang. He wanted me to install AnyDesk.');
    const own = room.microsoft.sent.length;
    await room.says('Get a person');
    room.microsoft.answers.push(failures[failure]);
    await room.deliver();
    const [letter, ...others] = await room.storage.deadLetters('all');
    assert.match(letter?.lastError ?? '', /Nobody knows whether the card/);
    assert.deepEqual(others, []);
    await room.says('He also has my password.');
    await room.deliver();
    await room.restart();
    await room.tick(new Date(Date.now() + 12 * hour));
    assert.equal(countThreads(room), 1);

    const sent = room.microsoft.sent.slice(own).find(({ path }) => path.endsWith('/v3/conversations'));
    const card = cardIn(sent?.body['activity']);
    const place = { conversation: `${channel};messageid=170`, activity: '170' };
    const answer = await room.press(sam, 'Take it', { card, place });
    assert.equal(answer['type'], 'application/vnd.microsoft.card.adaptive');
    const thread = await room.thread();
    assert.deepEqual([thread.conversation, thread.activity], [place.conversation, place.activity]);
    assert.equal((await room.storage.deadLetters('all')).length, 1);
  });

test('what certainly did not happen is tried again, and one thread comes of it', async (t) => {
  const room = await raiseRoom(t);
  await room.says('A man from Microsoft rang. He wanted me to install AnyDesk.');
  await room.says('Get a person');
  const { throttled } = failures;
  room.microsoft.answers.push(throttled, throttled, throttled);
  await room.deliver();
  assert.deepEqual(await room.storage.deadLetters('all'), []);
  const tries = countThreads(room);
  await room.tick(new Date(Date.now() + hour));
  assert.equal(countThreads(room), tries + 1);
  await room.card();
});

test('a team without the app is told of at the desk, and the next news finds it', async (t) => {
  const room = await raiseRoom(t);
  await room.says('A man from Microsoft rang. He wanted me to install AnyDesk.');
  await room.says('Get a person');
  room.microsoft.answers.push(failures.notInRoster);
  await room.deliver();
  assert.match((await room.storage.deadLetters('all'))[0]?.lastError ?? '', /Add the app to the team/);
  await room.says('He also has my password.');
  await room.deliver();
  await room.card();
});

test('whoever is on call is mentioned on the card of a P1, and in the thread only when nobody took it for a while', async (t) => {
  let late = 0;
  const room = await raiseCase(t, { now: () => new Date(Date.now() + late) });
  const mention = {
    type: 'mention',
    text: '<at>Alex</at>',
    mentioned: { id: alexObject, name: 'Alex' },
  };
  assert.deepEqual(mentionsIn(await room.card()), [mention]);
  const id = await room.caseId();
  const tell = async (activity: string): Promise<void> => {
    const mark = { kind: 'on-call', name: 'Alex', phone: '020 7946 0020' } as const;
    const found = await room.storage.readCase(id);
    await room.desk.converse(
      {
        channel: 'clock',
        conversation: found?.conversation ?? '',
        activity,
        client: 'main',
        person: { id: 'p', name: undefined },
        at: new Date().toISOString(),
        language: 'en-GB',
        event: { kind: 'clock', case: id, mark },
      },
      async () => undefined,
    );
    await room.deliver();
  };
  const replies = (): Json[] => repliesIn(room).filter((body) => mentionsIn(cardIn(body)).length > 0);
  assert.deepEqual(replies(), []);
  await tell('at-night-at-once');
  assert.deepEqual(replies(), [], 'they were called by the card a moment ago');
  late = 2 * 60_000;
  await tell('clock-1');
  await tell('clock-1');
  assert.equal(replies().length, 1);
  assert.deepEqual(mentionsIn(cardIn(replies()[0])), [mention]);
  assert.match(textOf(cardIn(replies()[0])), /<at>Alex<\/at> Nobody has taken this case yet/);
});

test('a case that becomes a P1 calls whoever is on call, once, although the answer was lost', async (t) => {
  const room = await raiseRoom(t);
  await room.says('A man from Microsoft rang. He wanted me to install AnyDesk.');
  await room.says('Get a person');
  await room.deliver();
  assert.deepEqual(mentionsIn(await room.card()), []);
  await room.press(sam, 'Set the priority', { data: { priority: 'P1', why: 'He has her password' } });
  room.microsoft.answers.push(failures.lostAnswer);
  await room.deliver();
  await room.tick(new Date(Date.now() + hour));
  await room.press(sam, 'Set the priority', { data: { priority: 'P2', why: 'Wrong' } });
  await room.press(sam, 'Set the priority', { data: { priority: 'P1', why: 'Right' } });
  await room.deliver();
  assert.equal(repliesIn(room).length, 1);
});

test('a card that was deleted is told of at the desk, and comes again where somebody asks for it', async (t) => {
  const room = await raiseCase(t);
  room.microsoft.connector.broken.set((await room.thread()).conversation, failures.activityNotFound);
  await room.says('He also has my password.');
  await room.deliver();
  const [letter] = await room.storage.deadLetters('all');
  const id = await room.caseId();
  assert.match(letter?.lastError ?? '', new RegExp(`Write "${id}" to the bot`));
  const elsewhere = `${channel};messageid=99`;
  await room.writes(sam, `please show ${id.toLowerCase()}`, { conversation: placeOf(elsewhere) });
  assert.equal((await room.thread()).conversation, elsewhere);
  assert.match(textOf(await room.card()), /Nobody has it yet/);
  await room.writes(sam, id, { conversation: placeOf(`${channel};messageid=98`) });
  assert.match(String(room.channelSent().at(-1)?.body['text']), /has a thread already: https:\/\/teams/);
});

/** What was put into the thread besides its card. */
function repliesIn(room: Room): Json[] {
  const posts = room
    .channelSent()
    .filter(({ method, path }) => method === 'POST' && path.includes('/activities'));
  return posts.map(({ body }) => body);
}

function mentionsIn(card: Json): unknown[] {
  const { entities } = 'msteams' in card ? asJson(card['msteams']) : {};
  return Array.isArray(entities) ? entities : [];
}

function placeOf(id: string): Json {
  return { id, conversationType: 'channel', isGroup: true, tenantId: credentials.tenantId };
}
