import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import restify from 'restify';
import { mountPages, type PagesOptions } from '../../src/server/pages.ts';
import type { WebChatBundle } from '../../src/web/fetch-webchat.ts';

const config: PagesOptions['config'] = {
  organisation: 'Harbour & Sons <Ltd>',
  itDesk: { name: 'the service desk', phone: '01632 960 123' },
  widgetOrigins: ['https://intranet.example.org'],
  directLineSecret: undefined,
};
const standIn: WebChatBundle = { kind: 'ready', script: Buffer.from('window.WebChat = {};'.repeat(50)) };
const missing: WebChatBundle = {
  kind: 'missing',
  reason: 'Web Chat could not be taken from <there>.\nThe chat page cannot open.\nRun: npm run postinstall',
};

const addresses = { normal: '', missing: '', azure: '' };
const servers: restify.Server[] = [];

before(async () => {
  addresses.normal = await serve({ webChat: async () => standIn });
  addresses.missing = await serve({ webChat: async () => missing });
  const azure = { ...config, directLineSecret: 'a-secret-of-azure-direct-line' };
  addresses.azure = await serve({ config: azure, webChat: async () => standIn });
});
after(() => {
  for (const server of servers) {
    server.close();
    server.server.closeAllConnections();
  }
});

async function serve(options: Partial<PagesOptions>): Promise<string> {
  const server = restify.createServer();
  servers.push(server);
  mountPages(server, { config, log: pino({ level: 'silent' }), catalogue: '/all-we-know', ...options });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  assert.ok(address !== null && typeof address === 'object');
  return `http://127.0.0.1:${address.port}`;
}

/** Reads the body as well: one left unread keeps its connection busy. */
async function ask(address: string, headers: Record<string, string> = {}) {
  const response = await fetch(address, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** For what fetch does not let a test do: send any Host, and see the bytes as they were sent. */
async function askRaw(address: string, headers: Record<string, string>) {
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get(address, { headers, agent: false }, resolve).once('error', reject),
  );
  return { headers: response.headers, body: await buffer(response) };
}

async function policyOf(address: string): Promise<Map<string, string>> {
  const { headers } = await ask(address);
  const rules = (headers.get('content-security-policy') ?? '').split('; ');
  return new Map(rules.map((rule) => [rule.slice(0, rule.indexOf(' ')), rule.slice(rule.indexOf(' ') + 1)]));
}

test('a page allows only what carries the nonce of this one response', async () => {
  const [first, second] = [await ask(addresses.normal), await ask(addresses.normal)];
  const nonces = [first, second].map(
    ({ headers }) =>
      /script-src 'nonce-([\w-]+)' 'strict-dynamic'/.exec(headers.get('content-security-policy') ?? '')?.[1],
  );
  assert.ok(nonces[0] !== undefined && nonces[0].length >= 22);
  assert.notEqual(nonces[0], nonces[1]);
  const tags = first.text.match(/<(script|link rel="stylesheet"|style)[^>]*>/g) ?? [];
  assert.equal(tags.length, 3);
  for (const tag of tags) assert.ok(tag.includes(`nonce="${nonces[0]}"`), tag);
});

const rules: readonly { page: 'normal' | 'azure'; name: string; value: RegExp }[] = [
  { page: 'normal', name: 'default-src', value: /^'none'$/ },
  {
    page: 'normal',
    name: 'style-src',
    value: /^'nonce-[\w-]+' 'sha256-47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU='$/,
  },
  { page: 'normal', name: 'img-src', value: /^'self' data: blob:$/ },
  {
    page: 'normal',
    name: 'connect-src',
    value: /^'self' blob: ws:\/\/127\.0\.0\.1:\d+ wss:\/\/127\.0\.0\.1:\d+$/,
  },
  { page: 'normal', name: 'worker-src', value: /^blob:$/ },
  { page: 'normal', name: 'frame-ancestors', value: /^'self' https:\/\/intranet\.example\.org$/ },
  { page: 'normal', name: 'base-uri', value: /^'none'$/ },
  { page: 'normal', name: 'object-src', value: /^'none'$/ },
  {
    page: 'azure',
    name: 'connect-src',
    value: / https:\/\/\*\.botframework\.com wss:\/\/\*\.botframework\.com /,
  },
];
for (const { page, name, value } of rules) {
  test(`the policy of the ${page} chat page has ${name} ${value.source}`, async () => {
    assert.match((await policyOf(addresses[page])).get(name) ?? '', value);
  });
}

test('a Host header that is no plain host gets no place in the policy', async () => {
  const { headers } = await askRaw(addresses.normal, { host: 'x_y~z' });
  assert.match(headers['content-security-policy']?.toString() ?? '', /connect-src 'self' blob:; /);
});

test('pages are not kept, sniffed, or given the camera', async () => {
  const { headers } = await ask(addresses.normal);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('referrer-policy'), 'same-origin');
  assert.match(headers.get('permissions-policy') ?? '', /camera=\(\)/);
});

test('every file of the chat page is there, compressed, and may be cached for ever', async () => {
  const { text: html } = await ask(addresses.normal);
  const files = [...html.matchAll(/<(?:script|link)[^>]* (?:src|href)="(\/[^"]+)"/g)].map(
    ([, path]) => `${addresses.normal}${path}`,
  );
  assert.equal(files.length, 3);
  for (const file of files) {
    const { status, headers } = await ask(file, { 'Accept-Encoding': 'gzip, br' });
    assert.equal(status, 200, file);
    assert.equal(headers.get('content-encoding'), 'br', file);
    assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable', file);
    assert.match(file, /-[\w-]{16}\.(js|css)$/);
  }
});

test('the chat page links to all that is known, and so does the page that is served without a chat', async () => {
  for (const page of ['normal', 'missing', 'azure'] as const) {
    const { text: html } = await ask(addresses[page]);
    assert.match(
      html,
      /<a href="\/all-we-know" target="_blank" rel="noopener">All the scams we know<\/a>/,
      page,
    );
  }
});

test('a file is sent as the browser can read it, and not again when it has it', async () => {
  const file = `${addresses.normal}/widget.js`;
  const plain = await ask(file, { 'Accept-Encoding': 'identity' });
  assert.equal(plain.headers.get('content-encoding'), null);
  const etag = plain.headers.get('etag') ?? '';
  const again = await ask(file, { 'If-None-Match': etag });
  assert.equal(again.status, 304);
  const gzipped = await askRaw(file, { 'accept-encoding': 'gzip' });
  assert.equal(gunzipSync(gzipped.body).toString(), plain.text);
});

test('a file of an older version is gone, and says what to do', async () => {
  const response = await ask(`${addresses.normal}/assets/chat-AAAAAAAAAAAAAAAA.js`);
  assert.equal(response.status, 404);
  assert.match(response.text, /Reload the page/);
});

test('the widget is under 8 KB, loads on any page and names no other place', async () => {
  const { text, headers } = await ask(`${addresses.normal}/widget.js`, { 'Accept-Encoding': 'identity' });
  assert.ok(Buffer.byteLength(text) < 8 * 1024, `${Buffer.byteLength(text)} bytes`);
  assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.doesNotMatch(text, /https?:\/\//);
});

for (const path of ['/', '/?in=widget', '/demo']) {
  test(`${path} loads nothing from elsewhere`, async () => {
    const { text: html } = await ask(addresses.normal + path);
    const addressesInIt = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? '');
    const elsewhere = addressesInIt.filter((address) => !/^(\/(?!\/)|#|tel:|data:image\/svg)/.test(address));
    assert.deepEqual(elsewhere, []);
  });
}

test('names from the settings are shown as text, never as markup', async () => {
  const { text: html } = await ask(`${addresses.normal}/demo`);
  assert.ok(html.includes('Harbour &amp; Sons &lt;Ltd&gt;'));
  assert.ok(!html.includes('<Ltd>'));
});

test('the page says whom to ring when nothing works', async () => {
  const { text: html } = await ask(addresses.normal);
  assert.match(html, /Hang up and ring the service desk\. <a href="tel:01632960123">01632 960 123<\/a>/);
});

test('without Web Chat the page says what happened, what still works and what to do', async () => {
  const { status, text: html } = await ask(addresses.missing);
  assert.equal(status, 200);
  assert.match(html, /could not be installed/);
  assert.match(html, /Web Chat could not be taken from &lt;there&gt;\./);
  assert.match(html, /npm run postinstall/);
  assert.match(html, /Teams/);
  assert.ok(!html.includes('<script'));
});
