import assert from 'node:assert/strict';
import { test } from 'node:test';
import { step, type Reply } from '../../dialogs/step.ts';
import type { Offer } from '../../src/dialog/effect.ts';
import { initialState, type ConversationState } from '../../src/dialog/state.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const stories = [
  'A man from Microsoft is on the phone and wants me to install AnyDesk',
  'A lady rang about our account',
  'I gave him the code',
  'The printer is broken',
];
const depth = 3;
const mostTurns = 12;

for (const story of stories)
  test(`every button does what its words do when they are typed, after "${story}"`, () => {
    let turns: [ConversationState, DialogEvent][] = [[initialState(), said(story)]];
    for (let level = 0; level < depth; level += 1)
      turns = turns
        .map(([state, event]) => take(state, event))
        .flatMap((reply) => offersIn(reply).map((offer) => tryBothWays(reply.state, offer)))
        .slice(0, mostTurns);
    assert.ok(turns.length > 0);
  });

/** The same effects and the same state; an edit is possible of what was typed only. */
function tryBothWays(state: ConversationState, { label, tap }: Offer): [ConversationState, DialogEvent] {
  const event: DialogEvent = { kind: 'tapped', tap };
  const tapped = take(state, event);
  const typed = take(state, said(label));
  assert.deepEqual(typed.effects, tapped.effects, label);
  assert.deepEqual({ ...typed.state, said: null }, { ...tapped.state, said: null }, label);
  return [state, event];
}

function offersIn({ effects }: Reply): readonly Offer[] {
  return effects.flatMap((effect) => {
    if (effect.kind === 'ask') return effect.offers;
    return effect.kind === 'show' ? effect.card.offers : [];
  });
}

function take(state: ConversationState, event: DialogEvent): Reply {
  return step(state, event, knowledge, context);
}

function said(text: string): DialogEvent {
  return { kind: 'said', text, masked: false };
}
