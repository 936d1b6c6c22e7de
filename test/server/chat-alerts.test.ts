import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { createServer } from 'restify';
import { createTokens } from '../../src/channels/direct-line/tokens.ts';
import type { Seat } from '../../src/handoff/alerts/banner.ts';
import { mountChatAlerts } from '../../src/server/chat-alerts.ts';
import { raise, signingKey, startSession } from '../channels/direct-line/stage.ts';
import { portOf } from '../handoff/targets/doubles/double.ts';

const alert = { id: 'AL-1', campaign: 'CA-1', title: 'Bank', text: 'They want money.', steps: ['Hang up.'] };
const now = (): Date => new Date();

describe('alerts beside the chat', () => {
  it('are given to the chat whose token it is, without what is ours alone', async (test) => {
    const { ask, seats, session } = await open(test);
    const answer = await ask('GET', '', session.token);
    assert.deepEqual(
      [answer.status, await answer.json()],
      [200, { alerts: [{ id: 'AL-1', title: 'Bank', text: 'They want money.', steps: ['Hang up.'] }] }],
    );
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.deepEqual(seats, [{ conversation: session.conversationId, user: session.userId, client: 'main' }]);
  });

  it('take an answer for the seat of the token, whatever else is sent', async (test) => {
    const { ask, answers, session } = await open(test);
    assert.equal((await ask('POST', '/AL-1', session.token, { answer: 'had-this-call' })).status, 200);
    assert.equal((await ask('POST', '/AL-9', session.token, { answer: 'got-it' })).status, 404);
    assert.deepEqual(answers, [
      [session.userId, 'AL-1', 'had-this-call'],
      [session.userId, 'AL-9', 'got-it'],
    ]);
  });

  for (const [what, body] of [
    ['another word', { answer: 'yes' }],
    ['somebody else’s name', { answer: 'got-it', user: 'dl_2' }],
    ['nothing', undefined],
  ] as const)
    it(`take no answer with ${what} in it`, async (test) => {
      const { ask, answers, session } = await open(test);
      assert.equal((await ask('POST', '/AL-1', session.token, body)).status, 400);
      assert.deepEqual(answers, []);
    });

  const forger = createTokens(['another key, which is long enough to sign with'], now);
  const ours = createTokens([signingKey], now);
  const past = createTokens([signingKey], () => new Date(Date.now() - 3_600_000));
  for (const [what, tokenOf] of [
    ['no token', async () => undefined],
    ['a token that is none', async () => 'Bearer'],
    ['a token signed with another key', async (seat) => await forger.issue('token', seat)],
    ['a token of an hour ago', async (seat) => await past.issue('token', seat)],
    ['the cookie of the session', async (seat) => await ours.issue('session', seat)],
    [
      'a token for a chat that is not there',
      async (seat) => await ours.issue('token', { ...seat, conversation: 'c9' }),
    ],
    ['a token for another’s chat', async (seat) => await ours.issue('token', { ...seat, user: 'dl_other' })],
  ] satisfies [string, (seat: { conversation: string; user: string }) => Promise<string | undefined>][])
    it(`are told to nobody with ${what}`, async (test) => {
      const { ask, seats, answers, session } = await open(test);
      const token = await tokenOf({ conversation: session.conversationId, user: session.userId });
      assert.equal((await ask('GET', '', token)).status, 401);
      assert.equal((await ask('POST', '/AL-1', token, { answer: 'got-it' })).status, 401);
      assert.deepEqual([seats, answers], [[], []]);
    });

  it('are not asked for without end', async (test) => {
    const { ask, session } = await open(test);
    const statuses = new Set<number>();
    for (let asked = 0; asked < 32; asked += 1) statuses.add((await ask('GET', '', session.token)).status);
    assert.deepEqual([...statuses], [200, 429]);
  });
});

async function open(test: TestContext) {
  const stage = await raise(test);
  const session = await startSession(stage.base);
  const seats: Seat[] = [];
  const answers: [string, string, string][] = [];
  const server = createServer();
  mountChatAlerts(server, {
    readSeat: (token) => stage.directLine.readSeat(token),
    alertsFor: async (seat) => {
      seats.push(seat);
      return [alert];
    },
    answer: async ({ user }, id, answer) => {
      answers.push([user, id, answer]);
      return id === alert.id;
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  test.after(() => void server.close());
  const base = `http://127.0.0.1:${portOf(server.server)}/api/chat/alerts`;
  const ask = async (method: string, path: string, token?: string, body?: unknown): Promise<Response> =>
    await fetch(base + path, {
      method,
      headers: { connection: 'close', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { ask, seats, answers, session };
}
