import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { exchange, figures, makeFolder } from './folder.ts';

const scam = 'scams/toner-call.yaml';

suite('a well-formed folder is loaded', () => {
  test('with file names as ids and what may be left out filled in', async (context) => {
    const knowledge = await knowledgeOf(await makeFolder(context));
    assert.deepEqual(
      [knowledge.scams, knowledge.authorities, knowledge.reporting, knowledge.signals].map(
        ([entry]) => entry?.id,
      ),
      ['toner-call', 'office-supplier', 'report-fraud', 'payment-request'],
    );
    assert.equal(knowledge.wording[0]?.language, 'en-GB');
    const [entry] = knowledge.scams;
    assert.deepEqual([entry?.aliases, entry?.dont, entry?.ifHarmed], [[], [], {}]);
    assert.deepEqual(knowledge.questions[0]?.choices[1]?.evidence, { 'payment-request': 'no' });
    assert.equal(entry?.reviewed, '2026-11-21');
  });

  test('past the hidden and backup files that editors leave', async (context) => {
    const folder = await makeFolder(context, {
      'scams/.toner-call.yaml.swp': 'x',
      'scams/toner-call.yaml~': 'x',
    });
    assert.equal((await knowledgeOf(folder)).scams.length, 1);
  });

  test('with a version that follows the content and nothing else', async (context) => {
    const first = await knowledgeOf(await makeFolder(context));
    const second = await knowledgeOf(await makeFolder(context));
    const third = await knowledgeOf(await makeFolder(context, exchange(scam, 'Toner call', 'Toner calls')));
    assert.equal(first.version, second.version);
    assert.notEqual(first.version, third.version);
    assert.match(first.version, /^[0-9a-f]{12}$/);
  });

  test('with the figures that were measured, which are no part of the version', async (context) => {
    const without = await knowledgeOf(await makeFolder(context));
    const measured = await knowledgeOf(await makeFolder(context, { 'figures.yaml': figures }));
    assert.equal(without.figures, undefined);
    assert.equal(measured.figures?.genuineToldStop, 9);
    assert.equal(measured.version, without.version);
  });
});

async function knowledgeOf(folder: string) {
  const result = await loadKnowledge(folder);
  assert.ok(result.kind === 'loaded', JSON.stringify(result));
  return result.knowledge;
}
