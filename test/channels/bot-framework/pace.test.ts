import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPace, type PacedRequest, type PaceOptions } from '../../../src/channels/bot-framework/pace.ts';
import type { GateClock } from '../../../src/channels/bot-framework/gate.ts';
import { failures, type Failure } from '../../support/connector-simulator.ts';

const base = 'https://smba.trafficmanager.net/uk/v3/conversations';

describe('a request that goes wrong', () => {
  const table: readonly [method: string, failure: keyof typeof failures, calls: number][] = [
    ['POST', 'throttled', 3],
    ['PUT', 'throttled', 3],
    ['DELETE', 'throttled', 3],
    ['GET', 'throttled', 3],
    ['POST', 'precondition', 3],
    ['PUT', 'precondition', 3],
    ['POST', 'badGateway', 1],
    ['POST', 'gatewayTimeout', 1],
    ['PUT', 'badGateway', 3],
    ['PUT', 'gatewayTimeout', 3],
    ['DELETE', 'badGateway', 3],
    ['GET', 'gatewayTimeout', 3],
    ['PUT', 'unavailable', 1],
    ['POST', 'unavailable', 1],
    ['POST', 'notInRoster', 1],
    ['POST', 'conversationNotFound', 1],
    ['PUT', 'activityNotFound', 1],
    ['POST', 'tooBig', 1],
    ['POST', 'badArgument', 1],
    ['POST', 'lostAnswer', 1],
    ['PUT', 'lostAnswer', 1],
  ];
  for (const [method, failure, calls] of table)
    it(`${method} with ${failure} is sent ${calls === 1 ? 'once' : `${calls} times at most`}`, async () => {
      const { send, sent } = stage();
      const broken = send({ method, answers: Array.from({ length: 9 }, () => failures[failure]) });
      await assert.rejects(broken, { statusCode: failures[failure].status });
      assert.equal(sent.length, calls);
    });

  it('is answered with what comes in the end', async () => {
    const { send, sent } = stage();
    assert.equal(await send({ answers: [failures.throttled, failures.precondition] }), 'answer');
    assert.equal(sent.length, 3);
  });

  it('is sent again when the channel says, and what comes after it in the same chat waits too', async () => {
    const { send, sent, clock } = stage();
    const throttled = { ...failures.throttled, headers: { 'Retry-After': '20' } };
    await Promise.all([send({ answers: [throttled] }), send({ url: chat('other') }), send({})]);
    assert.deepEqual(
      sent.map(({ url, atMs }) => [url === chat('other') ? 'other' : 'same', atMs]),
      [
        ['same', 0],
        ['other', 0],
        ['same', 20_000],
        ['same', 20_000],
      ],
    );
    assert.equal(clock.nowMs(), 20_000);
  });

  for (const [name, tell, earliestMs, latestMs] of [
    ['seven seconds', () => '7', 7_000, 7_000],
    ['a date in a minute', () => new Date(Date.now() + 60_000).toUTCString(), 50_000, 60_000],
    ['a date that is over', () => new Date(0).toUTCString(), 0, 0],
    ['a word', () => 'soon', 500, 750],
    ['nothing', () => '', 500, 750],
  ] as const)
    it(`waits from ${earliestMs} to ${latestMs} ms when told ${name}`, async () => {
      const { send, sent } = stage();
      await send({ answers: [{ ...failures.throttled, headers: { 'Retry-After': tell() } }] });
      const atMs = sent[1]?.atMs ?? -1;
      assert.ok(atMs >= earliestMs && atMs <= latestMs, String(atMs));
    });

  it('waits longer before each further attempt', async () => {
    const { send, sent } = stage();
    await assert.rejects(
      send({ answers: [failures.precondition, failures.precondition, failures.precondition] }),
    );
    const [first = 0, second = 0, third = 0] = sent.map(({ atMs }) => atMs);
    assert.ok(second - first >= 500 && second - first <= 750, String(second));
    assert.ok(third - second >= 1_000 && third - second <= 1_500, String(third));
  });

  it('by silence is given up, never sent again, and holds up nothing behind it', async () => {
    const { send, sent } = stage({ patienceMs: 20 });
    const silent = send({ answers: ['silence'] });
    const next = send({});
    await assert.rejects(silent, /did not answer within 20 ms/);
    assert.equal(await next, 'answer');
    assert.equal(sent.length, 2);
  });
});

describe('all who send', () => {
  it('share the limits of a chat, whatever they do there', async () => {
    const { send, sent } = stage();
    const urls = [chat('a'), `${chat('a')}/reply-1`, chat('a;messageid=1'), chat('a;messageid=2')];
    await Promise.all(Array.from({ length: 16 }, (_, n) => send({ url: urls[n % 4] ?? '' })));
    assert.deepEqual(
      sent.map(({ atMs }) => atMs),
      [0, 0, 0, 0, 0, 0, 0, 1_000, 2_000, 2_000, 2_000, 2_000, 2_000, 2_000, 2_000, 3_000],
    );
  });

  it('are told apart by chat', async () => {
    const { send, sent } = stage();
    await Promise.all(Array.from({ length: 20 }, (_, n) => send({ url: chat(`chat-${n}`) })));
    assert.ok(sent.every(({ atMs }) => atMs === 0));
  });

  it('share what a tenant takes, and one tenant does not slow another', async () => {
    const { send, sent } = stage();
    const to = (n: number, tenantId: string) =>
      send({ url: chat(`${tenantId}-${n}`), body: JSON.stringify({ conversation: { tenantId } }) });
    const many = Array.from({ length: 70 }, (_, n) => to(n, 'busy'));
    await Promise.all([...many, to(0, 'quiet')]);
    const times = sent.filter(({ url }) => url.includes('busy')).map(({ atMs }) => atMs);
    for (const at of [0, 1_000, 2_000])
      assert.equal(times.filter((time) => time === at).length, at < 2_000 ? 30 : 10);
    assert.equal(sent.find(({ url }) => url.includes('quiet'))?.atMs, 0);
  });

  it('come in the order in which they asked, also when an earlier one has to be sent again', async () => {
    const { send, sent } = stage();
    const bodies = Array.from({ length: 30 }, (_, n) => String(n));
    await Promise.all(
      bodies.map((body) =>
        send({ body, answers: body === '3' ? [failures.throttled, failures.throttled] : [] }),
      ),
    );
    assert.deepEqual([...new Set(sent.map(({ body }) => body))], bodies);
    assert.equal(sent.length, 32);
  });

  it('start threads at the pace of the channel in which they start them', async () => {
    const { send, sent } = stage();
    const body = JSON.stringify({ channelData: { channel: { id: '19:it' }, tenant: { id: 't' } } });
    await Promise.all([
      ...Array.from({ length: 7 }, () => send({ url: base, body })),
      send({ url: chat('19:it;messageid=1') }),
    ]);
    assert.deepEqual(
      sent.map(({ atMs }) => atMs),
      [0, 0, 0, 0, 0, 0, 0, 1_000],
    );
  });

  it('ask about a chat without taking from what may be said in it', async () => {
    const { send, sent } = stage();
    const asked = Array.from({ length: 14 }, () => send({ method: 'GET', url: `${base}/a/members/29%3Ajo` }));
    await Promise.all([...asked, ...Array.from({ length: 7 }, () => send({}))]);
    assert.ok(sent.every(({ atMs }) => atMs === 0));
  });

  it('are taken as they are when a body or an address is none', async () => {
    const { send } = stage();
    for (const body of ['', 'no json', '7', '{"conversation":7,"members":"x","channelData":[]}', undefined])
      for (const url of [base, `${base}/`, 'https://smba.trafficmanager.net/uk/v3/attachments/x'])
        assert.equal(await send({ url, body }), 'answer');
  });
});

type Sending = { method?: string; url?: string; body?: unknown; answers?: (Failure | 'silence')[] };

function chat(conversation: string): string {
  return `${base}/${encodeURIComponent(conversation)}/activities`;
}

/** A pace on a clock that moves only while everybody waits, and what came through it and when. */
function stage(options: PaceOptions = {}) {
  const clock = simulateClock();
  const pace = createPace({ clock, ...options });
  const sent: { url: string; body: unknown; atMs: number }[] = [];
  const send = async ({
    method = 'POST',
    url = chat('a'),
    body = '',
    answers = [],
  }: Sending): Promise<string> => {
    const request: PacedRequest = { method, url, body, timeout: 0 };
    return await pace.sendRequest(request, async () => {
      sent.push({ url, body, atMs: clock.nowMs() });
      const failure = answers.shift();
      if (failure === undefined) return 'answer';
      if (failure === 'silence') return await new Promise<string>(() => undefined);
      const headers = new Headers(failure.headers);
      throw Object.assign(new Error('refused'), { statusCode: failure.status, response: { headers } });
    });
  };
  return { clock, send, sent };
}

/** Wakes whoever sleeps in the order of time, one after the other, once nothing else is under way. */
function simulateClock(): GateClock {
  let nowMs = 0;
  let asleep: { untilMs: number; wake: () => void }[] = [];
  const wakeNext = (): void => {
    const untilMs = Math.min(...asleep.map((one) => one.untilMs));
    const first = asleep.find((one) => one.untilMs === untilMs);
    if (first === undefined) return;
    asleep = asleep.filter((one) => one !== first);
    nowMs = Math.max(nowMs, untilMs);
    first.wake();
    if (asleep.length > 0) setImmediate(wakeNext);
  };
  return {
    nowMs: () => nowMs,
    sleep: (ms) =>
      new Promise<void>((wake) => {
        asleep.push({ untilMs: nowMs + ms, wake });
        if (asleep.length === 1) setImmediate(wakeNext);
      }),
  };
}
