import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import * as z from 'zod';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';
import { failures } from '../../support/connector-simulator.ts';

const chat = 'a:conv;1';
const onLine = 'Is the caller on the line now?';

/** What a tap is answered with. */
const Answer = z.object({ statusCode: z.number(), type: z.string(), value: z.unknown() });
type Answer = z.infer<typeof Answer>;

type Button = { title: string; data: unknown };

type Chat = {
  stage: Stage;
  type: (text: string) => Promise<void>;
  /** Taps a button as it stood when it was read, on the card that has it. */
  tap: (button: Button, more?: Record<string, unknown>) => Promise<Answer>;
  /** The newest button with this label that can be tapped. */
  button: (title: string) => Button;
  /** What the chat shows from top to bottom, a line for each message: the heading of a card, and its buttons. */
  lines: () => string[];
};

test('a whole verification by tapping: each question gives way to its answer, in the place where it stood', async (t) => {
  const { type, tap, button, lines } = await open(t);
  await type('hello');
  assert.equal(lines().at(-1), `${onLine} [Yes | No, it has ended | They left a message | Not sure]`);
  const answer = await tap(button('Yes'));
  assert.equal(answer.type, 'application/vnd.microsoft.card.adaptive');
  assert.deepEqual(textsOf(answer.value), [onLine, 'Answer: Yes']);
  assert.equal(lines()[1], `${onLine} Answer: Yes`);
  for (let left = 8; left > 0 && lines().some((line) => /Not sure\]|\[Done\]/.test(line)); left -= 1)
    await tap(button(lines().some((line) => line.includes('[Done]')) ? 'Done' : 'Not sure'), {
      answers: 'not-sure',
    });
  const tappable = lines().filter((line) => line.includes('['));
  assert.equal(tappable.length, 1, 'only the card with our answer has buttons left');
  assert.match(tappable[0] ?? '', /Get a person/);
});

test('a question is answered once: twice, late, from two devices or replayed, the tap gets the card as it is', async (t) => {
  const { stage, type, tap, button, lines } = await open(t);
  await type('hello');
  const yes = button('Yes');
  const no = button('No, it has ended');
  const both = await Promise.all([tap(yes), tap(no)]);
  const shown = lines();
  const answered = shown[1] ?? '';
  assert.match(answered, /Answer: (Yes|No, it has ended)$/);
  for (const { value } of both)
    assert.equal(textsOf(value).join(' '), answered, 'both devices show the same');
  stage.microsoft.sent.length = 0;
  for (const again of [yes, no]) {
    const { type: kind, value } = await tap(again);
    assert.equal(kind, 'application/vnd.microsoft.card.adaptive');
    assert.equal(textsOf(value).join(' '), answered);
  }
  const replayed = { id: 'f:replayed' };
  await tap(yes, replayed);
  await tap(yes, replayed);
  assert.deepEqual(stage.microsoft.sent, [], 'nothing is said and nothing changes');
  assert.deepEqual(lines(), shown);
});

test('what is typed answers the card too, and a tap on it comes too late', async (t) => {
  const { type, tap, button, lines } = await open(t);
  await type('hello');
  const no = button('No, it has ended');
  await type('yes');
  assert.equal(lines()[1], `${onLine} Answer: Yes`);
  assert.deepEqual(textsOf((await tap(no)).value), [onLine, 'Answer: Yes']);
});

test('a client that knows no Action.Execute sends a message, and the card gives way all the same', async (t) => {
  const { stage, type, button, lines } = await open(t);
  await type('hello');
  const { data } = button('Yes');
  const sent = stage.message({ text: undefined, value: data, replyToId: 'sent-2' });
  assert.equal((await stage.post(sent)).status, 200);
  assert.equal(lines()[1], `${onLine} Answer: Yes`);
});

test('a question that is put again says so, and only the newest can be tapped', async (t) => {
  const { type, lines } = await open(t);
  await type('hello');
  await type('help');
  assert.equal(lines()[1], `${onLine} I ask this again below.`);
  assert.equal(lines().filter((line) => line.includes('[Yes')).length, 1);
});

for (const failure of ['activityNotFound', 'badArgument', 'forbidden', 'lostAnswer'] as const)
  test(`a card that cannot be replaced costs nothing (${failure}): the turn counts, and a late tap is known`, async (t) => {
    const { stage, type, tap, button, lines } = await open(t);
    await type('hello');
    const yes = button('Yes');
    // A line and a question are taken; the old question cannot be changed.
    stage.microsoft.answers.push(200, 200, failures[failure]);
    const answered = await tap(yes);
    assert.deepEqual(textsOf(answered.value), [onLine, 'Answer: Yes'], 'whoever tapped sees it change');
    assert.match(stage.logged(), /could not be replaced/);
    const shown = lines().length;
    const late = await tap(yes);
    assert.deepEqual(late, answered);
    assert.equal(lines().length, shown, 'nothing is said');
    assert.equal(lines()[1], `${onLine} Answer: Yes`, 'by then it can be replaced');
  });

test('our answer is one notification with the advice, can be rated, and a tap on it is told where to look', async (t) => {
  const { stage, type, tap, button } = await open(t);
  await type('A man from Microsoft is on the phone and wants me to install AnyDesk');
  const shown = stage.microsoft.connector
    .shown(chat)
    .findLast(({ summary }) => String(summary).startsWith('Hang up now'));
  assert.ok(shown, 'the notification carries the advice');
  assert.equal(
    z.looseObject({ feedbackLoopEnabled: z.boolean() }).parse(shown['channelData']).feedbackLoopEnabled,
    true,
  );
  const told = await tap(button('Why?'));
  assert.deepEqual(told, {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: 'See my answer below.',
  });
});

test('a thumb is answered with an empty body and noted on the case', async (t) => {
  const { stage, type } = await open(t);
  await type('get a person');
  const value = {
    actionName: 'feedback',
    actionValue: { reaction: 'like', feedback: '{"feedbackText":"My password is Hunter2, thank you"}' },
  };
  const rated = await stage.post(
    stage.message({ type: 'invoke', name: 'message/submitAction', text: undefined, value }),
  );
  assert.deepEqual([rated.status, rated.text], [200, '']);
  const [opened] = await stage.storage.listCases({ clients: ['main'] });
  assert.ok(opened);
  const notes = JSON.stringify((await stage.storage.readCase(opened.id))?.events);
  assert.match(notes, /said that the answer helped/);
  assert.match(notes, /thank you/);
  assert.doesNotMatch(notes, /Hunter2/);
});

async function open(t: TestContext): Promise<Chat> {
  const stage = await raiseBot(t);
  const shown = () => stage.microsoft.connector.shown(chat);
  return {
    stage,
    type: async (text) => {
      assert.equal((await stage.post(stage.message({ text }))).status, 200);
    },
    tap: async ({ title, data }, more = {}) => {
      const action = { type: 'Action.Execute', title, data: { ...z.looseObject({}).parse(data), ...more } };
      const value = { action, trigger: 'manual' };
      const named = { type: 'invoke', name: 'adaptiveCard/action', text: undefined, value };
      const { id } = z.looseObject({ id: z.string().optional() }).parse(more);
      const { status, text } = await stage.post(stage.message({ ...named, ...(id !== undefined && { id }) }));
      assert.equal(status, 200);
      return Answer.parse(JSON.parse(text));
    },
    button: (title) => {
      const found = shown()
        .flatMap(buttonsOf)
        .findLast((one) => one.title === title);
      return found ?? assert.fail(`no button says ${title}`);
    },
    lines: () => shown().map(lineOf),
  };
}

function lineOf(activity: Record<string, unknown>): string {
  const said = z.looseObject({ text: z.string().optional(), summary: z.string().optional() }).parse(activity);
  const labels = buttonsOf(activity).map(({ title }) => title);
  const heading = said.text ?? said.summary ?? '';
  return labels.length === 0 ? heading : `${heading} [${labels.join(' | ')}]`;
}

function buttonsOf(activity: Record<string, unknown>): Button[] {
  return elementsIn(activity, 'Action.Execute').map((one) =>
    z.object({ title: z.string(), data: z.unknown() }).parse(one),
  );
}

function textsOf(card: unknown): string[] {
  return elementsIn(card, 'TextRun').map((run) => z.object({ text: z.string() }).parse(run).text);
}

/** Every element of this type, however deep. */
function elementsIn(value: unknown, type: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === type ? [value] : [];
  return [...own, ...Object.values(value).flatMap((inner) => elementsIn(inner, type))];
}
