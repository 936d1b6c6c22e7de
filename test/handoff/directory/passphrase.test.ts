import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createComparePassphrase, hashPassphrase } from '../../../src/handoff/directory/passphrase.ts';
import { cheap } from './stage.ts';

const agreed = await hashPassphrase('Blue kettle, Tuesday', cheap);

function compare(passphraseHash: string | null) {
  return createComparePassphrase({
    readEntry: async (client, id) => (client === 'main' && id !== 'nobody' ? { passphraseHash } : undefined),
  });
}

test('an agreed passphrase is recognised however it is spaced and written, and nothing else is', async () => {
  const fits = compare(agreed);
  for (const [typed, isRight] of [
    ['Blue kettle, Tuesday', true],
    ['  blue-kettle tuesday.', true],
    ['BLUE KETTLE TUESDAY', true],
    ['blue kettle monday', false],
    ['', false],
  ] as const)
    assert.equal(await fits('main', 'c1', typed), isRight, typed);
});

test('whoever guesses on is right no more, and another colleague is not held up by it', async () => {
  const fits = compare(agreed);
  for (let guess = 0; guess < 9; guess++) assert.equal(await fits('main', 'c1', `guess ${guess}`), false);
  assert.equal(await fits('main', 'c1', 'blue kettle tuesday'), true);
  assert.equal(await fits('main', 'c1', 'blue kettle tuesday'), false);
  assert.equal(await fits('main', 'c2', 'blue kettle tuesday'), true);
});
