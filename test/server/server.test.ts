import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Server } from 'restify';
import { createLog } from '../../src/observability/log.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { mountHealth } from '../../src/server/health.ts';
import { createHttpServer } from '../../src/server/server.ts';
import type { HttpServer } from '../../src/server/server.ts';
import { readSigningKey } from '../../src/server/signing-key.ts';

test('an unknown address is told in JSON, without repeating it', async (t) => {
  const { base } = await raise(t);
  const response = await fetch(`${base}/no/<script>`);
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), {
    error: { code: 'NotFound', message: 'There is nothing at this address.' },
  });
});

test('a connection is kept longer than a proxy in front keeps it, and closing the server does not wait for it', async (t) => {
  const { base } = await raise(t);
  const response = await fetch(`${base}/healthz`);
  await response.text();
  const kept = /timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '')?.[1];
  assert.ok(Number(kept) > 240, String(kept));
});

test('a method that an address does not take is 405', async (t) => {
  const { base } = await raise(t);
  assert.equal((await fetch(`${base}/healthz`, { method: 'DELETE' })).status, 405);
});

test('an error inside a handler ends the request and tells nothing', async (t) => {
  const { base, logged } = await raise(t, (server) => {
    server.get('/broken', async () => {
      await wait(1);
      throw new Error('secret detail');
    });
    server.get('/teapot', async () => {
      throw Object.assign(new Error('secret detail'), { statusCode: 418 });
    });
  });
  for (const [path, status] of [
    ['/broken', 500],
    ['/teapot', 418],
  ] as const) {
    const response = await fetch(base + path);
    const text = await response.text();
    assert.equal(response.status, status);
    assert.doesNotMatch(text, /secret|server\.test|node_modules/);
    assert.match(text, /^\{"error":\{"code":"\w+","message":"[^"]+"\}\}$/);
  }
  assert.match(logged(), /a request failed/);
  assert.equal((await fetch(`${base}/healthz`)).status, 200, 'the server lives on');
});

test('what a handler hands back by mistake is no line on the console: it would hold the request’s token', () => {
  const { restify } = createHttpServer({ log: createLog('silent'), metrics: createMetrics() });
  assert.equal(Reflect.get(restify.log, 'level'), 'silent');
});

test('every answer carries the headers that keep browsers careful', async (t) => {
  const { base } = await raise(t);
  for (const path of ['/healthz', '/nowhere']) {
    const { headers } = await fetch(base + path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('server'), null, 'what runs here is nobody’s business');
  }
});

test('is up whatever it depends on, and ready only when all checks pass', async (t) => {
  let broken = false;
  const storage = (): boolean => {
    if (broken) throw new Error('secret detail');
    return true;
  };
  const { base } = await raise(t, undefined, { storage, knowledge: () => true });
  const ready = await fetch(`${base}/readyz`);
  assert.deepEqual(
    [ready.status, await ready.json()],
    [200, { status: 'ready', checks: { storage: true, knowledge: true } }],
  );
  broken = true;
  const failed = await fetch(`${base}/readyz`);
  const text = await failed.text();
  assert.equal(failed.status, 503);
  assert.match(text, /"storage":false,"knowledge":true/);
  assert.doesNotMatch(text, /secret/);
  assert.equal((await fetch(`${base}/healthz`)).status, 200);
});

test('measures requests by the route’s pattern, never by the path', async (t) => {
  const { base } = await raise(t, (server) => {
    server.get('/people/:name', async (_req, res) => {
      res.send(200, {});
    });
  });
  await fetch(`${base}/people/priya`);
  await fetch(`${base}/unknown/priya`);
  const text = await (await fetch(`${base}/metrics`)).text();
  assert.match(
    text,
    /callcheck_http_request_seconds_count\{method="GET",route="\/people\/:name",status="200"\} 1/,
  );
  assert.match(text, /route="none",status="404"/);
  assert.doesNotMatch(text, /priya/);
});

test('closing waits for the running request and takes no new one', async (t) => {
  const { base, http } = await raise(t, (server) => {
    server.get('/slow', async (_req, res) => {
      await wait(200);
      res.send(200, { done: true });
    });
  });
  const slow = fetch(`${base}/slow`);
  await wait(50);
  const closed = http.close();
  assert.equal((await slow).status, 200);
  await closed;
  await assert.rejects(fetch(`${base}/healthz`));
});

test('closing does not wait for ever', async (t) => {
  const { base, http } = await raise(t, (server) => {
    server.get('/stuck', async () => await wait(60_000, undefined, { ref: false }));
  });
  const stuck = fetch(`${base}/stuck`).catch(() => 'cut off');
  await wait(50);
  await http.close(100);
  assert.equal(await stuck, 'cut off');
});

test('the chat key is made once, kept, and for the server’s user only', async (t) => {
  const folder = await makeFolder(t);
  const keys = await Promise.all([readSigningKey(folder), readSigningKey(folder)]);
  const again = await readSigningKey(folder);
  assert.deepEqual(new Set([...keys, again]).size, 1);
  assert.ok(again.length >= 32);
  const { mode } = await stat(join(folder, 'chat-signing.key'));
  assert.equal(mode & 0o777, 0o600);
  assert.equal(await readFile(join(folder, 'chat-signing.key'), 'utf8'), again);
});

test('a chat key that was cut short is refused, with what to do', async (t) => {
  const folder = await makeFolder(t);
  await writeFile(join(folder, 'chat-signing.key'), 'short');
  await assert.rejects(readSigningKey(folder), /holds 5 characters .* delete the file/);
});

async function raise(
  context: TestContext,
  mount: (server: Server) => void = () => undefined,
  checks: Readonly<Record<string, () => boolean>> = {},
): Promise<{ base: string; http: HttpServer; logged: () => string }> {
  let lines = '';
  const log = createLog('trace', { write: (line) => void (lines += line) });
  const metrics = createMetrics();
  const http = createHttpServer({ log, metrics });
  mountHealth(http.restify, { checks, metrics, log });
  mount(http.restify);
  const port = await http.listen(0, '127.0.0.1');
  context.after(async () => await http.close(0));
  return { base: `http://127.0.0.1:${port}`, http, logged: () => lines };
}

async function makeFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-key-'));
  context.after(async () => await rm(folder, { recursive: true }));
  return folder;
}
