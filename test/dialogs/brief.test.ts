import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step, type Context } from '../../dialogs/step.ts';
import type { CaseBrief } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { initialState, type ConversationState } from '../../src/dialog/state.ts';
import type { DialogEvent, Tap } from '../../src/dialog/turn.ts';
import type { Harm } from '../../src/domain/evidence.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();

type Told = string | Tap;
const answer = (question: string, ...choices: string[]): Tap => ({ verb: 'answers', question, choices });

function tell(told: readonly Told[], given: Partial<Context> = {}): Effect[][] {
  let state: ConversationState = initialState();
  return told.map((one) => {
    const event: DialogEvent =
      typeof one === 'string' ? { kind: 'said', text: one, masked: false } : { kind: 'tapped', tap: one };
    const replied = step(state, event, knowledge, { ...context, ...given });
    state = replied.state;
    return replied.effects;
  });
}

/** The newest brief of the case that these turns opened. */
function briefAfter(told: readonly Told[], given: Partial<Context> = {}): CaseBrief {
  const last = tell(told, given)
    .flat()
    .findLast((effect) => effect.kind === 'open-case');
  assert.ok(last, 'no case was opened');
  return last.brief;
}

const bank =
  'The bank fraud team is on the phone from 020 7946 0321 and wants me to move our money to a safe account';

describe('the brief of a case', () => {
  test('fills every block that the bot knows of', () => {
    const brief = briefAfter([bank, 'get a person', 'Jo Smith, 01632 960 123']);
    assert.match(brief.headline, /^\[P2\] .*bank.*YES$/);
    assert.equal(brief.live, 'yes');
    assert.equal(brief.story, bank);
    assert.deepEqual(brief.person, {
      id: 'u1',
      name: undefined,
      channel: 'webchat',
      language: 'en-GB',
      contact: 'Jo Smith, 01632 960 123',
    });
    assert.match(brief.caller.claimed ?? '', /bank/);
    const [shown] = brief.caller.numbers;
    assert.equal(shown?.number, '020 7946 0321');
    assert.notEqual(shown?.whose, 'ours');
    assert.ok(brief.ask.length > 0 && brief.ask.every(({ words }) => words !== ''));
    assert.ok(brief.judgement);
    assert.ok(brief.judgement.reasons.length > 0 && brief.judgement.twin);
    assert.ok(brief.judgement.wouldChange.length > 0);
    assert.ok(brief.done.told.length > 0);
    assert.ok(brief.actions.length > 0);
    assert.deepEqual(
      brief.collect.map(({ hours }) => hours),
      [24, 24, 720, 4320],
    );
    assert.equal(brief.knowledgeVersion, knowledge.version);
  });

  test('names nobody who did not say their name, and asks the technician to find out', () => {
    const brief = briefAfter(['get a person', answer('contact', 'not-sure')]);
    assert.equal(brief.person.contact, undefined);
    assert.equal(brief.judgement, undefined);
    const ids = brief.actions.map(({ id }) => id);
    assert.deepEqual(ids, ['action.ask-live', 'action.ask-story', 'action.ask-number']);
  });

  test('has the name that the channel knows in its headline', () => {
    const person = { id: 'u9', name: 'Jo Smith', channel: 'msteams' };
    const brief = briefAfter(['get a person'], { person });
    assert.match(brief.headline, /, Jo Smith, /);
    assert.equal(brief.person.name, 'Jo Smith');
  });

  const decisive: [told: Told[], priority: string][] = [
    [['HSBC wants the code', 'get a person'], 'P2'],
    [['HSBC wants the code', 'get a person', answer('caller-on-line', 'no')], 'P3'],
    [['HSBC rang and wanted the code. I hung up.', 'get a person'], 'P3'],
    [['I got an email from HSBC that wants the code', 'get a person'], 'P3'],
  ];
  for (const [told, priority] of decisive)
    test(`is ${priority} for a decisive request, as far as the caller may still be there: ${JSON.stringify(told)}`, () =>
      assert.equal(briefAfter(told).priority, priority));

  const harms: [story: string, choice: string, harm: Harm, words: RegExp][] = [
    [
      'A woman from the bank rang. I read out the code to her.',
      '',
      'credentials',
      /^I read out the code to her\.$/,
    ],
    ['A man rang.', 'computer', 'remote-access', /^They got on to my computer$/],
    ['A man rang.', 'paid', 'money', /^I paid, or changed bank details$/],
    ['A man rang.', 'installed', 'software', /^I installed something/],
    ['A man rang.', 'data', 'data', /^I gave information$/],
  ];
  for (const [story, choice, harm, words] of harms)
    test(`tells of ${harm} in the person's words, with what to do about it first`, () => {
      const told: Told[] =
        choice === '' ? [story] : [story, 'I already did what they asked', answer('already-done', choice)];
      const brief = briefAfter(told);
      assert.equal(brief.priority, 'P1');
      assert.equal(brief.harm[0]?.harm, harm);
      assert.match(brief.harm[0].words ?? '', words);
      const steps = brief.actions.filter(({ id }) => id.includes('/'));
      assert.ok(steps.length >= 4, 'the steps of the playbook are missing');
    });

  test('is P1 when something happened and nobody knows what', () => {
    const brief = briefAfter([
      'A man rang.',
      'I already did what they asked',
      answer('already-done', 'not-sure'),
    ]);
    assert.equal(brief.priority, 'P1');
    assert.deepEqual(brief.harm, []);
    assert.ok(brief.actions.some(({ id }) => id === 'action.ask-harm'));
  });

  test('puts the most pressing step first, whichever harm it is for, and the same step once', () => {
    const brief = briefAfter([
      'A man rang.',
      'I already did what they asked',
      answer('already-done', 'computer', 'paid', 'data'),
    ]);
    const steps = brief.actions.filter(({ id }) => id.includes('/')).map(({ text }) => text);
    assert.match(steps[0] ?? '', /at once\)$/);
    const first = (pattern: RegExp): number => steps.findIndex((text) => pattern.test(text));
    assert.ok(first(/15 minutes\)$/) < first(/1 hour\)$/));
    assert.ok(first(/1 hour\)$/) < first(/the same day/));
    assert.ok(first(/the same day/) < first(/72 hours\)$|1 week\)$/));
    assert.match(steps.at(-1) ?? '', /before it is used again/);
    assert.equal(new Set(steps).size, steps.length);
  });

  test('gives the same step the same id in every case, and no two the same', () => {
    const one = briefAfter([
      'A man rang.',
      'I already did what they asked',
      answer('already-done', 'computer'),
    ]);
    const both = briefAfter([
      'A man rang.',
      'I already did what they asked',
      answer('already-done', 'computer', 'paid'),
    ]);
    const ids = both.actions.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const known = new Map(both.actions.map(({ id, text }) => [id, text]));
    for (const { id, text } of one.actions) assert.equal(known.get(id), text);
    const playbooks = knowledge.playbooks.flatMap(({ id, steps }) =>
      steps.map(({ action }) => `${id}/${action}`),
    );
    assert.equal(new Set(playbooks).size, playbooks.length);
  });

  test('lists what was answered, what ringing back showed, and what is still open', () => {
    const told: Told[] = [
      'Someone rang and would not say what it is about',
      answer('what-they-want', 'not-sure'),
      answer('who-they-say', 'supplier'),
      answer('number-shown', 'not-sure'),
      'they had never heard of it',
      'get a person',
    ];
    const { done, judgement } = briefAfter(told);
    assert.ok(
      done.answers.some(
        ({ question, answer: given }) => question === 'Who do they say they are?' && given === 'A supplier',
      ),
    );
    const rangBack = done.answers.find(({ question }) => question === 'Check of who is calling');
    assert.match(rangBack?.answer ?? '', /never heard.*21 Nov 2026, 10:00/);
    const asked = knowledge.questions.filter(({ id }) => ['payment', 'remote-access'].includes(id));
    for (const { text } of asked) assert.ok(done.open.includes(text), done.open.join());
    assert.ok(!done.open.includes('Who do they say they are?'));
    assert.equal(judgement?.identity, 'disproved');
  });

  test('says what would make the request an ordinary one', () => {
    const brief = briefAfter(['A man is on the phone and wants to remote on to my computer', 'get a person']);
    assert.ok(brief.judgement?.wouldChange.some((line) => line.includes('It was arranged before the call')));
  });

  test('is brought up to date by every answer that matters, and not by small talk', () => {
    const turns = tell(['get a person', answer('contact', 'not-sure'), bank, 'thanks', 'why']);
    const opened = turns.map((effects) => effects.filter(({ kind }) => kind === 'open-case').length);
    assert.deepEqual(opened, [1, 0, 1, 0, 0]);
  });

  test('keeps who told of the call when a technician takes it', () => {
    let { state } = step(initialState(), { kind: 'said', text: bank, masked: false }, knowledge, context);
    ({ state } = step(state, { kind: 'said', text: 'get a person', masked: false }, knowledge, context));
    const by = { id: 't1', name: 'Sam' };
    const desk = { ...context, person: { id: 't1', name: 'Sam', channel: 'desk' }, language: 'cy' };
    const joined = step(
      state,
      { kind: 'desk', case: 'CASE-1', by, act: { kind: 'join', takeOver: false } },
      knowledge,
      desk,
    );
    const refreshed = joined.effects.find((effect) => effect.kind === 'open-case');
    assert.deepEqual(
      [refreshed?.brief.person.id, refreshed?.brief.person.channel, refreshed?.brief.person.language],
      ['u1', 'webchat', 'en-GB'],
    );
  });
});
