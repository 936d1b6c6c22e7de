import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const original = await readFile(join(root, 'test/conversations/live/two-taps.chat.md'), 'utf8');
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accept-'));
});
after(() => rm(folder, { recursive: true }));

test('rewrites words', async () => {
  const file = await write(original.replace(/^bot: .*$/m, 'bot: Something else.'));
  await accept(file);
  assert.equal(await readFile(file, 'utf8'), original);
});

test('refuses a changed decision, names its line and leaves the file alone', async () => {
  const changed = original.replace(/^verdict: .*$/m, 'verdict: call-back');
  const file = await write(changed);
  const line = changed.split('\n').indexOf('verdict: call-back') + 1;
  await assert.rejects(accept(file), (error: Error & { code?: number; stderr?: string }) => {
    assert.equal(error.code, 1);
    assert.match(
      error.stderr ?? '',
      new RegExp(`two-taps.chat.md:${line}: "verdict: call-back" would become`),
    );
    return true;
  });
  assert.equal(await readFile(file, 'utf8'), changed);
});

test('a transcript that cannot be played is named, and stops none of the others', async () => {
  const broken = await write('# Broken\n\nuser: a man rang\n\nuser: [Nonsense]\n', 'broken.chat.md');
  const file = await write(original.replace(/^bot: .*$/m, 'bot: Something else.'));
  await assert.rejects(accept(broken, file), /broken.chat.md: line 5: nobody was offered \[Nonsense\]/);
  assert.equal(await readFile(file, 'utf8'), original);
});

async function write(text: string, name = 'two-taps.chat.md'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

function accept(...files: string[]): Promise<unknown> {
  return run(process.execPath, ['src/cli/accept.ts', ...files], { cwd: root });
}
