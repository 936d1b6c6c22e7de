import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { startArguments } from '../../src/cli/bench/child.ts';

test('with nothing configured it serves this computer, says what is off, and stops when told', async (t) => {
  const started = await start(t, {});
  const address = await started.address();
  assert.match(started.printed(), /Only this computer can reach it\. Set HOST/);
  assert.match(started.printed(), /Teams is off\. Set MicrosoftAppId/);
  assert.equal((await fetch(`${address}healthz`)).status, 200);
  assert.equal((await fetch(`${address}readyz`)).status, 200);
  assert.equal((await fetch(address)).headers.get('content-type'), 'text/html; charset=utf-8');

  const session = Session.parse(await (await fetch(`${address}api/chat/token`, { method: 'POST' })).json());
  const answered = await talk(address, session, 'A man from the bank wants the code from my phone.');
  assert.match(answered, /Hang up|ring/i);

  assert.equal(await started.stop('SIGTERM'), 0);
  assert.match(started.printed(), /"msg":"stopped"/);
  assert.doesNotMatch(started.printed(), /from the bank/);
});

test('tells all faults of the settings and ends with 1', async (t) => {
  const started = await start(t, { PORT: 'http', MicrosoftAppType: 'Singletenant' });
  assert.equal(await started.ended(), 1);
  assert.match(started.printed(), /PORT is "http"[\s\S]*MicrosoftAppType is "Singletenant"/);
});

test('a broken knowledge folder is told fault by fault, and nothing is served', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-knowledge-'));
  t.after(async () => await rm(folder, { recursive: true }));
  await mkdir(join(folder, 'scams'));
  await writeFile(join(folder, 'scams', 'broken.yaml'), 'title: [');
  const started = await start(t, { KNOWLEDGE_DIR: folder });
  assert.equal(await started.ended(), 1);
  assert.match(started.printed(), /scams\/broken\.yaml:\d+: .+ · .+ · .+/);
  assert.doesNotMatch(started.printed(), /ready: http/);
});

const Session = z.object({ token: z.string(), conversationId: z.string() });

/** Says something in the web chat and waits for what the bot says to it. */
async function talk(address: string, { token, conversationId }: z.infer<typeof Session>, text: string) {
  const headers = { authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const base = `${address}v3/directline/conversations`;
  await fetch(base, { method: 'POST', headers, body: '{}' });
  const activities = `${base}/${conversationId}/activities`;
  const posted = await fetch(activities, {
    method: 'POST',
    headers,
    body: JSON.stringify({ type: 'message', text }),
  });
  const { id } = z.object({ id: z.string() }).parse(await posted.json());
  for (let attempt = 0; attempt < 50; attempt++) {
    const log = await (await fetch(`${activities}?watermark=0`, { headers })).text();
    if (log.includes(`"replyToId":"${id}"`)) return log;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The bot did not answer within 5 seconds.');
}

/** Runs the program itself, with a data folder of its own and nothing of this process's settings. */
async function start(context: TestContext, settings: Record<string, string>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'callcheck-main-'));
  const child = spawn(process.execPath, await startArguments(), {
    env: { PORT: '0', DATA_DIR: dataDir, ...settings },
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  let output = '';
  const more = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', more);
  child.stderr.on('data', more);
  const exited = once(child, 'exit').then(([code]: unknown[]) => code);
  context.after(async () => {
    child.kill('SIGKILL');
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    printed: () => output,
    ended: async () => await exited,
    stop: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      return await exited;
    },
    address: async () => {
      const ready = /ready: (http:\/\/\S+)/;
      while (!ready.test(output))
        await Promise.race([once(child.stdout, 'data'), exited.then(() => fail(output))]);
      return ready.exec(output)?.[1] ?? '';
    },
  };
}

function fail(output: string): never {
  throw new Error(`The server ended before it was ready:\n${output}`);
}
