import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import type { TestContext } from 'node:test';
import { EmulatorValidation } from 'botframework-connector';
import { SignJWT, UnsecuredJWT } from 'jose';
import { raiseBot } from '../../support/bot-stage.ts';
import type { Stage } from '../../support/bot-stage.ts';
import type { Claims } from '../../support/microsoft-double.ts';
import { credentials } from '../../support/microsoft-double.ts';

test('answers a message with a good token, in order, through the Connector', async (t) => {
  const stage = await raiseBot(t);
  const { status, text } = await stage.post(stage.message({ text: 'hello' }));
  assert.equal(status, 200);
  assert.equal(text, '');
  assert.ok(stage.microsoft.sent.length >= 2, 'a greeting and a question');
  for (const sent of stage.microsoft.sent) {
    assert.equal(sent.method, 'POST');
    assert.match(sent.path, /^\/connector\/v3\/conversations\/a%3Aconv%3B1\/activities\/activity-1$/);
    assert.equal(sent.authorization, 'Bearer of-the-bot');
  }
});

test('answers a repeated activity once', async (t) => {
  const stage = await raiseBot(t);
  const message = stage.message();
  assert.equal((await stage.post(message)).status, 200);
  const answered = stage.microsoft.sent.length;
  const repeats = await Promise.all([stage.post(message), stage.post(message), stage.post(message)]);
  assert.deepEqual(
    repeats.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.equal(stage.microsoft.sent.length, answered);
});

const broken: readonly [string, (stage: Stage) => unknown, number][] = [
  ['malformed JSON', () => '{"type": "message", "text": "Priya', 400],
  ['an array', () => [], 400],
  ['a bare string', () => '"hello"', 400],
  ['null', () => 'null', 400],
  ['no body', () => '', 400],
  ['no type', (stage) => stage.message({ type: undefined }), 400],
  ['a blank type', (stage) => stage.message({ type: ' ' }), 400],
  ['a number as type', (stage) => stage.message({ type: 7 }), 400],
  ['no channelId', (stage) => stage.message({ channelId: undefined }), 400],
  ['a blank channelId', (stage) => stage.message({ channelId: ' ' }), 400],
  ['no serviceUrl', (stage) => stage.message({ serviceUrl: undefined }), 400],
  ['a blank serviceUrl', (stage) => stage.message({ serviceUrl: '' }), 400],
  ['no conversation', (stage) => stage.message({ conversation: undefined }), 400],
  ['a conversation without id', (stage) => stage.message({ conversation: {} }), 400],
  ['no from', (stage) => stage.message({ from: undefined }), 400],
  ['from null', (stage) => stage.message({ from: null }), 400],
  ['no recipient', (stage) => stage.message({ recipient: undefined }), 400],
  ['an object as text', (stage) => stage.message({ text: { a: 1 } }), 400],
  ['a list of attachments that is none', (stage) => stage.message({ attachments: 'x' }), 400],
  ['a thousand attachments', (stage) => stage.message({ attachments: Array(1000).fill('x') }), 400],
  ['text of 1 MB', (stage) => stage.message({ text: 'a'.repeat(1024 * 1024) }), 413],
  ['text that no channel lets through', (stage) => stage.message({ text: 'a'.repeat(120_000) }), 400],
  ['deep nesting', (stage) => stage.message({ value: nested(200) }), 400],
  ['nesting deeper than the stack', () => `{"type":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
  ['another tenant', (stage) => stage.message({ conversation: { id: 'c', tenantId: 'other' } }), 403],
  ['no tenant', (stage) => stage.message({ conversation: { id: 'c' } }), 403],
  ['a channel that is not served', (stage) => stage.message({ channelId: 'AseChannel' }), 403],
];
test('refuses what is no activity, and says nothing back of what was sent', async (t) => {
  const stage = await raiseBot(t);
  for (const [name, body, expected] of broken) {
    const { status, text } = await stage.post(body(stage));
    assert.equal(status, expected, `${name}: ${text}`);
    assert.doesNotMatch(text, /Priya|node_modules|\bat \w+ \(/, name);
    assert.match(text, /^\{"error":\{"code":"\w+","message":".+"\}\}$/, name);
  }
  assert.deepEqual(stage.microsoft.sent, []);
});

test('refuses a body that is not JSON by its type or its form', async (t) => {
  const stage = await raiseBot(t);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const { status } = await stage.post('a=1', { 'Content-Type': type });
    assert.equal(status, 400, type);
  }
});

const odd: readonly [string, Record<string, unknown>][] = [
  ['an unknown type', { type: 'somethingNew' }],
  ['typing', { type: 'typing' }],
  ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
  ['an edit', { type: 'messageUpdate', text: 'edited', channelData: { eventType: 'editMessage' } }],
  ['a handoff status', { type: 'event', name: 'handoff.status', value: { state: 'accepted' } }],
  ['an event without name', { type: 'event' }],
  ['somebody else joining', { type: 'conversationUpdate', membersAdded: [{ id: '29:sam' }] }],
  ['members that are none', { type: 'conversationUpdate', membersAdded: [null, 7, { name: 'x' }] }],
  ['thumbs', { type: 'invoke', name: 'message/submitAction', value: { actionName: 'feedback' } }],
  ['an invoke nobody knows', { type: 'invoke', name: 'new/thing' }],
  ['an invoke without name', { type: 'invoke' }],
  ['the end of a conversation', { type: 'endOfConversation' }],
];
test('takes activities it does not know with an empty 200, and says nothing', async (t) => {
  const stage = await raiseBot(t);
  for (const [name, more] of odd) {
    const { status, text } = await stage.post(stage.message({ text: undefined, ...more }));
    assert.equal(status, 200, `${name}: ${text}`);
    assert.equal(text, '', name);
  }
  assert.deepEqual(stage.microsoft.sent, []);
});

test('nulls where an optional field could be are no fault', async (t) => {
  const stage = await raiseBot(t);
  const nulls = Object.fromEntries(
    ['locale', 'attachments', 'entities', 'value', 'channelData', 'name', 'membersAdded', 'deliveryMode'].map(
      (field) => [field, null],
    ),
  );
  assert.equal((await stage.post(stage.message(nulls))).status, 200);
  assert.ok(stage.microsoft.sent.length > 0);
});

test('what says more about an account or a chat and is no text is left out, and costs nobody the answer', async (t) => {
  const stage = await raiseBot(t);
  const faults = { name: 5, aadObjectId: {}, role: [] };
  const message = stage.message();
  for (const field of ['from', 'recipient', 'conversation'] as const) {
    const account = { ...Account.parse(message[field]), ...faults };
    const { status } = await stage.post(stage.message({ id: `odd-${field}`, [field]: account }));
    assert.equal(status, 200, field);
  }
});
const Account = z.looseObject({ id: z.string() });

test('greets a person who is added, and once when the page joins too', async (t) => {
  const stage = await raiseBot(t);
  const where = { channelId: 'webchat', text: undefined };
  const added = { ...where, type: 'conversationUpdate', membersAdded: [{ id: '29:person' }] };
  assert.equal((await stage.post(stage.message(added))).status, 200);
  const greeted = stage.microsoft.sent.length;
  assert.ok(greeted > 0);
  await stage.post(stage.message({ ...where, type: 'event', name: 'webchat/join' }));
  await stage.post(stage.message(added));
  assert.equal(stage.microsoft.sent.length, greeted);
});

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const forged: readonly [string, Claims][] = [
  ['another audience', { aud: '99999999-2222-3333-4444-555555555555' }],
  ['another issuer', { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }],
  ['an issuer of its own', { iss: 'https://api.botframework.com.evil.example' }],
  ['another serviceUrl', { serviceurl: 'https://evil.example/' }],
  ['a key nobody published', { kid: 'unknown' }],
  ['a bad signature', { foreignKey: true }],
  ['no time left', { issuedAt: nowSeconds() - 4000, expiresAt: nowSeconds() - 600 }],
  ['a time to come', { issuedAt: nowSeconds() + 4000, expiresAt: nowSeconds() + 8000 }],
  ['another tenant', { tid: 'aaaaaaaa-0000-0000-0000-000000000000' }],
  ['no audience', { without: ['aud'] }],
  ['no issuer', { without: ['iss'] }],
  ['no serviceUrl', { without: ['serviceurl'] }],
  ['nothing at all', { without: ['aud', 'iss', 'serviceurl'] }],
  ['the government cloud’s issuer', { iss: 'https://api.botframework.us' }],
  ['an issuer in capitals', { iss: 'HTTPS://API.BOTFRAMEWORK.COM' }],
  ['an audience that only begins like ours', { aud: `${credentials.appId}0` }],
  ['an hour ago as its last moment', { issuedAt: nowSeconds() - 7200, expiresAt: nowSeconds() - 3600 }],
];
test('answers 401 to every forged token, and the bot hears nothing', async (t) => {
  const stage = await raiseBot(t);
  for (const [name, claims] of forged) {
    const authorization = `Bearer ${await stage.microsoft.sign(claims)}`;
    const { status, text } = await stage.post(stage.message(), { authorization });
    assert.equal(status, 401, `${name}: ${text}`);
    assert.match(text, /^\{"error":\{"code":"Unauthorized","message":"[^"]+"\}\}$/, name);
  }
  assert.deepEqual(stage.microsoft.sent, []);
});

const forgiven: readonly [string, Claims][] = [
  [
    'ended two minutes ago, by another clock',
    { issuedAt: nowSeconds() - 700, expiresAt: nowSeconds() - 120 },
  ],
  ['begins in two minutes, by another clock', { issuedAt: nowSeconds() + 120 }],
  ['names our own tenant', { tid: credentials.tenantId ?? '' }],
];
test('takes a good token that differs as tokens do', async (t) => {
  const stage = await raiseBot(t);
  for (const [name, claims] of forgiven) {
    const authorization = `Bearer ${await stage.microsoft.sign(claims)}`;
    assert.equal((await stage.post(stage.message(), { authorization })).status, 200, name);
  }
});

test('answers 401 to a good token in which one character was changed, wherever it is', async (t) => {
  const stage = await raiseBot(t);
  const good = await stage.microsoft.sign();
  const [header = '', payload = ''] = good.split('.');
  // The last character of a part holds bits that decode to nothing, so the one before it is the last to be changed.
  const ends = [header.length, header.length + payload.length + 1, good.length - 2];
  const places = [0, 7, 20, ...ends.map((end) => end - 3), header.length + 20, good.length - 100, ...ends];
  for (const place of places) {
    const changed = good[place] === 'A' ? 'B' : 'A';
    const authorization = `Bearer ${good.slice(0, place)}${changed}${good.slice(place + 1)}`;
    const { status, text } = await stage.post(stage.message(), { authorization });
    assert.equal(status, 401, `${place}: ${text}`);
  }
  assert.deepEqual(stage.microsoft.sent, []);
});

test('answers 401 to headers that hold no signed token', async (t) => {
  const stage = await raiseBot(t);
  const good = await stage.microsoft.sign();
  const claims = { iss: 'https://api.botframework.com', aud: credentials.appId };
  const headers = [
    '',
    'Bearer',
    'Bearer ',
    `bearer ${good}`,
    `Basic ${good}`,
    `Bearer ${good} more`,
    `Bearer ${new UnsecuredJWT(claims).encode()}`,
    `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'known' }).sign(Buffer.from('0'.repeat(32)))}`,
    `Bearer ${good.split('.').slice(0, 2).join('.')}.`,
    `Bearer a.b.c`,
    `Bearer ${'a'.repeat(9000)}`,
    `Bearer ${good.split('.')[0]}.${Buffer.from('null').toString('base64url')}.x`,
  ];
  for (const authorization of headers) {
    const { status } = await stage.post(stage.message(), { authorization });
    assert.equal(status, 401, authorization.slice(0, 60));
  }
});

test('refuses a channel that the key does not vouch for', async (t) => {
  const stage = await raiseBot(t);
  assert.equal((await stage.post(stage.message({ channelId: 'directline' }))).status, 401);
});

test('no flood of tokens makes the list of issuers inside the SDK grow', async (t) => {
  const stage = await raiseBot(t);
  const list = EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer;
  assert.ok(Array.isArray(list));
  const before = list.length;
  for (let i = 0; i < 30; i++) {
    const tid = `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`;
    for (const iss of ['https://api.botframework.com', `https://sts.windows.net/${tid}/`]) {
      const authorization = `Bearer ${await stage.microsoft.sign({ iss, tid, foreignKey: true })}`;
      assert.equal((await stage.post(stage.message(), { authorization })).status, 401);
    }
  }
  assert.equal(list.length, before);
});

const foreignUrls = [
  'https://evil.example/',
  'http://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://smba.trafficmanager.net@evil.example/',
  'https://smba.trafficmanager.net:8443/',
  'https://evilbotframework.com/',
  'http://169.254.169.254/latest/meta-data',
  'urn:local-directline',
  'file:///etc/passwd',
  'not a url',
];
test('refuses to answer to an address that is not Microsoft’s, even with a good token for it', async (t) => {
  const stage = await raiseBot(t);
  for (const serviceUrl of foreignUrls) {
    const authorization = `Bearer ${await stage.microsoft.sign({ serviceurl: serviceUrl })}`;
    const { status } = await stage.post(stage.message({ serviceUrl }), { authorization });
    assert.equal(status, 403, serviceUrl);
  }
  assert.deepEqual(stage.shown, []);
});

test('answers 503 when the keys cannot be had: that is not the sender’s fault', async (t) => {
  const stage = await raiseBot(t);
  stage.microsoft.stopKeys();
  const { status, text } = await stage.post(stage.message());
  assert.equal(status, 503);
  assert.doesNotMatch(text, /127\.0\.0\.1/);
});

test('without credentials answers only an emulator on this computer', async (t) => {
  const open = {
    bot: undefined,
    host: '127.0.0.1',
    language: 'en-GB',
    itDesk: { name: 'IT', phone: undefined },
    publicUrl: undefined,
  };
  const stage = await raiseBot(t, { config: open, microsoft: undefined });
  const local = { channelId: 'emulator' };
  const none = { authorization: '' };
  assert.equal((await stage.post(stage.message(local), none)).status, 200);
  assert.ok(stage.microsoft.sent.length > 0);
  const strangers: readonly Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { 'x-forwarded-for': '203.0.113.9' },
    { forwarded: 'for=203.0.113.9' },
  ];
  for (const header of strangers) {
    const { status, text } = await stage.post(stage.message(local), { ...none, ...header });
    assert.equal(status, 503, JSON.stringify(header));
    assert.match(text, /MicrosoftAppId/);
  }
  const foreign = stage.message({ ...local, serviceUrl: 'https://smba.trafficmanager.net/emea/' });
  assert.equal((await stage.post(foreign, none)).status, 403);
});

test('without credentials and open to the network the endpoint stays shut', async (t) => {
  const open = {
    bot: undefined,
    host: '0.0.0.0',
    language: 'en-GB',
    itDesk: { name: 'IT', phone: undefined },
    publicUrl: undefined,
  };
  const stage = await raiseBot(t, { config: open, microsoft: undefined });
  const { status, text } = await stage.post(stage.message({ channelId: 'emulator' }), { authorization: '' });
  assert.equal(status, 503);
  assert.match(text, /MicrosoftAppId/);
});

test('limits each conversation and each address', async (t) => {
  await assertLimited(t, { perConversation: 3 });
  await assertLimited(t, { perAddress: 3 });
});

async function assertLimited(t: TestContext, limits: { perConversation?: number; perAddress?: number }) {
  const stage = await raiseBot(t, { limits });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) {
    const { status, headers } = await stage.post(stage.message({ type: 'typing' }));
    statuses.push(status);
    if (status === 429) assert.match(headers.get('retry-after') ?? '', /^\d+$/);
  }
  assert.deepEqual(statuses, [200, 200, 200, 429], JSON.stringify(limits));
}

function nested(levels: number): unknown {
  let value: unknown = 'deep';
  for (let i = 0; i < levels; i++) value = { value };
  return value;
}
