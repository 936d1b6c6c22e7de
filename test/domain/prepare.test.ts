import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepare } from '../../src/domain/prepare.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const shipped = await loadedKnowledge();
// Other tests index knowledge made from the same scams.
const knowledge = { ...shipped, scams: [...shipped.scams] };

test('clients that hold other numbers and colleagues share one set of indexes', () => {
  const colleagues = [{ id: 'c1', name: 'Jo Hart', hasPassphrase: false }];
  assert.equal(prepare({ ...knowledge, directory: [], colleagues }), prepare(knowledge));
  assert.equal(prepare({ ...knowledge, directory: [...knowledge.directory] }), prepare(knowledge));
});

test('knowledge whose signals or authorities differ is indexed by itself', () => {
  const authorities = knowledge.authorities.slice(1);
  const fewer = prepare({ ...knowledge, authorities });
  assert.equal(fewer.authorities.size, knowledge.authorities.length - 1);
  assert.equal(prepare(knowledge).authorities.size, knowledge.authorities.length);
  assert.equal(prepare({ ...knowledge, authorities, directory: [] }), fewer);
});
