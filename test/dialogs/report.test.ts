import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step } from '../../dialogs/step.ts';
import type { CaseBrief } from '../../src/dialog/brief.ts';
import { initialState, readState, type ConversationState } from '../../src/dialog/state.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const machine = { ...context, person: { id: 'api-k1', name: undefined, channel: 'api' } };
const story = 'The bank fraud team rang from 020 7946 0321 and wants us to move our money to a safe account';

function report(text: string, state: ConversationState = initialState(), contact?: string) {
  const replied = step(state, { kind: 'reported', text, contact }, knowledge, machine);
  const briefs = replied.effects.flatMap((effect): CaseBrief[] =>
    effect.kind === 'open-case' ? [effect.brief] : [],
  );
  assert.equal(briefs.length, 1);
  return { ...replied, brief: briefs[0] ?? assert.fail() };
}

describe('what another system reports', () => {
  test('opens a case at once with all that was told, and asks nobody anything', () => {
    const { brief, effects, state } = report(story, initialState(), 'Jo on 01632 960 123');
    assert.deepEqual(
      [brief.reason, brief.story, brief.person.contact, brief.person.channel],
      ['reported', story, 'Jo on 01632 960 123', 'api'],
    );
    assert.equal(brief.judgement?.verdict, 'stop-scam');
    assert.deepEqual(
      effects.map(({ kind }) => kind),
      ['open-case', 'hand-over', 'say'],
    );
    assert.deepEqual(readState(JSON.parse(JSON.stringify(state))), state);
  });

  for (const command of ['cancel', 'start again', 'get a person', 'yes', ''])
    test(`is never taken for a command: "${command}"`, () => {
      const { brief, state } = report(command);
      assert.equal(brief.story, command);
      assert.equal(state.opened?.reference, 'CASE-1');
    });

  test('puts harm first', () => {
    const { brief } = report('He rang as Microsoft and I let him onto my computer with AnyDesk.');
    assert.deepEqual([brief.reason, brief.priority], ['harm', 'P1']);
    assert.match(brief.headline, /^\[P1\] Remote access/);
  });

  test('again is added to the same case', () => {
    const first = report(story, initialState(), 'Jo');
    const { brief, state } = report('He rang again.', first.state);
    assert.equal(brief.story, `${story}\nHe rang again.`);
    assert.deepEqual([brief.person.contact, state.opened?.reference], ['Jo', 'CASE-1']);
  });

  test('while a technician answers is kept and answered by nobody else', () => {
    const { state } = report(story);
    const owned = { ...state, technician: { id: 't1', name: 'Sam' }, serving: 'CASE-1' };
    assert.deepEqual(
      step(owned, { kind: 'reported', text: 'more', contact: undefined }, knowledge, machine).effects,
      [],
    );
  });
});
