import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Alert, AlertAnswer } from '../../src/dialog/alert.ts';
import type { Card, Effect } from '../../src/dialog/effect.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import { desk, join, sam, say, story, talk } from '../support/relayed.ts';

const alert: Alert = {
  id: 'AL-1',
  campaign: 'CA-1',
  title: 'A caller who says that they are your bank',
  text: 'They ask you to move money to another account.',
  steps: ['Hang up.', 'Ring the bank on a number you hold.'],
};
const alerted: DialogEvent = { kind: 'alerted', alert };
const tap = (answer: AlertAnswer, id = 'AL-1'): DialogEvent => ({
  kind: 'tapped',
  tap: { verb: 'alert', alert: id, answer },
  ask: `alert-${id}`,
});
const ended: DialogEvent = { kind: 'alert-ended', alert: 'AL-1', end: 'expired' };
const banner = (answer: AlertAnswer): DialogEvent => ({ kind: 'alert-answered', alert, answer });

describe('an alert to staff', () => {
  test('is one card with two buttons, and shown once', () => {
    const [first, again] = talk([alerted, alerted]).turns;
    const [card] = cardsIn(first);
    assert.equal(card?.id, 'alert-AL-1');
    assert.equal(card.heading, 'Alert: A caller who says that they are your bank');
    assert.match(card.summary, /^An alert from the IT desk/);
    assert.deepEqual(
      card.offers.map(({ label }) => label),
      ['Got it', "I've had this call"],
    );
    assert.deepEqual(again, []);
  });

  test('leaves the question that stands where it is', () => {
    const asked = talk([say('Somebody rang me about a delivery')]);
    const interrupted = talk([say('Somebody rang me about a delivery'), alerted]);
    assert.ok(asked.state.pending);
    assert.equal(interrupted.state.pending, asked.state.pending);
    assert.deepEqual(interrupted.state.asked, asked.state.asked);
    assert.deepEqual(
      interrupted.turns[1]?.map(({ kind }) => kind),
      ['show'],
    );
  });

  for (const [what, events, expected] of [
    ['is counted as read', [alerted, tap('got-it')], ['got-it']],
    ['is counted once, however often it is tapped', [alerted, tap('got-it'), tap('got-it')], ['got-it']],
    [
      'is counted as had after it was read',
      [alerted, tap('got-it'), tap('had-this-call')],
      ['got-it', 'had-this-call'],
    ],
    ['stays had', [alerted, tap('had-this-call'), tap('got-it')], ['had-this-call']],
    ['is counted when it is typed', [alerted, say('got it')], ['got-it']],
    ['is counted when it is typed in capitals', [alerted, say('I’ve had this call!')], ['had-this-call']],
    ['of another conversation is not counted', [alerted, tap('had-this-call', 'AL-9')], []],
    ['that was never given is not counted', [tap('had-this-call')], []],
    ['that has ended is not counted', [alerted, ended, tap('had-this-call')], []],
    ['beside the chat is counted', [banner('got-it')], ['got-it']],
    ['beside the chat is counted after the one in it', [alerted, banner('had-this-call')], ['had-this-call']],
    ['is answered while a technician is there', [...withSam(), alerted, tap('got-it')], ['got-it']],
  ] satisfies [string, DialogEvent[], string[]][])
    test(what, () => {
      const answers = talk(events)
        .turns.flat()
        .flatMap((effect) => (effect.kind === 'answer-alert' ? [effect.answer] : []));
      assert.deepEqual([...new Set(answers)], expected);
      assert.equal(answers.length, expected.length);
    });

  test('that was answered keeps its words and loses its buttons', () => {
    const [card] = cardsIn(talk([alerted, tap('got-it')]).turns[1]);
    assert.equal(card?.id, 'alert-AL-1');
    assert.deepEqual(card.offers, []);
    assert.match(JSON.stringify(card.blocks), /move money.*You have read this/);
  });

  test('that has ended loses its buttons, unless it was answered', () => {
    assert.match(JSON.stringify(talk([alerted, ended]).turns[1]), /This alert has ended/);
    assert.deepEqual(talk([alerted, tap('got-it'), ended]).turns[2], []);
    assert.deepEqual(talk([ended]).turns[0], []);
  });

  test('stays after the person started again', () => {
    const { state } = talk([alerted, say('start again')]);
    assert.equal(state.alerts.length, 1);
  });

  test('keeps no more than anybody gets in two weeks', () => {
    const many = Array.from({ length: 12 }, (_, n): DialogEvent => ({
      kind: 'alerted',
      alert: { ...alert, id: `AL-${n}` },
    }));
    const { state } = talk(many);
    assert.deepEqual(
      state.alerts.map(({ id }) => id),
      many.slice(-8).map((_, n) => `AL-${n + 4}`),
    );
  });
});

describe('whoever had the call', () => {
  for (const [what, event] of [
    ['in the chat', tap('had-this-call')],
    ['beside the chat', banner('had-this-call')],
  ] as const)
    test(`is asked what happened, ${what}`, () => {
      const { state, turns } = talk([alerted, event]);
      assert.match(JSON.stringify(turns[1]), /Tell me what they said/);
      assert.deepEqual([state.rang, state.alert], [true, 'AL-1']);
    });

  test('has a case that names the alert and its campaign', () => {
    const { turns } = talk([alerted, tap('had-this-call'), say(story), say('get a person')]);
    const [opened] = turns.flat().flatMap((effect) => (effect.kind === 'open-case' ? [effect] : []));
    assert.deepEqual(opened?.brief.alert, { id: 'AL-1', campaign: 'CA-1', title: alert.title });
  });

  test('keeps what they told before, and the question that stood', () => {
    const told = say('Somebody rang me about a delivery');
    const { state, turns } = talk([told, alerted, tap('had-this-call')]);
    assert.deepEqual(state.story, talk([told]).state.story);
    assert.equal(state.pending, talk([told]).state.pending);
    assert.match(JSON.stringify(turns[2]), /We have counted your call/);
  });

  test('is not talked to while a technician is there, who reads of it', () => {
    const { turns } = talk([...withSam(), alerted, tap('had-this-call')]);
    const kinds = turns.at(-1)?.map(({ kind }) => kind);
    assert.ok(!kinds?.includes('say'));
    assert.match(JSON.stringify(turns.at(-1)), /had the call of the alert/);
  });

  test('starts a new call with no link to the alert', () => {
    const { state } = talk([alerted, tap('had-this-call'), say('start again')]);
    assert.equal(state.alert, null);
  });
});

function withSam(): DialogEvent[] {
  return [say(story), say('get a person'), desk(sam, join)];
}

function cardsIn(effects: readonly Effect[] = []): Card[] {
  return effects.flatMap((effect) => (effect.kind === 'show' ? [effect.card] : []));
}
