import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { call, message, poll, post, raise, signingKey, startSession, until } from './stage.ts';

const intranet = 'https://intranet.example.org';

function askForToken(base: string, headers: Record<string, string>, body?: string): Promise<Response> {
  return fetch(`${base}/api/chat/token`, { method: 'POST', headers, ...(body !== undefined && { body }) });
}

test('a session gets a token of thirty minutes for one conversation and one person', async (context) => {
  const { base, storage } = await raise(context);
  const session = await startSession(base);
  assert.deepEqual(
    [session.domain, session.expiresIn, session.userId.slice(0, 3)],
    [`${base}/v3/directline`, 1800, 'dl_'],
  );
  const { conv, user, exp = 0, iat = 0 } = decodeJwt(session.token);
  assert.deepEqual([conv, user, exp - iat], [session.conversationId, session.userId, 1800]);
  const { alg, kid } = decodeProtectedHeader(session.token);
  assert.deepEqual([alg, typeof kid], ['HS256', 'string']);
  assert.equal((await storage.readWebConversation(session.conversationId))?.user, session.userId);

  const cookie = decodeJwt(session.cookie.split('=')[1] ?? '');
  assert.deepEqual(Object.keys(cookie).toSorted(), ['aud', 'conv', 'exp', 'iat', 'user'], 'only ids');
});

test('the cookie brings the same conversation back, and a forged one does not', async (context) => {
  const { base } = await raise(context);
  const session = await startSession(base);
  const again = await startSession(base, `other=1; ${session.cookie}; more=2`);
  assert.equal(again.conversationId, session.conversationId);
  assert.equal(again.userId, session.userId);
  for (const cookie of [`${session.cookie}x`, `callcheck_chat=${session.token}`, 'callcheck_chat=', ''])
    assert.notEqual((await startSession(base, cookie)).conversationId, session.conversationId, cookie);
});

test('a fresh start is a new conversation of the same person, and the old one is kept', async (context) => {
  const { base } = await raise(context);
  const session = await startSession(base);
  await post(session, message('first chat'));
  const fresh = await startSession(base, session.cookie, { fresh: true });
  assert.notEqual(fresh.conversationId, session.conversationId);
  assert.equal(fresh.userId, session.userId);
  assert.deepEqual((await poll(fresh)).activities, []);
  await until('the first was answered', async () => (await poll(session)).activities.length === 2);
  assert.equal((await startSession(base, fresh.cookie)).conversationId, fresh.conversationId);
});

test('a key that was replaced still reads the cookies it signed', async (context) => {
  const first = await raise(context);
  const session = await startSession(first.base);
  await first.close();
  const renewed = 'the key that came after, long enough to sign with';
  const next = await raise(context, {
    file: first.file,
    signingKey: renewed,
    formerSigningKeys: [signingKey],
  });
  const resumed = await startSession(next.base, session.cookie);
  assert.equal(resumed.conversationId, session.conversationId);
  assert.notEqual(decodeProtectedHeader(resumed.token).kid, decodeProtectedHeader(session.token).kid);
  assert.equal((await post(resumed, message('hello'))).status, 200);
});

const lax = 'Path=/api/chat; HttpOnly; SameSite=Lax';
const https = { 'x-forwarded-proto': 'https' };
const cookies: [
  what: string,
  headers: Record<string, string>,
  body: string | undefined,
  attributes: string,
][] = [
  ['a page over http', {}, undefined, lax],
  ['a page over https', https, undefined, `${lax}; Secure`],
  ['a framed page over http', {}, '{"embedded":true}', lax],
  [
    'a framed page over https',
    https,
    '{"embedded":true}',
    'Path=/api/chat; HttpOnly; SameSite=None; Secure; Partitioned',
  ],
  [
    'an allowed page elsewhere',
    { ...https, origin: intranet },
    undefined,
    'Path=/api/chat; HttpOnly; SameSite=None; Secure; Partitioned',
  ],
];
for (const [what, headers, body, attributes] of cookies)
  test(`the cookie suits ${what}`, async (context) => {
    const { base } = await raise(context, { allowedOrigins: [intranet] });
    const response = await askForToken(base, headers, body);
    assert.equal(response.status, 200);
    const [pair, ...rest] = (response.headers.get('set-cookie') ?? '').split('; ');
    assert.match(pair ?? '', /^callcheck_chat=ey/);
    assert.equal(rest.join('; '), attributes);
    const domain = `${base}/v3/directline`.replace(
      'http:',
      'x-forwarded-proto' in headers ? 'https:' : 'http:',
    );
    assert.partialDeepStrictEqual(await response.json(), { domain });
  });

test('the page’s own scheme counts when the proxy does not tell', async (context) => {
  const { base } = await raise(context);
  const own = base.replace('http:', 'https:');
  const byOrigin = await askForToken(base, { origin: own });
  assert.match(byOrigin.headers.get('set-cookie') ?? '', /; Secure/);
  assert.partialDeepStrictEqual(await byOrigin.json(), { domain: `${own}/v3/directline` });
  const session = await startSession(base);
  const { body } = await call(session, 'POST', '/conversations', undefined, { referer: `${own}/?in=widget` });
  assert.match(JSON.stringify(body), /"streamUrl":"wss:/);
});

test('a page of another origin starts no chat', async (context) => {
  const { base } = await raise(context, { allowedOrigins: [intranet] });
  for (const origin of [
    'https://evil.example',
    'null',
    `${intranet}.evil.example`,
    'http://intranet.example.org',
  ]) {
    const response = await askForToken(base, { origin });
    assert.equal(response.status, 403, origin);
    assert.equal(response.headers.get('set-cookie'), null);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
  }
});

test('only listed origins pass the preflight, and each is named', async (context) => {
  const { base } = await raise(context, { allowedOrigins: [intranet] });
  const session = { domain: base, token: '' };
  const asked = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-ms-bot-agent',
  };
  for (const path of [
    '/api/chat/token',
    '/v3/directline/conversations',
    '/v3/directline/conversations/a/activities',
  ])
    for (const [origin, allowed] of [
      [intranet, intranet],
      [base, base],
      ['https://evil.example', null],
    ] as const) {
      const { status, headers } = await call(session, 'OPTIONS', path, undefined, { ...asked, origin });
      assert.equal(status, 204);
      assert.equal(headers.get('access-control-allow-origin'), allowed, `${origin} ${path}`);
      assert.equal(headers.get('access-control-allow-credentials'), allowed && 'true');
      assert.equal(headers.get('access-control-max-age'), allowed && '7200');
      if (allowed) assert.match(headers.get('access-control-allow-headers') ?? '', /x-ms-bot-agent/);
    }
  const refused = await call(
    { ...session, domain: `${base}/v3/directline` },
    'GET',
    '/conversations/x',
    undefined,
    {
      origin: intranet,
    },
  );
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('access-control-allow-origin'), intranet, 'a refusal can be read too');
});

test('an odd wish is refused and starts nothing', async (context) => {
  const { base } = await raise(context);
  for (const [body, status] of [
    ['{"fresh":"yes"}', 400],
    ['{"fresh"', 400],
    ['[]', 400],
    ['null', 200],
    ['{}', 200],
    [`{"x":"${'x'.repeat(2000)}"}`, 413],
  ] as const) {
    const response = await askForToken(base, {}, body);
    assert.equal(response.status, status, body.slice(0, 40));
    assert.equal(response.headers.has('set-cookie'), status === 200);
  }
});

test('one address gets a bounded number of tokens a minute', async (context) => {
  const { base } = await raise(context, {
    limits: { tokensPerClient: 2 },
    clientOf: (req) => String(req.headers['x-test-client']),
  });
  const from = (client: string): Promise<Response> => askForToken(base, { 'x-test-client': client });
  assert.equal((await from('a')).status, 200);
  assert.equal((await from('a')).status, 200);
  const held = await from('a');
  assert.equal(held.status, 429);
  assert.ok(Number(held.headers.get('retry-after')) > 0);
  assert.equal((await from('b')).status, 200);
});
