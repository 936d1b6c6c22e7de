import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step, type Context } from '../../dialogs/step.ts';
import type { Effect, Offer } from '../../src/dialog/effect.ts';
import { initialState, readState, type ConversationState } from '../../src/dialog/state.ts';
import type { DialogEvent, Tap } from '../../src/dialog/turn.ts';
import { assess } from '../../src/domain/assess.ts';
import { mostQuestions } from '../../src/domain/asking.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const context: Context = {
  now: '2026-11-21T10:00:00.000Z',
  timeZone: 'Europe/London',
  activity: 'a1',
  person: { id: 'u1', name: undefined, channel: 'webchat' },
  language: 'en-GB',
  region: 'GB',
  caseReference: 'CASE-1',
  checkId: 'CHECK-1',
  desk: { name: 'the IT desk', phone: '020 7946 0018' },
  openOnDecisive: false,
};
const checks = ['withheld-number', 'claimed-authority', 'payment-request', 'remote-access-request'];

/** Openings that lead to different first questions. */
const stories = [
  '',
  'Somebody rang reception and would not say what it is about.',
  'A lady from our bank rang about a payment and the number was withheld.',
  'Someone rang selling energy for the office.',
  'A supplier rang to say they have new bank details for the invoice.',
];

type Visit = { state: ConversationState; effects: readonly Effect[]; path: readonly string[] };

describe('every combination of offered answers', () => {
  for (const story of stories) {
    test(`after "${story}" ends, asks little and settles the checks`, () => {
      const visits = explore(story);
      const ends = visits.filter(({ state }) => state.pending === null);
      assert.ok(ends.length > 0, 'no path ended');
      for (const visit of visits) checkVisit(visit);
      for (const visit of ends) checkEnd(visit);
    });
  }
});

/** Walks breadth first. Two ways into the same answers are one state, which keeps the walk finite. */
function explore(story: string): Visit[] {
  const start = take({ state: initialState(), effects: [], path: [] }, { kind: 'joined' }, 'joins');
  const told = story === '' ? start : take(start, { kind: 'said', text: story, masked: false }, story);
  const seen = new Map<string, Visit>([[keyOf(told), told]]);
  const queue = [told];
  for (let visit = queue.shift(); visit; visit = queue.shift()) {
    for (const { label, tap } of answersTo(visit)) {
      const next = take(visit, { kind: 'tapped', tap }, label);
      if (seen.has(keyOf(next))) continue;
      seen.set(keyOf(next), next);
      queue.push(next);
    }
  }
  return [...seen.values()];
}

function take(from: Visit, event: DialogEvent, label: string): Visit {
  const { state, effects } = step(from.state, event, knowledge, context);
  const stored: unknown = JSON.parse(JSON.stringify(state));
  assert.deepEqual(stored, state, 'the state is not plain JSON');
  const read = readState(stored);
  assert.ok(read, 'the state could not be read back');
  return { state: read, effects, path: [...from.path, label] };
}

function keyOf({ state }: Visit): string {
  const answers = state.answers.toSorted((one, other) => one.question.localeCompare(other.question));
  return JSON.stringify([state.pending, answers, state.dialog, state.trail.length]);
}

/** Each choice by itself and, where several may be taken, each telling pair with the first. */
function answersTo({ effects }: Visit): Offer[] {
  const asked = effects.find((effect) => effect.kind === 'ask');
  if (!asked) return [];
  const single = asked.offers.map(({ label, tap }) => ({ label, tap }));
  if (!asked.many) return single;
  const choices = single.flatMap(({ tap }) => (tap.verb === 'answer' ? [tap.choice] : []));
  const pairs = choices.slice(1).map((choice, place) => pairOf(asked.question, [choices[place]!, choice]));
  return [...single, ...pairs];
}

function pairOf(question: string, choices: string[]): Offer {
  const tap: Tap = { verb: 'answers', question, choices };
  return { label: choices.join(' + '), tap };
}

function checkVisit(visit: Visit): void {
  const { state, effects, path } = visit;
  const at = path.join(' > ');
  assert.ok(state.trail.length <= mostQuestions, `${state.trail.length} questions: ${at}`);
  for (const text of effects.flatMap(textsOf)) {
    assert.doesNotMatch(text, /\bsafe(ly)?\b/i, `says safe: ${at}`);
    assert.doesNotMatch(
      text,
      /\{\w+\}|\d\s?%|!/,
      `an empty slot, a percentage or an exclamation mark: ${at}`,
    );
  }
  assert.notEqual(verdictOf(visit), 'proved', `proved without a proof: ${at}`);
  checkPerson(visit);
  const asked = effects.find((effect) => effect.kind === 'ask');
  if (asked)
    assert.ok(
      asked.offers.some(({ tap }) => tap.verb === 'answer' && tap.choice === 'not-sure'),
      at,
    );
}

/** Typed at any point, "get a person" opens a case once, asks who to ring at most once, and comes back to the question. */
function checkPerson(visit: Visit): void {
  const asking = take(visit, { kind: 'said', text: 'get a person', masked: false }, 'get a person');
  const kinds = asking.effects.map(({ kind }) => kind);
  assert.equal(
    kinds.filter((kind) => kind === 'open-case').length,
    visit.state.opened ? 0 : 1,
    visit.path.join(' > '),
  );
  const isAsked = asking.state.pending === 'contact';
  assert.equal(isAsked, visit.state.contact === null, 'who to ring was asked twice, or never');
  const skip = { kind: 'said', text: 'skip', masked: false } as const;
  const after = isAsked ? take(asking, skip, 'skip') : asking;
  const before = visit.state.pending === 'contact' ? visit.state.aside : visit.state.pending;
  assert.equal(after.state.pending, before, 'the question was lost');
  const again = take(asking, { kind: 'said', text: 'get a person', masked: false }, 'again');
  assert.ok(!again.effects.some(({ kind }) => kind === 'open-case'), 'a second case was opened');
}

function checkEnd(visit: Visit): void {
  const { state, effects, path } = visit;
  const at = path.join(' > ');
  // Once a case is open with somebody to ring, the answer came a turn before.
  if (state.opened && state.contact === '') return;
  const concluded = effects.find((effect) => effect.kind === 'conclude');
  assert.ok(concluded, `ended without an answer: ${at}`);
  const card = effects.find((effect) => effect.kind === 'show');
  assert.ok(
    card?.card.offers.some(({ label }) => label === 'Get a person'),
    `no way to a person: ${at}`,
  );
  if (concluded.verdict === 'stop-scam' || concluded.verdict === 'stop-unsafe') return;
  const call = { story: state.story.join('\n'), answers: state.answers, proofs: state.proofs, region: 'GB' };
  const known = new Set(assess(call, knowledge).evidence.map(({ signal }) => signal));
  const open = checks.filter((check) => !known.has(check));
  assert.deepEqual(open, [], `checks left open: ${at}`);
}

function verdictOf({ effects }: Visit): string | undefined {
  return effects.find((effect) => effect.kind === 'conclude')?.verdict;
}

function textsOf(effect: Effect): string[] {
  switch (effect.kind) {
    case 'say':
      return [effect.text];
    case 'ask':
      return [effect.text, ...effect.offers.map(({ label }) => label)];
    case 'show': {
      const { heading, summary, blocks, offers } = effect.card;
      return [
        heading,
        summary,
        ...blocks.map((block) => JSON.stringify(block)),
        ...offers.map(({ label }) => label),
      ];
    }
    case 'settle':
    case 'conclude':
    case 'open-case':
    case 'hand-over':
    case 'remember':
    case 'own':
    case 'speak':
    case 'close-case':
    case 'reopen-case':
    case 'check':
    case 'attest':
    case 'prove':
    case 'answer-alert':
    case 'refuse':
      return [];
  }
}
