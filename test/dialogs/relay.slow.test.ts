import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  array,
  assert as assertProperty,
  boolean,
  constant,
  constantFrom,
  oneof,
  property,
  tuple,
  type Arbitrary,
} from 'fast-check';
import type { Effect } from '../../src/dialog/effect.ts';
import { commands, type DeskAct, type DialogEvent } from '../../src/dialog/turn.ts';
import { alex, close, desk, join, picture, sam, say, story, talk } from '../support/relayed.ts';

const texts = [
  story,
  'get a person',
  'Jo, 01632 960 123',
  'skip',
  'start again',
  'cancel',
  'why',
  'back',
  'not sure',
  'i gave him the code',
  'help',
  'thanks',
  'hello',
  'Someone rang and would not say what it is about',
  'Nothing yet',
  '',
];
const personEvent: Arbitrary<DialogEvent> = oneof(
  constantFrom(...texts).map(say),
  constantFrom(...commands).map((command): DialogEvent => ({
    kind: 'tapped',
    tap: { verb: 'command', command },
  })),
  constant<DialogEvent>({ kind: 'said', text: '', masked: false, files: [picture] }),
  constant<DialogEvent>({ kind: 'said', text: 'my password is [hidden]', masked: true }),
  constant<DialogEvent>({ kind: 'unsupported', what: 'a poll' }),
  constant<DialogEvent>({ kind: 'joined' }),
  constantFrom('contact', 'what-they-want', 'already-done', 'number-shown').map((question): DialogEvent => ({
    kind: 'tapped',
    tap: { verb: 'answer', question, choice: 'not-sure' },
  })),
);
const act: Arbitrary<DeskAct> = oneof(
  boolean().map((takeOver): DeskAct => ({ kind: 'join', takeOver })),
  tuple(constantFrom(sam, alex), boolean()).map(([to, asLead]): DeskAct => ({ kind: 'assign', to, asLead })),
  constantFrom<DeskAct>(
    { kind: 'say', text: 'Hello', files: [] },
    { kind: 'hand-back' },
    { kind: 'reopen' },
    close,
  ),
);
const otherEvent: Arbitrary<DialogEvent> = oneof(
  tuple(constantFrom(sam, alex), act, constantFrom('CASE-1', 'CASE-2')).map(([by, done, reference]) =>
    desk(by, done, reference),
  ),
  constantFrom('CASE-1', 'CASE-2').map((reference): DialogEvent => ({
    kind: 'clock',
    case: reference,
    mark: { kind: 'on-call', name: 'Alex', phone: '020 7946 0020' },
  })),
);
const conversation = array(oneof(personEvent, otherEvent), { minLength: 1, maxLength: 14 });
const runs = { numRuns: 150 };

/** What a person is shown or told. */
const isShown = ({ kind }: Effect): boolean =>
  ['say', 'ask', 'show', 'speak', 'conclude', 'hand-over'].includes(kind);

describe('whatever happens in a conversation', () => {
  test('the bot is silent while a technician answers, and speaks once nobody does', () => {
    assertProperty(
      property(conversation, personEvent, (events, last) => {
        const { state } = talk(events);
        const { turns } = talk([...events, last]);
        const shown = (turns.at(-1) ?? []).filter(isShown);
        if (state.technician !== null) assert.deepEqual(shown, []);
        else if (last.kind !== 'joined') assert.notDeepEqual(shown, []);
      }),
      runs,
    );
  });

  test('a person can be had: typing it names a case that a technician can take at once', () => {
    assertProperty(
      property(conversation, (events) => {
        const before = talk(events).state;
        const asked = talk([...events, say('get a person')]);
        const reference = asked.state.opened?.reference ?? '';
        if (before.technician !== null) return;
        const told = (asked.turns.at(-1) ?? []).flatMap((effect) =>
          effect.kind === 'say' ? [effect.text] : [],
        );
        assert.ok(reference !== '' && told.some((text) => text.includes(reference)), told.join(' '));
        const taken = talk([...events, say('get a person'), desk(sam, join, reference)]);
        assert.deepEqual(taken.state.technician, sam);
      }),
      runs,
    );
  });

  test('no case is lost: each that was opened can be taken or opened again by its technician', () => {
    assertProperty(
      property(conversation, (events) => {
        const { turns } = talk(events);
        const references = new Set(
          turns.flat().flatMap((effect) => (effect.kind === 'open-case' ? [effect.reference] : [])),
        );
        for (const reference of references) {
          const taken = talk([...events, desk(sam, { kind: 'join', takeOver: true }, reference)]);
          const again = talk([
            ...events,
            desk(sam, { kind: 'join', takeOver: true }, reference),
            desk(sam, { kind: 'reopen' }, reference),
          ]);
          assert.ok(
            [taken, again].some(
              ({ state }) => state.technician?.id === 't1' || state.technician?.id === 't2',
            ),
          );
        }
      }),
      runs,
    );
  });

  test('who waits is given the number to ring, and who is answered is not', () => {
    assertProperty(
      property(conversation, (events) => {
        const { state } = talk([...events, say('get a person')]);
        const reference = state.opened?.reference ?? 'none';
        const { turns } = talk([
          ...events,
          say('get a person'),
          { kind: 'clock', case: reference, mark: { kind: 'on-call', name: 'Alex', phone: '020 7946 0020' } },
        ]);
        const told = (turns.at(-1) ?? []).some(
          (effect) => effect.kind === 'say' && effect.text.includes('020 7946 0020'),
        );
        assert.equal(told, state.technician === null);
      }),
      runs,
    );
  });

  test('a case has one technician, and is served while it has', () => {
    assertProperty(
      property(conversation, (events) => {
        const { state } = talk(events);
        assert.equal(state.technician === null, state.serving === null);
        assert.ok(state.aside === null || state.pending === 'contact');
      }),
      runs,
    );
  });
});
