import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import restify from 'restify';
import { renderCatalogue } from '../../src/catalogue/catalogue.ts';
import { writeCatalogue } from '../../src/cli/knowledge/catalogue.ts';
import { cataloguePath } from '../../src/dialog/anchor.ts';
import { type CatalogueSource, mountCatalogue } from '../../src/server/catalogue.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const today = '2026-11-22';

/** The whole page, for the tests that only read it. */
let whole = '';
const server = serve({
  edition: () => knowledge.version,
  render: (code) => renderCatalogue(knowledge, { ...code, region: 'GB-ENG', today, chat: '/' }),
});
before(async () => {
  whole = (await server).address;
});
after(async () => (await server).close());

test('the page may run its own code only, be framed by nobody else, and load nothing', async () => {
  const { headers, text } = await ask(whole);
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[\w+/]+=*'; style-src 'sha256-[\w+/]+=*'; /);
  assert.match(policy, /; frame-ancestors 'self'$/);
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('referrer-policy'), 'same-origin');
  assert.match(headers.get('permissions-policy') ?? '', /camera=\(\)/);
  assert.doesNotMatch(text, /<(?:script|img|iframe|link rel="stylesheet")[^>]*\s(?:src|href)="/);
});

test('it is sent compressed, asked about each time, and not sent again while it is the same', async () => {
  const { headers } = await ask(whole, { 'Accept-Encoding': 'gzip' });
  assert.equal(headers.get('content-encoding'), 'gzip');
  assert.equal(headers.get('cache-control'), 'no-cache');
  const again = await ask(whole, { 'If-None-Match': headers.get('etag') ?? '' });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get('content-security-policy'), headers.get('content-security-policy'));
});

test('the written page and the served page are the same, but for the way to the chat', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-catalogue-'));
  t.after(async () => await rm(folder, { recursive: true }));
  const path = join(folder, 'new', 'catalogue.html');
  const written = await writeCatalogue(path, knowledge, { region: 'GB-ENG', publicUrl: undefined }, today);
  const served = await ask(whole);
  const button = /<a class="button" href="\/">[^<]+<\/a>/;
  assert.match(served.text, button);
  assert.equal(await readFile(path, 'utf8'), served.text.replace(button, ''));
  const { scams, authorities, signals, reporting, playbooks } = knowledge;
  const entries = [scams, authorities, signals, reporting, playbooks].flat();
  assert.equal(written.entries, entries.length);
});

test('a new edition is shown at once; one edition is made once', async (t) => {
  let edition = 'one';
  let made = 0;
  const render = () => ({ html: `<p>${edition}, made ${(made += 1)}</p>`, policy: `default-src 'none'` });
  const address = await serveDuring(t, { edition: () => edition, render });
  const first = await Promise.all([ask(address), ask(address)]);
  assert.deepEqual(
    first.map(({ text }) => text),
    ['<p>one, made 1</p>', '<p>one, made 1</p>'],
  );
  edition = 'two';
  const { headers, text } = await ask(address, { 'If-None-Match': first[0].headers.get('etag') ?? '' });
  assert.equal(text, '<p>two, made 2</p>');
  assert.notEqual(headers.get('etag'), first[0].headers.get('etag'));
});

test('a page that could not be made is tried again by the next reader', async (t) => {
  let fails = true;
  const render = () => {
    if (fails) throw new Error('not now');
    return { html: '<p>well</p>', policy: `default-src 'none'` };
  };
  const address = await serveDuring(t, { edition: () => 'same', render });
  assert.equal((await ask(address)).status, 500);
  fails = false;
  assert.equal((await ask(address)).text, '<p>well</p>');
});

test('nothing can be changed there', async () => {
  assert.equal((await fetch(whole, { method: 'POST' })).status, 405);
});

async function serveDuring(t: TestContext, source: CatalogueSource): Promise<string> {
  const { address, close } = await serve(source);
  t.after(close);
  return address;
}

async function serve(source: CatalogueSource): Promise<{ address: string; close: () => void }> {
  const listening = restify.createServer();
  mountCatalogue(listening, cataloguePath, source);
  listening.listen(0, '127.0.0.1');
  await once(listening.server, 'listening');
  const place = listening.server.address();
  assert.ok(place !== null && typeof place === 'object');
  const close = () => {
    listening.close();
    listening.server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${place.port}${cataloguePath}`, close };
}

/** Reads the body as well: one left unread keeps its connection busy. */
async function ask(address: string, headers: Record<string, string> = {}) {
  const response = await fetch(address, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
