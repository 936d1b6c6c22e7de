import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { step, type Reply } from '../../dialogs/step.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { initialState, type ConversationState } from '../../src/dialog/state.ts';
import { commands, type DialogEvent } from '../../src/dialog/turn.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const said = (text: string): DialogEvent => ({ kind: 'said', text, masked: false });
const command = (verb: (typeof commands)[number], ask?: string): DialogEvent => ({
  kind: 'tapped',
  tap: { verb: 'command', command: verb },
  ...(ask !== undefined && { ask }),
});
const answer = (question: string, choice: string, ask?: string): DialogEvent => ({
  kind: 'tapped',
  tap: { verb: 'answer', question, choice },
  ...(ask !== undefined && { ask }),
});
const onLine = 'Is the caller on the line now?';

const settlings: readonly [string, DialogEvent, string | undefined][] = [
  ['answered by a tap', answer('caller-on-line', 'yes', 'ask-1'), 'Yes'],
  ['answered by typing', said('no'), 'No, it has ended'],
  ['answered by "not sure"', command('not-sure'), 'Not sure'],
  ['overtaken by the story', said('A man from Microsoft rang and wants me to install AnyDesk'), undefined],
  ['put again after an interruption', command('help'), undefined],
  ['dropped with the call', command('cancel'), undefined],
  ['put anew when the person starts again', command('restart'), undefined],
];
for (const [how, event, expected] of settlings)
  test(`a question that was ${how} is settled, once, after all that is new`, () => {
    const { effects, state } = play([event]);
    const at = effects.findIndex(({ kind }) => kind === 'settle');
    assert.equal(at, effects.length - 1, JSON.stringify(effects));
    assert.deepEqual(effects[at], {
      kind: 'settle',
      ask: 'ask-1',
      text: onLine,
      answer: expected,
      many: false,
    });
    assert.notEqual(state.asked?.id, 'ask-1');
  });

test('a question that still stands is left alone', () => {
  const { effects, state } = play([{ kind: 'joined' }]);
  assert.deepEqual(effects, []);
  assert.equal(state.asked?.id, 'ask-1');
});

test('several answers are told with their words', () => {
  const begun = play([said('A lady rang about our account'), answer('caller-on-line', 'no')]).state;
  assert.equal(begun.asked?.question, 'what-they-want');
  const tap = { verb: 'answers', question: 'what-they-want', choices: ['information', 'code'] } as const;
  const { effects } = take(begun, { kind: 'tapped', tap, ask: begun.asked.id });
  assert.match(settled(effects)[0]?.answer ?? '', /, /);
  assert.equal(settled(effects)[0]?.many, true);
});

test('an answer that one goes back from is told no more where it stood, and its old card changes nothing', () => {
  const begun = play([said('A lady rang about our account'), answer('caller-on-line', 'no')]).state;
  const old = begun.asked?.id;
  const tap = { verb: 'answers', question: 'what-they-want', choices: ['information'] } as const;
  const done: DialogEvent = { kind: 'tapped', tap, ...(old !== undefined && { ask: old }) };
  const back = take(take(begun, done).state, command('back'));
  assert.equal(back.state.asked?.question, 'what-they-want');
  const taken = settled(back.effects).find(({ ask }) => ask === old);
  assert.deepEqual([taken?.answer, taken?.many], [undefined, true]);
  const late = take(back.state, done);
  assert.deepEqual(late.state, { ...back.state, said: null });
  assert.deepEqual(late.effects, [taken]);
});

test('nor where our answer stood between', () => {
  const begun = play([said('A lady rang about our account'), answer('caller-on-line', 'no')]).state;
  const tap = { verb: 'answers', question: 'what-they-want', choices: ['computer'] } as const;
  const answered = take(begun, { kind: 'tapped', tap, ask: begun.asked?.id ?? '' });
  assert.equal(answered.state.asked, null);
  const back = take(answered.state, command('back'));
  assert.deepEqual(
    settled(back.effects).map(({ ask, answer: words }) => [ask, words]),
    [[begun.asked?.id, undefined]],
  );
});

test('a late tap changes nothing and is shown what the question was settled with', () => {
  const answered = play([answer('caller-on-line', 'yes', 'ask-1')]).state;
  for (const choice of ['yes', 'no', 'not-sure']) {
    const late = take(answered, answer('caller-on-line', choice, 'ask-1'));
    assert.deepEqual(late.effects, [
      { kind: 'settle', ask: 'ask-1', text: onLine, answer: 'Yes', many: false },
    ]);
    assert.deepEqual(late.state, { ...answered, said: null });
  }
});

test('a question that nobody remembers is said to be of an earlier chat', () => {
  const { effects, state } = play([answer('caller-on-line', 'yes', 'ask-99')]);
  assert.deepEqual(
    effects.map(({ kind }) => kind),
    ['say'],
  );
  assert.deepEqual(state.answers, []);
});

test('a button on the card of an earlier call says nothing of this one', () => {
  const stop = play([said('He is on the phone now and wants the code that was texted to me')]);
  const card = stop.effects.find((effect) => effect.kind === 'show')?.card.id;
  assert.ok(card !== undefined);
  const hungUp = take(stop.state, command('hung-up', card));
  assert.ok(
    hungUp.effects.some(({ kind }) => kind === 'show'),
    'it counts while the call is talked about',
  );
  const again = take(stop.state, command('restart')).state;
  const late = take(again, command('hung-up', card));
  assert.deepEqual(late.state.answers, []);
  const person = take(again, command('person', card));
  assert.ok(
    person.effects.some(({ kind }) => kind === 'open-case'),
    'a person can be had from any card',
  );
});

test('whatever happens, each question is put under an id of its own and answered at most once', () => {
  const events = fc.array(
    fc.oneof(
      fc.constantFrom(...commands).map((one) => command(one)),
      fc.constantFrom('yes', 'no', 'He wants my password', 'They want money', 'skip').map(said),
      fc
        .tuple(fc.constantFrom('yes', 'not-sure'), fc.nat(12))
        .map(([choice, number]) => answer('caller-on-line', choice, `ask-${number}`)),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(events, (chosen) => {
      let state = play([]).state;
      const put: string[] = ['ask-1'];
      const over: string[] = [];
      for (const event of chosen) {
        const isLate = event.kind === 'tapped' && event.ask !== undefined && event.ask !== state.asked?.id;
        const reply = take(state, event);
        put.push(...reply.effects.flatMap((effect) => (effect.kind === 'ask' ? [effect.id] : [])));
        for (const { ask, answer: words } of isLate ? [] : settled(reply.effects)) {
          if (!over.includes(ask)) over.push(ask);
          else assert.equal(words, undefined, 'what was answered is only ever taken back');
        }
        ({ state } = reply);
        assert.equal(state.asked?.question ?? null, state.pending, 'what is pending stands on the screen');
      }
      assert.equal(new Set(put).size, put.length);
      const open = put.filter((id) => !over.includes(id));
      assert.deepEqual(open, state.asked === null ? [] : [state.asked.id]);
    }),
    { numRuns: 40 },
  );
});

test('what somebody thinks of the answer is noted on the case, and changes nothing else', () => {
  const rated: DialogEvent = { kind: 'rated', reaction: 'dislike', text: 'Too long', masked: false };
  const before = play([]).state;
  assert.deepEqual(take(before, rated), { state: before, effects: [] });
  const opened = play([command('person')]).state;
  const { effects, state } = take(opened, rated);
  assert.deepEqual(
    effects.map((effect) => (effect.kind === 'remember' ? effect.note : effect.kind)),
    ['The member of staff said that the answer did not help.', 'They wrote about it: Too long'],
  );
  assert.deepEqual(state, opened);
});

function play(events: readonly DialogEvent[]): Reply {
  return [{ kind: 'joined' } as const, ...events].reduce<Reply>(({ state }, event) => take(state, event), {
    state: initialState(),
    effects: [],
  });
}

function take(state: ConversationState, event: DialogEvent): Reply {
  return step(state, event, knowledge, context);
}

function settled(effects: readonly Effect[]): Extract<Effect, { kind: 'settle' }>[] {
  return effects.filter((effect) => effect.kind === 'settle');
}
