import assert from 'node:assert/strict';
import { step, type Context, type Reply } from '../../dialogs/step.ts';
import type { Technician } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { initialState, readState, type ConversationState } from '../../src/dialog/state.ts';
import type { DeskAct, DialogEvent } from '../../src/dialog/turn.ts';
import { context } from './context.ts';
import { loadedKnowledge } from './knowledge.ts';

const knowledge = await loadedKnowledge();

export const sam = { id: 't1', name: 'Sam' };
export const alex = { id: 't2', name: 'Alex' };
export const picture = { id: 'f1', name: 'a.png', type: 'image/png', bytes: 3, sha256: 'abc' };
export const story = 'The bank fraud team is on the phone and wants me to move our money to a safe account';

export const say = (text: string): DialogEvent => ({ kind: 'said', text, masked: false });
type DeskEvent = Extract<DialogEvent, { kind: 'desk' }>;
export const desk = (by: Technician, act: DeskAct, reference = 'CASE-1'): DeskEvent => ({
  kind: 'desk',
  case: reference,
  by,
  act,
});
export const join: DeskAct = { kind: 'join', takeOver: false };
export const close: DeskAct = { kind: 'close', closing: { outcome: 'scam', botWasRight: 'yes', note: '' } };

/** Turns one after the other, each with its own activity `a1`, `a2`, ... and a reference that is not used yet. */
export function talk(
  events: readonly DialogEvent[],
  given: Partial<Context> = {},
): { state: ConversationState; turns: Effect[][] } {
  let state = initialState();
  let cases = 1;
  const turns = events.map((event, place) => {
    const activity = `a${place + 1}`;
    const replied: Reply = step(state, event, knowledge, {
      ...context,
      ...given,
      activity,
      caseReference: `CASE-${cases}`,
      checkId: `CHECK-${cases}`,
    });
    const stored: unknown = JSON.parse(JSON.stringify(replied.state));
    assert.deepEqual(stored, replied.state, 'the state is not plain JSON');
    const read = readState(stored);
    assert.ok(read, 'the state could not be read back');
    state = read;
    if (state.opened?.reference === `CASE-${cases}`) cases += 1;
    return replied.effects;
  });
  return { state, turns };
}
