import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ConnectionStatus, DirectLine, type Activity } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import XMLHttpRequest from 'xhr2';
import { makeFile, raise, startSession, until, type Bot, type Session } from './stage.ts';

// The client is made for browsers: it looks for these on the global object.
Object.assign(globalThis, { XMLHttpRequest, WebSocket });

type Seen = Activity & { text?: string; timestamp?: string; replyToId?: string };
type Chat = {
  line: DirectLine;
  seen: Seen[];
  texts(): string[];
  post(text: string, clientActivityID?: string): Promise<string>;
  end(): void;
};
type How = { conversationId?: string; watermark?: string; webSocket?: boolean };

/** The real client. It is ended with the test, because its timers would keep the process alive. */
function open(context: TestContext, session: Session, how: How = {}): Chat {
  const { token, domain, userId } = session;
  const line = new DirectLine({ token, domain, pollingInterval: 200, ...how });
  const seen: Seen[] = [];
  const subscription = line.activity$.subscribe(
    (activity) => seen.push(activity),
    () => undefined,
  );
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    subscription.unsubscribe();
    line.end();
  };
  context.after(end);
  return {
    line,
    seen,
    texts: () => seen.flatMap((activity) => ('text' in activity && activity.text ? [activity.text] : [])),
    post: (text, clientActivityID = `c-${Math.random()}`) =>
      new Promise((resolve, reject) => {
        const from = { id: userId, role: 'user' as const };
        line
          .postActivity({ type: 'message', text, from, channelData: { clientActivityID } })
          .subscribe(resolve, reject);
      }),
    end,
  };
}

const failing: Bot = async () => {
  throw new Error('The process died here.');
};

/** Shows one card that changes, and something after it. */
const card: Bot = async (activity, connector) => {
  const { conversation } = activity;
  const say = (text: string, replyId: string): Promise<unknown> =>
    connector.send(conversation.id, { type: 'message', text, conversation, channelData: { replyId } });
  if (activity.type !== 'message') return;
  await say(`card for ${String(activity['text'])}`, 'card-1');
  await say('something later', `${activity.id}-1`);
};

const slow: Bot = async ({ conversation }, connector) => {
  await connector.send(conversation.id, { type: 'typing', conversation });
  await connector.send(conversation.id, { type: 'message', text: 'Thought about it.', conversation });
};

for (const webSocket of [true, false])
  test(`greets and answers over ${webSocket ? 'a WebSocket' : 'polling'}`, async (context) => {
    const { base, heard } = await raise(context);
    const session = await startSession(base);
    const chat = open(context, session, { webSocket });
    await until('the greeting came', () => chat.texts().includes('Hello.'));
    const id = await chat.post('A man rang', 'client-1');
    await until('the answer came', () => chat.texts().includes('You said: A man rang'));

    assert.deepEqual(chat.texts(), ['Hello.', 'A man rang', 'You said: A man rang']);
    const [greeting, mine, reply] = chat.seen;
    assert.equal(mine?.id, id);
    assert.deepEqual(mine?.channelData, { clientActivityID: 'client-1' });
    assert.deepEqual(mine?.from, { id: session.userId, name: '', role: 'user' });
    assert.equal(reply?.from.role, 'bot');
    assert.equal(reply?.replyToId, id, 'points to what the client has seen');
    assert.equal(reply?.channelData, undefined, 'the reply id stays inside');
    assert.equal(greeting?.replyToId, undefined, 'answers nothing that the client has seen');
    assert.deepEqual(
      heard.map(({ type }) => type),
      ['conversationUpdate', 'message'],
    );
  });

test('a reload shows the whole conversation again and greets no second time', async (context) => {
  const { base, heard } = await raise(context);
  const session = await startSession(base);
  const first = open(context, session);
  await first.post('one');
  await until('it was answered', () => first.texts().includes('You said: one'));
  first.end();

  const again = await startSession(base, session.cookie);
  assert.equal(again.conversationId, session.conversationId);
  const second = open(context, again, { conversationId: again.conversationId, watermark: '0' });
  await until('the history came', () => second.seen.length >= first.seen.length);
  assert.deepEqual(second.seen, first.seen);
  await second.post('two');
  await until('it was answered', () => second.texts().includes('You said: two'));
  assert.equal(heard.filter(({ type }) => type === 'conversationUpdate').length, 1);
});

test('a conversation goes on after the server restarted, and what was unanswered is answered', async (context) => {
  const file = await makeFile(context);
  const before = await raise(context, { file });
  const session = await startSession(before.base);
  const chat = open(context, session);
  await until('the greeting came', () => chat.texts().includes('Hello.'));
  chat.end();
  await before.close();

  // Dead in the middle of a turn: the post got its id, the answer never came.
  const dying = await raise(context, { file, bot: failing });
  const midway = open(context, await startSession(dying.base, session.cookie));
  const id = await midway.post('Are you there?');
  await until('the bot began', () => dying.heard.length === 1);
  midway.end();
  await dying.close();

  const after = await raise(context, { file });
  const resumed = await startSession(after.base, session.cookie);
  assert.equal(resumed.conversationId, session.conversationId);
  await after.directLine.resume();
  const later = open(context, resumed, { conversationId: resumed.conversationId, watermark: '0' });
  await until('the answer came', () => later.texts().includes('You said: Are you there?'));
  assert.deepEqual(later.texts(), ['Hello.', 'Are you there?', 'You said: Are you there?']);
  assert.deepEqual(after.heard, dying.heard, 'the bot is given the very same activity');
  assert.equal(after.heard[0]?.id, id);
});

test('saying something again under the same reply id replaces it in its place', async (context) => {
  const { base } = await raise(context, { bot: card });
  const session = await startSession(base);
  const chat = open(context, session);
  await chat.post('first');
  await until('the card came', () => chat.texts().includes('something later'));
  await chat.post('second');
  await until('the card changed', () => chat.texts().includes('card for second'));

  const cards = chat.seen.filter(({ id }) => id === 'card-1');
  assert.equal(cards.length, 2);
  assert.equal(cards[0]?.timestamp, cards[1]?.timestamp, 'keeps its time, so the client keeps its place');

  const late = open(context, await startSession(base, session.cookie), { watermark: '0' });
  await until('the history came', () => late.texts().length >= 5);
  assert.deepEqual(late.texts(), [
    'first',
    'card for second',
    'something later',
    'second',
    'something later',
  ]);
});

test('fifty quick posts are shown and answered in order, each once', async (context) => {
  const { base, heard } = await raise(context);
  const chat = open(context, await startSession(base));
  await until('the line is up', () => chat.texts().includes('Hello.'));
  const told = Array.from({ length: 50 }, (_, index) => `number ${index}`);
  const ids = await Promise.all(told.map((text) => chat.post(text)));
  await until('all were answered', () => chat.seen.length >= 101);

  const shown = chat.texts();
  assert.equal(new Set(ids).size, 50);
  assert.equal(shown.length, 101);
  const posted = shown.filter((text) => text.startsWith('number'));
  const answers = shown.filter((text) => text.startsWith('You said: '));
  assert.deepEqual(posted.toSorted(), told.toSorted());
  assert.deepEqual(
    answers,
    posted.map((text) => `You said: ${text}`),
    'answered in the order in which they were shown',
  );
  assert.deepEqual(
    heard.slice(1).map((activity) => activity['text']),
    posted,
  );
  const times = chat.seen.map(({ timestamp }) => timestamp ?? '');
  assert.ok(
    times.every((time, index) => index === 0 || time > (times[index - 1] ?? '')),
    'times strictly increase',
  );
});

test('a repeated post gets the same id and one answer', async (context) => {
  const { base, heard } = await raise(context);
  const chat = open(context, await startSession(base));
  await until('the line is up', () => chat.texts().includes('Hello.'));
  const ids = await Promise.all([1, 2, 3].map(() => chat.post('Hello?', 'the-same')));
  await chat.post('last');
  await until('the last was answered', () => chat.texts().includes('You said: last'));

  assert.equal(new Set(ids).size, 1);
  assert.deepEqual(chat.texts(), ['Hello.', 'Hello?', 'You said: Hello?', 'last', 'You said: last']);
  assert.equal(heard.length, 3);
});

test('the client learns that its token has expired and works again with a new one', async (context) => {
  let now = new Date();
  const { base } = await raise(context, { now: () => now });
  const session = await startSession(base);
  const chat = open(context, session);
  await until('the line is up', () => chat.texts().includes('Hello.'));
  now = new Date(now.getTime() + 31 * 60_000);
  assert.equal(await chat.post('too late'), 'retry');
  assert.equal(chat.line.connectionStatus$.getValue(), ConnectionStatus.ExpiredToken);
  chat.end();

  const again = await startSession(base, session.cookie);
  const next = open(context, again, { conversationId: again.conversationId, watermark: '0' });
  await next.post('in time');
  await until('it was answered', () => next.texts().includes('You said: in time'));
  assert.ok(!next.texts().includes('too late'));
});

test('typing is shown on the other side and not kept', async (context) => {
  const { base, storage } = await raise(context, { bot: slow });
  const session = await startSession(base);
  const chat = open(context, session);
  await until('the greeting came', () => chat.seen.length > 0);
  const before = chat.seen.length;
  await chat.post('well?');
  await until('the answer came', () => chat.seen.length >= before + 3);
  assert.deepEqual(
    chat.seen.slice(before).map(({ type }) => type),
    ['message', 'typing', 'message'],
  );
  const kept = await storage.activitiesAfter(session.conversationId, 0);
  assert.equal(kept.length, 4, 'the start, the greeting, the post and the answer');
});
