import assert from 'node:assert/strict';
import { test } from 'node:test';
import { step } from '../../dialogs/step.ts';
import { isCut, readable, withMessage } from '../../dialogs/story.ts';
import { initialState, storyLimit } from '../../src/dialog/state.ts';
import { storyCapCharacters } from '../../src/domain/listening/tokens.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const ramble = 'She went on and on about the weather, and I was sorting the post. '.repeat(200);
const request = 'He wants me to read him the code on my phone.';

test('what is short is judged as it was told', () => {
  assert.equal(readable(['A man rang.', request]), `A man rang.\n${request}`);
  assert.equal(isCut(['A man rang.', request]), false);
});

for (const [what, story] of [
  ['at the end of a long message', [`${ramble}${request}`]],
  ['after a long message', [ramble, request]],
  ['after many long messages', [...Array.from({ length: 9 }, () => ramble), request]],
] as const)
  test(`the newest words are judged: ${what}`, () => {
    assert.ok(isCut(story));
    assert.ok(readable(story).endsWith(request));
    assert.ok(readable(story).length <= storyCapCharacters);
    const whole = new Set(story.join(' ').split(' '));
    assert.ok(
      readable(story)
        .split(/[\s…]+/)
        .every((word) => word === '' || whole.has(word)),
    );
  });

test('who rang is still known after many long messages', () => {
  const story = ['The bank rang.', ...Array.from({ length: 9 }, () => ramble), request];
  assert.ok(readable(story).startsWith('The bank rang.'));
});

test('a story that is full takes the next message, and stays within what is kept', () => {
  const full = withMessage([ramble], ramble);
  const next = withMessage(full, request);
  assert.equal(next.at(-1), request);
  assert.ok(next.join('\n').length <= storyLimit);
});

test('a request told in a short message after a long one is heard, as the bot asked for', () => {
  const told = [`A man from the bank rang. ${ramble}`, request].reduce(
    (reply, text) => step(reply.state, { kind: 'said', text, masked: false }, knowledge, context),
    { state: initialState(), effects: [] } as ReturnType<typeof step>,
  );
  const verdicts = told.effects.flatMap((effect) => (effect.kind === 'conclude' ? [effect.verdict] : []));
  assert.deepEqual(verdicts, ['stop-unsafe']);
});

test('who was asked something about a call is not turned away for a message about something else', () => {
  const asked = step(initialState(), { kind: 'said', text: 'A man rang', masked: false }, knowledge, context);
  const { effects } = step(asked.state, { kind: 'said', text: ramble, masked: false }, knowledge, context);
  assert.equal(
    effects.some((effect) => effect.kind === 'show' && effect.card.id.startsWith('not-for-this')),
    false,
  );
});
