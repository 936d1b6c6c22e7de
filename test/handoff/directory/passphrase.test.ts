import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { test } from 'node:test';
import {
  createComparePassphrase,
  hashPassphrase,
  plainPassphrase,
} from '../../../src/handoff/directory/passphrase.ts';

const agreed = cheapHash('Blue kettle, Tuesday');

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

test('nobody has another client’s passphrase, or one that was never agreed', async () => {
  assert.equal(await compare(agreed)('harbour', 'c1', 'blue kettle tuesday'), false);
  assert.equal(await compare(agreed)('main', 'nobody', 'blue kettle tuesday'), false);
  assert.equal(await compare(null)('main', 'c1', ''), false);
});

test('whoever guesses on is right no more, and another colleague is not held up by it', async () => {
  const fits = compare(agreed);
  for (let guess = 0; guess < 9; guess++) assert.equal(await fits('main', 'c1', `guess ${guess}`), false);
  assert.equal(await fits('main', 'c1', 'blue kettle tuesday'), true);
  assert.equal(await fits('main', 'c1', 'blue kettle tuesday'), false);
  assert.equal(await fits('main', 'c2', 'blue kettle tuesday'), true);
});

test('what is kept does not hold what was agreed, and opens to it alone', async () => {
  const kept = await hashPassphrase('Blue kettle, Tuesday');
  assert.match(kept, /^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(await compare(kept)('main', 'c1', 'blue kettle, tuesday'), true);
  assert.equal(await compare(kept)('main', 'c1', 'blue kettle'), false);
});

/** The same form at the lowest cost, as one made by an older version would be. */
function cheapHash(passphrase: string): string {
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync(plainPassphrase(passphrase), salt, 32, { N: 2, r: 1, p: 1 });
  return ['scrypt', 2, 1, 1, salt.toString('base64url'), hash.toString('base64url')].join('$');
}
