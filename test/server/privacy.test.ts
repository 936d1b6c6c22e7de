import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import restify from 'restify';
import { readingAge } from '../../src/knowledge/lint/reading-age.ts';
import { mountPrivacy, renderPrivacy, type PrivacyFacts } from '../../src/server/privacy.ts';
import { Settings } from '../../src/settings/schema.ts';

const facts: PrivacyFacts = {
  organisation: 'Acme Ltd',
  itDesk: { name: 'the IT desk', phone: '020 7946 0018' },
  retention: Settings.parse({}).retention,
  toldTo: [],
  throughMicrosoft: false,
};

test('the page tells how long each kind is really kept', () => {
  const retention = { conversations: 31, cases: 365, files: 47, callRecords: 58, sessions: 1, audit: 1095 };
  const page = renderPrivacy({ ...facts, retention });
  for (const told of ['31 days', '1 year', '47 days', '58 days', '1 day.', '3 years'])
    assert.ok(page.includes(told), told);
});

test('the page tells where cases really go', () => {
  const alone = renderPrivacy(facts);
  assert.match(alone, /We keep it on our own server\./);
  assert.doesNotMatch(alone, /Microsoft|we also send it/);
  const all = renderPrivacy({
    ...facts,
    throughMicrosoft: true,
    toldTo: ['tickets', 'email', 'email', 'webhook', 'handoff-hub'],
  });
  assert.match(all, /Microsoft carries your messages/);
  assert.match(all, /your chat with us in Teams/);
  assert.equal(all.split('an email inbox of the desk').length, 2);
  assert.match(all, /ticket system of the desk.*another system of the desk.*chat system of the desk/);
});

test('the page tells whom to ask, with the number when there is one', () => {
  assert.match(renderPrivacy(facts), /Ask the IT desk on 020 7946 0018\./);
  assert.match(renderPrivacy({ ...facts, itDesk: { name: 'Sam', phone: undefined } }), /Ask Sam\./);
});

test('what is set is text and never markup', () => {
  const page = renderPrivacy({ ...facts, organisation: '<img src=x onerror=alert(1)>' });
  assert.doesNotMatch(page, /<img/);
});

test('everybody can read it: reading age 11 at most', () => {
  const page = renderPrivacy({ ...facts, throughMicrosoft: true, toldTo: ['email'] });
  const lines = [...page.matchAll(/<(?:p|td)>([^<]+)</g)].flatMap(([, line]) => line ?? []);
  assert.ok(lines.length > 15);
  const all = lines.join(' ');
  assert.ok(readingAge(all) <= 11, String(readingAge(all)));
});

test('it is served with no script, nothing from elsewhere, and may be framed by nobody else', async (context) => {
  const server = restify.createServer();
  mountPrivacy(server, facts);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  context.after(() => void server.close());
  const address = server.address();
  const response = await fetch(`http://127.0.0.1:${address.port}/privacy`);
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none'; style-src 'sha256-[\w+/]+=*'; .*frame-ancestors 'self'$/);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(await response.text(), renderPrivacy(facts));
});
