import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';
import { loadKnowledgeApart } from '../../src/knowledge/load-apart.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { makeFolder } from './folder.ts';

suite('knowledge loaded by another process', () => {
  // The other process begins as this one did, and would run tests.
  const options = process.execArgv;
  before(() => void (process.execArgv = []));
  after(() => void (process.execArgv = options));

  test('is the same as loaded by this one', async (context) => {
    const folder = await makeFolder(context);
    const apart = await loadKnowledgeApart(folder);
    assert.equal(apart.kind, 'loaded');
    assert.deepEqual(apart, await loadKnowledge(folder));
  });

  test('is refused with the same faults', async (context) => {
    const folder = await makeFolder(context, { 'scams/toner-call.yaml': 'title: [' });
    const apart = await loadKnowledgeApart(folder);
    assert.equal(apart.kind, 'refused');
    assert.deepEqual(apart, await loadKnowledge(folder));
  });

  test('leaves nothing behind when whoever asked is gone', async (context) => {
    const child = fork('src/knowledge/loading.ts', [await makeFolder(context)], { stdio: 'pipe' });
    let complaint = '';
    child.stderr?.on('data', (part: Buffer) => (complaint += part.toString()));
    child.disconnect();
    assert.deepEqual(await once(child, 'exit'), [0, null], complaint);
    assert.equal(complaint, '');
  });

  test('is refused when that process does not finish', async (context) => {
    const folder = await makeFolder(context);
    const given = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = '--require=/nowhere/at/all.cjs';
    context.after(() => {
      if (given === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = given;
    });
    const apart = await loadKnowledgeApart(folder);
    assert.ok(apart.kind === 'refused');
    assert.match(apart.faults[0]?.what ?? '', /did not finish: it ended with 1/);
  });
});
