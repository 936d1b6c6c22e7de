import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findButton, kim, raiseRoom, sam, type Technician, textOf, until, type Room } from './stage.ts';

/** A room with the card of somebody who wants to know whether it is one of the technicians who rang. */
async function raiseCheck(...given: Parameters<typeof raiseRoom>): Promise<Room> {
  const room = await raiseRoom(...given);
  await room.says("Someone says they're from our IT");
  await room.deliver();
  return room;
}

const wordsIn = async (room: Room): Promise<readonly string[]> => {
  const [check] = await room.storage.checksOf(await room.caseId());
  return check?.words ?? [];
};

test('a technician who says that it was them gets three words, which nobody else in the channel ever sees', async (t) => {
  const room = await raiseCheck(t);
  const card = await room.card();
  assert.match(textOf(card), /Somebody says that they are one of you/);
  const answer = await room.press(sam, 'It’s me');
  const words = await wordsIn(room);
  assert.equal(words.length, 3);
  assert.ok(textOf(answer['value']).includes(words.join(' · ')));
  await room.deliver();
  const other = await room.press(kim, 'It’s me', { card });
  assert.match(String(other['value']), /Sam Reed was first/);
  await room.deliver();
  const channel = JSON.stringify(room.channelSent());
  for (const word of words) assert.doesNotMatch(channel, new RegExp(`\\b${word}\\b`, 'i'));
  for (const word of words) assert.doesNotMatch(JSON.stringify(other), new RegExp(`\\b${word}\\b`, 'i'));
});

test('the button goes from the card when the time is over, and says so to whoever still sees it', async (t) => {
  let late = 0;
  const room = await raiseCheck(t, { now: () => new Date(Date.now() + late) });
  const card = await room.card();
  late = 61_000;
  const answer = await room.press(sam, 'It’s me', { card });
  assert.match(String(answer['value']), /This check is over/);
  assert.deepEqual(await wordsIn(room), []);
});

test('the shared card is left alone while the words count, and brought up to date after', async (t) => {
  let late = 0;
  const room = await raiseCheck(t, { now: () => new Date(Date.now() + late) });
  await room.press(sam, 'It’s me');
  const puts = (): number => room.channelSent().filter(({ method }) => method === 'PUT').length;
  const before = puts();
  await room.says('They said all three');
  await room.deliver();
  assert.equal(puts(), before);
  late = 61_000;
  await room.says('Thank you');
  await until('the card', () => puts() > before);
  assert.equal(findButton(await room.card(), 'It’s me'), undefined);
});

/** Who asks, as a member of the team. */
const priya: Technician = { name: 'Priya Nair', object: 'DDDDDDDD-4444-4444-8444-444444444444' };

test('a technician who asked themselves is refused in words, and a colleague in the team can still answer', async (t) => {
  const room = await raiseCheck(t);
  const card = await room.card();
  const own = await room.press(priya, 'It’s me', { card });
  assert.match(String(own['value']), /You asked this yourself/);
  assert.deepEqual(await wordsIn(room), []);
  await room.press(sam, 'It’s me', { card });
  assert.equal((await wordsIn(room)).length, 3);
});

test('"it’s me" in the thread is sent to nobody, and says which button shows the words', async (t) => {
  const room = await raiseCheck(t);
  await room.press(sam, 'Take it');
  for (const who of [priya, sam]) await room.writes(who, 'It’s me');
  assert.deepEqual(await wordsIn(room), []);
  const sent = room.microsoft.sent.map(({ body }) => JSON.stringify(body));
  assert.equal(sent.filter((one) => one.includes('press “It’s me” on the card')).length, 2);
  const messages = await room.storage.messagesAfter('msteams/a:priya', 0);
  assert.ok(!messages.some(({ from }) => from === 'technician'));
});
