import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createComparePassphrase, hashPassphrase } from '../../../src/handoff/directory/passphrase.ts';
import { cheap } from './stage.ts';

function compare(passphraseHash: string | null) {
  return createComparePassphrase({
    readEntry: async (client, id) => (client === 'main' && id === 'c1' ? { passphraseHash } : undefined),
  });
}

test('nobody has another client’s passphrase, or one that was never agreed', async () => {
  const agreed = await hashPassphrase('Blue kettle, Tuesday', cheap);
  assert.equal(await compare(agreed)('harbour', 'c1', 'blue kettle tuesday'), false);
  assert.equal(await compare(agreed)('main', 'nobody', 'blue kettle tuesday'), false);
  assert.equal(await compare(null)('main', 'c1', ''), false);
});

test('what is kept does not hold what was agreed, and opens to it alone', async () => {
  const kept = await hashPassphrase('Blue kettle, Tuesday');
  assert.match(kept, /^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(await compare(kept)('main', 'c1', 'blue kettle, tuesday'), true);
  assert.equal(await compare(kept)('main', 'c1', 'blue kettle'), false);
});
