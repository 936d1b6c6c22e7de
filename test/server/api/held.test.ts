import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadedKnowledge } from '../../support/knowledge.ts';
import { raiseApi } from './stage.ts';

test('a number that one client holds is named to that client alone', async (t) => {
  const shipped = await loadedKnowledge();
  const bank = {
    name: 'Bank fraud line',
    number: '+44 345 600 1234',
    since: '2026-11-21',
    source: 'the card',
    owner: 'finance',
    reviewBy: '2027-05-21',
  };
  const held = { ...shipped, directory: [bank] };
  const stage = await raiseApi(t, { knowledge: (client) => (client === 'main' ? held : shipped) });
  const story = 'The bank rang us from 0345 600 1234 about a payment';
  for (const client of ['main', 'other']) {
    const system = await stage.system({ client, scopes: ['assess'] });
    const told = await (await system.post('/api/v1/assess', { story })).text();
    assert.match(told, /0345 600 1234/);
    assert.equal(told.includes('Bank fraud line'), client === 'main');
  }
});
