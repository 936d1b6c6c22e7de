import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the chat can be piped: typed answers and numbers reach the bot, and it ends with its input', async () => {
  const chat = spawn(process.execPath, ['src/cli/chat.ts'], { cwd: root });
  chat.stdin.end('1\n3\n1\n');
  const [said] = await Promise.all([text(chat.stdout), once(chat, 'close')]);
  assert.match(said, /^bot: Tell me what the caller said/m);
  assert.match(said, /^verdict: stop-unsafe$/m);
  assert.match(said, /^card: Hang up now/m);
  assert.match(said, /^bot: Good\./m);
  assert.equal(chat.exitCode, 0);
});
