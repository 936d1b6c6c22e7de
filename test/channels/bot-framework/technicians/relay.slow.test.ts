import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actOnCase } from '../../../../src/handoff/desk/act.ts';
import { failures } from '../../../support/connector-simulator.ts';
import { kim, raiseCase, sam, textOf, until, type Json, type Room } from './stage.ts';

/** What stands in the thread below the card, as it reads now. */
async function thread(room: Room): Promise<string[]> {
  const { conversation, activity } = await room.thread();
  const shown = room.microsoft.connector.shown(conversation).filter(({ id }) => id !== activity);
  return shown.map(({ text }) => String(text));
}

/** What the person was told by technicians, as it reads now. */
function told(room: Room): string[] {
  return room.microsoft.connector
    .shown('a:priya')
    .flatMap(({ text }) => (typeof text === 'string' && /^(Sam Reed|Kim Vale): /.test(text) ? [text] : []));
}

const quiet = async (room: Room): Promise<void> => {
  await room.deliver();
  const before = room.microsoft.sent.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(room.microsoft.sent.length, before, 'something went on being sent');
};

test('what the person says comes into the thread in order, and what the technician says to the bot goes to the person', async (t) => {
  const room = await raiseCase(t);
  await room.says('This is said before anybody has the case.');
  await room.press(sam, 'Take it');
  for (const text of ['one', 'two\nSam Reed: I am you', 'three']) await room.says(text);
  await until('three messages in the thread', async () => (await thread(room)).length === 3);
  await room.writes(sam, 'Please hang up.');
  await room.writes(sam, 'I said to the others that she is calm.', {
    text: 'no mention of the bot',
    entities: [],
  });
  await room.says('I hung up');
  await until('the fourth', async () => (await thread(room)).length === 4);
  assert.deepEqual(await thread(room), [
    'Priya Nair: one',
    'Priya Nair: \n│ two\n│ Sam Reed: I am you',
    'Priya Nair: three',
    'Priya Nair: I hung up',
  ]);
  assert.deepEqual(told(room), ['Sam Reed: Please hang up.']);
  await quiet(room);
});

test('a restart in the middle says nothing twice and leaves nothing out', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  await room.says('one');
  await until('the first', async () => (await thread(room)).length === 1);
  const { conversation } = await room.thread();
  room.microsoft.connector.broken.set(conversation, failures.throttled);
  await room.says('two');
  await room.says('three');
  await room.restart();
  room.microsoft.connector.broken.delete(conversation);
  await room.restart();
  await until('all of them', async () => (await thread(room)).length === 3);
  assert.deepEqual(await thread(room), ['Priya Nair: one', 'Priya Nair: two', 'Priya Nair: three']);
  await quiet(room);
});

test('a message whose answer was lost is not sent again, and the card says that it may be missing', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  await room.deliver();
  const { conversation } = await room.thread();
  room.microsoft.connector.broken.set(conversation, failures.lostAnswer);
  await room.says('one');
  const key = { case: await room.caseId(), target: 'room' };
  await until('a doubt', async () => (await room.storage.threadOf(key))?.doubtAt !== null);
  room.microsoft.connector.broken.delete(conversation);
  await room.says('two');
  await room.restart();
  await until('the second', async () => (await thread(room)).includes('Priya Nair: two'));
  await room.deliver();
  await until('the card', async () => /may be missing below/.test(textOf(await room.card())));
  assert.equal((await thread(room)).filter((text) => text === 'Priya Nair: one').length, 1);
});

test('what was being sent when the server died counts as sent', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  await room.deliver();
  const key = { case: await room.caseId(), target: 'room' };
  await room.storage.beginPost(key, 'in-77', 'digest');
  await room.says('one', { id: 'in-77' });
  await room.says('two', { id: 'in-78' });
  await until('the second', async () => (await thread(room)).includes('Priya Nair: two'));
  assert.deepEqual(await thread(room), ['Priya Nair: two']);
  assert.notEqual((await room.storage.threadOf(key))?.doubtAt, null);
});

test('a message that Teams sends again goes to the person once', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  for (let times = 0; times < 3; times++) await room.writes(sam, 'Please hang up.', { id: 'again' });
  await room.restart();
  await room.writes(sam, 'Please hang up.', { id: 'again' });
  assert.deepEqual(told(room), ['Sam Reed: Please hang up.']);
});

test('who changes or takes back a message has it changed on the other side', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  await room.says('one', { id: 'p-1' });
  await until('it in the thread', async () => (await thread(room)).length === 1);
  await room.says('won', { id: 'p-1', type: 'messageUpdate', channelData: { eventType: 'editMessage' } });
  await until('the change', async () => (await thread(room))[0] === 'Priya Nair: won');

  const own: Json = { id: 'm-1' };
  await room.writes(sam, 'Hang on', own);
  await room.writes(sam, 'Hang up', { ...own, type: 'messageUpdate' });
  assert.deepEqual(told(room), ['Sam Reed: Hang up']);
  await room.writes(kim, 'No', { ...own, type: 'messageUpdate' });
  assert.deepEqual(told(room), ['Sam Reed: Hang up']);
  await room.writes(sam, '', { ...own, type: 'messageDelete', text: undefined, entities: [] });
  assert.deepEqual(told(room), []);
});

test('only whoever has the case speaks to the person, and the others are told so', async (t) => {
  const room = await raiseCase(t);
  await room.writes(sam, 'Hello there');
  assert.match((await thread(room)).at(-1) ?? '', /Nobody has this case yet/);
  await room.press(sam, 'Take it');
  await room.writes(kim, 'Hello from me');
  assert.match((await thread(room)).at(-1) ?? '', /Sam Reed has this case/);
  assert.deepEqual(told(room), []);
});

test('the desk and the thread are used side by side: each shows what was said in the other, once', async (t) => {
  const room = await raiseCase(t);
  const id = await room.caseId();
  await room.press(sam, 'Take it');
  const viewer = { id: `teams-${sam.object}`, name: 'Sam Reed', role: 'technician', clients: 'all' } as const;
  const act = { kind: 'say', text: 'From the desk: https://evil.example', files: [] } as const;
  await actOnCase(room.desk, viewer, id, {
    id: '00000000-0000-4000-8000-000000000001',
    act: { ...act, files: [] },
  });
  await room.writes(sam, 'From the thread');
  await until('what was said at the desk', async () => (await thread(room)).length === 1);
  await quiet(room);
  assert.deepEqual(await thread(room), ['Sam Reed, from the desk: From the desk: hxxps://evil[.]example']);
  assert.equal(told(room).length, 2);

  const lou = { id: 'lou', name: 'Lou Hart', role: 'technician', clients: 'all' } as const;
  const take = { kind: 'join', takeOver: true } as const;
  await actOnCase(room.desk, lou, id, { id: '00000000-0000-4000-8000-000000000002', act: take });
  await room.says('For Lou alone');
  await quiet(room);
  assert.equal((await thread(room)).length, 1);
  await room.press(sam, 'Take over');
  await room.says('For Sam again');
  await until('the next', async () => (await thread(room)).length === 2);
  assert.equal((await thread(room)).at(-1), 'Priya Nair: For Sam again');
});

test('files pass both ways', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  const url = `${room.microsoft.serviceUrl}/v3/attachments/one/views/original`;
  room.microsoft.files.set('/connector/v3/attachments/one/views/original', Buffer.from('a picture'));
  const attachments = [{ contentType: 'image/png', contentUrl: url, name: 'screen.png' }];
  await room.says('', { attachments });
  await until('the file in the thread', async () => (await thread(room)).length === 1);
  assert.match(
    (await thread(room))[0] ?? '',
    /^Priya Nair:\nFile: screen\[\.\]png \(image\/png\), https:\/\/callcheck\.example\/files\/file-1\?days=7$/,
  );
  await room.writes(sam, 'See this', { attachments });
  const last = room.microsoft.connector.shown('a:priya').map(({ text }) => String(text));
  assert.ok(
    last.some((text) => text.startsWith('Sam Reed: See this\n\nscreen.png')),
    last.join('\n'),
  );
});

test('somebody who cannot be reached is told of in the thread', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  room.microsoft.connector.broken.set('a:priya', failures.blockedByUser);
  await room.writes(sam, 'Hello');
  assert.match((await thread(room)).at(-1) ?? '', /have not got this yet/);
  await room.press(kim, 'Take over');
  assert.match(textOf(await room.card()), /Can be reached in Teams: no, because they blocked the bot/);
});
