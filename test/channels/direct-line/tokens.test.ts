import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT, UnsecuredJWT } from 'jose';
import { createTokens } from '../../../src/channels/direct-line/tokens.ts';
import { call, message, poll, post, raise, signingKey, startSession, until } from './stage.ts';

/** The four calls that name a conversation, and the two that do not. */
const callsFor = (id: string): ['GET' | 'POST', string][] => [
  ['GET', `/conversations/${id}?watermark=`],
  ['GET', `/conversations/${id}/activities?watermark=0`],
  ['POST', `/conversations/${id}/activities`],
  ['POST', `/conversations/${id}/upload?userId=x`],
];
const callsForNone: ['GET' | 'POST', string][] = [
  ['POST', '/conversations'],
  ['POST', '/tokens/refresh'],
  ['GET', '/session/getsessionid'],
];

test('a token opens its own conversation and no other, on every call', async (context) => {
  const { base } = await raise(context);
  const mine = await startSession(base);
  const theirs = await startSession(base);
  await post(theirs, message('private'));
  for (const [method, path] of callsFor(theirs.conversationId)) {
    const refused = await call(mine, method, path, method === 'POST' ? message('hello') : undefined);
    assert.equal(refused.status, 403, `${method} ${path}`);
    assert.ok(!JSON.stringify(refused.body).includes('private'));
  }
  await until('their message was answered', async () => (await poll(theirs)).activities.length === 2);
});

test('a forged, expired, misused or orphaned token is refused with 403 on every call', async (context) => {
  let now = new Date();
  const { base } = await raise(context, { now: () => now });
  const session = await startSession(base);
  const claims = { conv: session.conversationId, user: session.userId };
  const ours = createTokens([signingKey], () => now);
  const elsewhere = createTokens(['another key that somebody made up by themselves'], () => now);
  const seat = { conversation: session.conversationId, user: session.userId };
  const secret = new TextEncoder().encode(signingKey);
  const [head = '', body = ''] = session.token.split('.');
  const expiredLater = session.token;

  const tokens: Record<string, string> = {
    garbage: 'garbage',
    'no algorithm': new UnsecuredJWT(claims)
      .setAudience('callcheck-direct-line')
      .setExpirationTime('1h')
      .encode(),
    'other key': await elsewhere.issue('token', seat),
    'key guessed from its text': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: '' })
      .setAudience('callcheck-direct-line')
      .setExpirationTime('1h')
      .sign(secret),
    'signature cut off': `${head}.${body}.`,
    'what a page gets alerts with': await ours.issue('alerts', seat),
    'the session cookie': session.cookie.split('=')[1] ?? '',
    'a deleted conversation': await ours.issue('token', { ...seat, conversation: 'gone' }),
    'another person': await ours.issue('token', { ...seat, user: 'dl_somebody-else' }),
  };
  for (const [what, token] of Object.entries(tokens))
    for (const [method, path] of [...callsFor(session.conversationId), ...callsForNone])
      assert.equal(
        (await call({ ...session, token }, method, path)).status,
        403,
        `${what}: ${method} ${path}`,
      );

  now = new Date(now.getTime() + 30 * 60_000 + 1000);
  const expired = { ...session, token: expiredLater };
  for (const [method, path] of [...callsFor(session.conversationId), ...callsForNone])
    assert.equal((await call(expired, method, path)).status, 403, `expired: ${method} ${path}`);
});

test('without a token every call is 401, and what is not offered is 404', async (context) => {
  const { base } = await raise(context);
  const session = await startSession(base);
  for (const [method, path] of [...callsFor(session.conversationId), ...callsForNone])
    assert.equal((await call({ ...session, token: '' }, method, path)).status, 401, `${method} ${path}`);
  const basic = await call({ ...session, token: '' }, 'POST', '/tokens/refresh', undefined, {
    authorization: `Basic ${session.token}`,
  });
  assert.equal(basic.status, 401);
  assert.equal((await call(session, 'POST', '/tokens/generate')).status, 404);
  assert.equal((await call(session, 'GET', '/conversations/a/b/c')).status, 404);
});

test('starting is 201 once and 200 after, and a refreshed token works', async (context) => {
  const { base, heard } = await raise(context);
  const session = await startSession(base);
  const first = await call(session, 'POST', '/conversations', { user: {}, locale: 'cy-GB' });
  assert.equal(first.status, 201);
  assert.equal((await call(session, 'POST', '/conversations', { locale: 'not a locale' })).status, 200);
  assert.partialDeepStrictEqual(first.body, { conversationId: session.conversationId, expires_in: 1800 });

  const refreshed = await call(session, 'POST', '/tokens/refresh');
  assert.equal(refreshed.status, 200);
  assert.ok(typeof refreshed.body === 'object' && refreshed.body !== null && 'token' in refreshed.body);
  assert.equal(
    (await call({ ...session, token: String(refreshed.body.token) }, 'POST', '/conversations')).status,
    200,
  );
  assert.equal((await call(session, 'GET', '/session/getsessionid')).status, 200);

  await until('the bot was told', () => heard.length > 0);
  assert.deepEqual(heard[0]?.['membersAdded'], [{ id: session.userId }]);
  assert.equal(heard[0]?.['locale'], 'cy-GB');
  assert.equal(heard.length, 1);
});

test('a seat at a chat that Azure carries is read from its own pass alone', async (context) => {
  const { directLine } = await raise(context);
  const { azureSeats } = directLine;
  const pass = await azureSeats.issue('c1', 'dl_1');
  assert.deepEqual(await azureSeats.read(pass), {
    conversation: 'directline/c1',
    user: 'dl_1',
    client: 'main',
  });
  const ours = createTokens([signingKey], () => new Date());
  const seat = { conversation: 'directline/c1', user: 'dl_1' };
  for (const other of [await ours.issue('token', seat), await ours.issue('session', seat), 'x', `${pass}x`])
    assert.equal(await azureSeats.read(other), undefined);
  assert.equal(await directLine.readSeat(pass), undefined);
});
