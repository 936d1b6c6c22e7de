import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import * as z from 'zod';
import {
  mountAzureDirectLine,
  type AzureDirectLineOptions,
} from '../../../src/channels/direct-line/azure.ts';
import { createLog } from '../../../src/observability/log.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { createHttpServer } from '../../../src/server/server.ts';

const secret = 'a-secret-of-a-direct-line-site';
const Session = z.object({
  token: z.string(),
  conversationId: z.string(),
  userId: z.string(),
  domain: z.string(),
  alerts: z.string().optional(),
});

test('gets a token for a new chat, and the secret stays here', async (t) => {
  const { base, azure } = await raise(t);
  const { session, text, cookie } = await ask(base);
  assert.match(session.userId, /^dl_/);
  assert.equal(session.domain, azure.domain);
  assert.doesNotMatch(text + cookie, new RegExp(secret));
  assert.match(cookie, /HttpOnly/);
  assert.deepEqual(azure.calls, [`generate ${secret}`]);
});

test('a reload renews the token of the same chat; a fresh one is asked for anew', async (t) => {
  const { base } = await raise(t);
  const first = await ask(base);
  const again = await ask(base, first.cookie);
  assert.equal(again.session.conversationId, first.session.conversationId);
  assert.notEqual(again.session.token, first.session.token);
  const fresh = await ask(base, first.cookie, { fresh: true });
  assert.notEqual(fresh.session.conversationId, first.session.conversationId);
});

test('a token that Azure does not know any more starts a new chat', async (t) => {
  const { base } = await raise(t);
  const { session } = await ask(base, 'callcheck_azure_chat=gone.gone.gone');
  assert.match(session.conversationId, /^c\d+$/);
});

test('says nothing of why when Azure refuses the secret', async (t) => {
  const { base, logged } = await raise(t, { secret: 'another-secret-of-some-other-site' });
  const response = await fetch(`${base}/api/chat/token`, { method: 'POST' });
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /secret|Azure/i);
  assert.match(logged(), /DIRECT_LINE_SECRET/);
});

test('what a page gets alerts with is made here, for the chat and the person that Azure named', async (t) => {
  const { base } = await raise(t, { issueSeat: async (conversation, user) => `${conversation} of ${user}` });
  const { session } = await ask(base);
  assert.equal(session.alerts, `${session.conversationId} of dl_1`);
});

test('pages of other origins get no token', async (t) => {
  const { base, azure } = await raise(t);
  const headers = { origin: 'https://evil.example' };
  const response = await fetch(`${base}/api/chat/token`, { method: 'POST', headers });
  assert.equal(response.status, 403);
  assert.deepEqual(azure.calls, []);
});

async function ask(base: string, cookie = '', body: unknown = {}) {
  const response = await fetch(`${base}/api/chat/token`, {
    method: 'POST',
    headers: { cookie: cookie.split(';')[0] ?? '', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { session: Session.parse(JSON.parse(text)), text, cookie: response.headers.get('set-cookie') ?? '' };
}

async function raise(
  context: TestContext,
  more: Partial<Pick<AzureDirectLineOptions, 'secret' | 'issueSeat'>> = {},
) {
  let lines = '';
  const log = createLog('trace', { write: (line) => void (lines += line) });
  const http = createHttpServer({ log, metrics: createMetrics() });
  const azure = await playAzure(context);
  mountAzureDirectLine(http.restify, { secret, domain: azure.domain, allowedOrigins: [], log, ...more });
  const port = await http.listen(0, '127.0.0.1');
  context.after(async () => await http.close(0));
  return { base: `http://127.0.0.1:${port}`, azure, logged: () => lines };
}

/** Plays the two token calls of Azure's Direct Line 3.0, as its documentation describes them. */
async function playAzure(context: TestContext): Promise<{ domain: string; calls: string[] }> {
  const calls: string[] = [];
  const conversations = new Map<string, string>();
  let count = 0;
  const server = createServer((req, res) => {
    const bearer = (req.headers.authorization ?? '').replace('Bearer ', '');
    const action = (req.url ?? '').split('/').at(-1) ?? '';
    calls.push(`${action} ${bearer}`);
    const conversation = action === 'generate' ? `c${(count += 1)}` : conversations.get(bearer);
    if (conversation === undefined || (action === 'generate' && bearer !== secret)) {
      res.writeHead(403);
      res.end('{}');
      return;
    }
    const claims = Buffer.from(JSON.stringify({ user: 'dl_1', n: (count += 1) })).toString('base64url');
    const token = `h.${claims}.s`;
    conversations.set(token, conversation);
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify({ conversationId: conversation, token, expires_in: 1800 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The double listens on no port.');
  return { domain: `http://127.0.0.1:${address.port}/v3/directline`, calls };
}
