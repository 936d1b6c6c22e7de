import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeFolder } from './folder.ts';

test('the program tells faults on standard error and ends with 1', async (context) => {
  const program = fileURLToPath(new URL('../../src/cli/knowledge.ts', import.meta.url));
  const env = {
    ...process.env,
    KNOWLEDGE_DIR: await makeFolder(context, { 'scams/toner-call.yaml': 'title: [' }),
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'lint'], {
    env,
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /toner-call\.yaml:1: cannot be read/);
});
