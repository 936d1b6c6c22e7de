import assert from 'node:assert/strict';
import { test } from 'node:test';
import { step, type Reply } from '../../dialogs/step.ts';
import { initialState, readState, type ConversationState } from '../../src/dialog/state.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const said = (text: string): DialogEvent => ({ kind: 'said', text, masked: false });
const edited = (message: string, text: string): DialogEvent => ({
  kind: 'edited',
  message,
  text,
  masked: false,
});

test('an answer that is changed is read as the new answer, and the conversation goes on from there', () => {
  const before = play(['no']);
  assert.deepEqual(before.state.answers, [{ question: 'caller-on-line', choices: ['no'] }]);
  const { state, effects } = take(before.state, 'e1', edited('m1', 'yes'));
  assert.deepEqual(state.answers, [{ question: 'caller-on-line', choices: ['yes'] }]);
  assert.deepEqual(state.trail, ['caller-on-line'], 'it is asked no twice');
  assert.match(lines(effects)[0] ?? '', /read your change/);
  assert.equal(state.asked?.question, state.pending);
});

test('a story that is changed is judged in its new words', () => {
  const told = play(['He is on the phone and wants the code that was texted to me']);
  assert.equal(verdictOf(told), 'stop-unsafe');
  const { state, effects } = take(told.state, 'e1', edited('m1', 'A lady rang about our account'));
  assert.deepEqual(state.story, ['A lady rang about our account']);
  assert.equal(state.answerCard, null);
  assert.ok(
    effects.some((effect) => effect.kind === 'show' && effect.card.heading === 'This advice has changed'),
    JSON.stringify(effects),
  );
  const back = take(state, 'e2', edited('m1', 'He is on the phone and wants the code that was texted to me'));
  assert.equal(verdictOf(back), 'stop-unsafe');
});

test('an edit that says the same, and an edit told twice, change nothing', () => {
  const { state } = play(['A lady rang about our account']);
  assert.deepEqual(take(state, 'e1', edited('m1', 'A lady rang about our account')).effects, []);
});

test('only the last message is read again', () => {
  const { state } = play(['A lady rang about our account', 'no']);
  const { effects, state: after } = take(state, 'e1', edited('m1', 'He wants my password'));
  assert.deepEqual(after, state);
  assert.match(lines(effects).join(), /changes to older messages/);
});

test('a message is the last no more once a button was tapped', () => {
  const { state } = play(['A lady rang about our account']);
  const tap = { verb: 'answer', question: 'caller-on-line', choice: 'no' } as const;
  const tapped = take(state, 't1', { kind: 'tapped', tap }).state;
  const after = take(tapped, 'e1', edited('m1', 'He wants my password')).state;
  assert.deepEqual(after.story, ['A lady rang about our account']);
});

for (const words of ['start again', 'get a person', 'I gave him the code and my password'])
  test(`"${words}" did more than tell, so it is not done again in other words`, () => {
    const { state } = play(['A lady rang about our account', words]);
    assert.equal(state.said, null);
    const after = take(state, 'e1', edited('m2', 'cancel')).state;
    assert.deepEqual(after, state);
  });

test('an answer that is taken back is asked for again', () => {
  const { state, effects } = take(play(['no']).state, 'e1', edited('m1', ''));
  assert.deepEqual(state.answers, []);
  assert.equal(state.pending, 'caller-on-line');
  assert.ok(effects.some((effect) => effect.kind === 'ask' && effect.question === 'caller-on-line'));
  const restored = take(state, 'e2', edited('m1', 'no')).state;
  assert.deepEqual(restored.answers, [{ question: 'caller-on-line', choices: ['no'] }]);
});

test('what our answer rests on stays when it is deleted, and the person is told', () => {
  const { state } = play(['He is on the phone and wants the code that was texted to me']);
  const deleted = take(state, 'e1', edited('m1', ''));
  assert.deepEqual(deleted.state, state);
  assert.match(lines(deleted.effects).join(), /still counts/);
  assert.deepEqual(take(state, 'e2', edited('m0', '')).effects, [], 'an older one is no matter');
});

test('a secret in an edit is hidden and told of', () => {
  const { state } = play(['no']);
  const { effects } = take(state, 'e1', {
    kind: 'edited',
    message: 'm1',
    text: 'He wants the code [hidden]',
    masked: true,
  });
  assert.match(lines(effects)[0] ?? '', /I hid/);
});

test('a state that remembers the last message is read back', () => {
  const { state } = play(['no']);
  assert.deepEqual(readState(JSON.parse(JSON.stringify(state))), state);
  assert.equal(
    readState({ ...state, said: { message: 'm1', before: { story: [] }, answerCard: null } }),
    undefined,
  );
});

test('in a group the bot says what it is for, once, and asks nothing', () => {
  const joined: DialogEvent = { kind: 'joined', shared: true };
  const first = take(initialState(), 'j1', joined);
  assert.deepEqual(
    first.effects.map(({ kind }) => kind),
    ['show'],
  );
  assert.deepEqual(take(first.state, 'j2', joined).effects, []);
  const hello = take(first.state, 'm1', said('hello'));
  assert.ok(
    hello.effects.some(({ kind }) => kind === 'ask'),
    'who writes is greeted',
  );
  assert.deepEqual(take(hello.state, 'j3', joined).effects, []);
});

function play(texts: readonly string[]): Reply {
  const joined = take(initialState(), 'm0', { kind: 'joined' });
  return texts.reduce(({ state }, text, at) => take(state, `m${at + 1}`, said(text)), joined);
}

function take(state: ConversationState, activity: string, event: DialogEvent): Reply {
  return step(state, event, knowledge, { ...context, activity });
}

function lines(effects: Reply['effects']): string[] {
  return effects.flatMap((effect) => (effect.kind === 'say' ? [effect.text] : []));
}

function verdictOf({ effects }: Reply): string | undefined {
  return effects.find((effect) => effect.kind === 'conclude')?.verdict;
}
