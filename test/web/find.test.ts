import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorOf } from '../../src/dialog/anchor.ts';
import { createFind } from '../../src/web/catalogue/find.ts';
import { findableScams } from '../support/findable.ts';

const find = createFind(await findableScams());

const wanted: readonly [query: string, scam: string][] = [
  ['microsft', 'microsoft-support-call'],
  ['cable man from openreach', 'broadband-openreach-router'],
  ['HMRC arrest!', 'hmrc-arrest-threat'],
  ['tonner', 'toner-office-supplies'],
  ['boss wants gift cards', 'boss-gift-card-request'],
  ['customs parcel fee', 'parcel-customs-fee'],
];
for (const [query, id] of wanted)
  test(`"${query}" finds ${id} first`, () => {
    assert.equal(find(query)[0], anchorOf({ kind: 'scam', id }));
  });

for (const query of ['', '   ', 'the a of', 'zzqxw', '((('])
  test(`"${query}" finds nothing`, () => {
    assert.deepEqual(find(query), []);
  });

test('what only shares a common word with the best is left out', () => {
  assert.ok(find('cable man from openreach').length <= 5);
});
