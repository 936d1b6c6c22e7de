import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { makeKey, type Scope } from '../../../src/server/api/key.ts';
import { CallReceipt, CaseReceipt, CaseView } from '../../../src/server/api/schemas.ts';
import { bodyOf, noon, raiseApi, refusalOf, story, type Caller, type Stage } from './stage.ts';

const ticket = { 'idempotency-key': 'T-1001' };
const call = {
  number: '+441614960123',
  start: '2026-11-21T11:50:00Z',
  end: '2026-11-21T11:59:00Z',
  extension: '204',
};

/** One good request of every kind, and the scope that it needs. */
const requests: readonly [scope: Scope, ask: (caller: Caller, id: string) => Promise<Response>][] = [
  ['assess', (caller) => caller.post('/api/v1/assess', { story })],
  ['cases:write', (caller) => caller.post('/api/v1/cases', { story }, ticket)],
  ['cases:read', (caller, id) => caller.get(`/api/v1/cases/${id}`)],
  ['calls:write', (caller) => caller.post('/api/v1/calls', call)],
];

/** All that an attack could have changed or read. */
async function everything({ storage }: Stage): Promise<string> {
  const cases = await storage.listCases({ clients: 'all' });
  const waiting = await storage.waitingCalls(undefined, '2000', '3000');
  const events = await Promise.all(cases.map(async ({ id }) => (await storage.readCase(id))?.events));
  return JSON.stringify([cases, waiting, events]);
}

describe('without a key that works', () => {
  it('nothing is answered or changed, whatever is shown', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const revoked = await stage.system();
    await stage.storage.revokeKey(revoked.id, { at: noon, who: 'x', what: 'x', about: 'x', detail: {} });
    const id = await stage.openInChat();
    const before = await everything(stage);
    const last = system.token.at(-1) === 'A' ? 'B' : 'A';
    const shown: [string, string | undefined][] = [
      ['nothing', undefined],
      ['an empty one', 'Bearer '],
      ['a revoked one', `Bearer ${revoked.token}`],
      ['one nobody made', `Bearer ${makeKey().token}`],
      ['the right id with another secret', `Bearer cck_${system.id}_${'A'.repeat(43)}`],
      ['one letter off', `Bearer ${system.token.slice(0, -2)}${last}${system.token.at(-1)}`],
      ['the id alone', `Bearer ${system.id}`],
      ['its hash', `Bearer cck_${system.id}_${(await stage.storage.readKey(system.id))?.secretHash}`],
      ['another scheme', `Basic ${Buffer.from(`x:${system.token}`).toString('base64')}`],
      ['no scheme', system.token],
      ['a pattern', `Bearer cck_%_${'%'.repeat(43)}`],
      ['a query', `Bearer cck_' or 1=1 --`],
      ['more than one', `Bearer ${system.token} ${system.token}`],
    ];
    for (const [name, authorization] of shown)
      for (const [scope, ask] of requests) {
        const answer = await ask(stage.with(authorization), id);
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="callcheck"', name);
        assert.deepEqual(await refusalOf(answer), [401, 'no-key'], `${name}: ${scope}`);
      }
    assert.equal(await everything(stage), before);
    assert.ok(!stage.logged().includes(system.token), 'no key is logged');
  });

  it('who asks on and on is told when to come back, and keys that work still do', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const answers = await Promise.all(
      Array.from({ length: 65 }, () => stage.with('Bearer x').get('/api/v1/cases/1')),
    );
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 5);
    assert.match(refused[0]?.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
    assert.equal((await system.post('/api/v1/assess', { story })).status, 200);
  });

  it('a key is kept as a hash only', async (t) => {
    const stage = await raiseApi(t);
    const { token } = await stage.system();
    const kept = JSON.stringify(await stage.storage.listKeys());
    assert.ok(!kept.includes(token.slice(-43)));
  });
});

describe('a key', () => {
  it('does what its scopes say and nothing else', async (t) => {
    const stage = await raiseApi(t);
    const id = await stage.openInChat();
    for (const [scope] of requests) {
      const system = await stage.system({ scopes: [scope] });
      for (const [needed, ask] of requests) {
        const answer = await ask(system, id);
        if (scope === needed) assert.ok(answer.ok, `${scope} may ${needed}`);
        else assert.deepEqual(await refusalOf(answer), [403, 'not-allowed'], `${scope} may not ${needed}`);
      }
    }
  });

  it('without scopes, or of a client that is served no more, does nothing', async (t) => {
    const stage = await raiseApi(t);
    const id = await stage.openInChat();
    for (const system of [await stage.system({ scopes: [] }), await stage.system({ client: 'gone' })])
      for (const [, ask] of requests)
        assert.deepEqual(await refusalOf(await ask(system, id)), [403, 'not-allowed']);
  });

  it('of another client finds no case, however it is named, and learns nothing from the answer', async (t) => {
    const stage = await raiseApi(t);
    const id = await stage.openInChat({ client: 'main' });
    const other = await stage.system({ client: 'other' });
    const none = await (await other.get('/api/v1/cases/CC-NONE0')).text();
    for (const named of [
      id,
      encodeURIComponent(`${id}' or '1'='1`),
      `${id}%00`,
      `..%2Fcases%2F${id}`,
      '__proto__',
    ]) {
      const answer = await other.get(`/api/v1/cases/${named}`);
      assert.equal(answer.status, 404, named);
      assert.equal(await answer.text(), none, named);
    }
  });

  it('of another client attaches no call to a case', async (t) => {
    const stage = await raiseApi(t);
    const id = await stage.openInChat({ client: 'main' });
    const other = await stage.system({ client: 'other' });
    const receipt = CallReceipt.parse(await bodyOf(await other.post('/api/v1/calls', call), 201));
    assert.equal(receipt.call.case, null);
    assert.deepEqual(await stage.storage.callsOf(id), []);
  });

  it('asks no more often than it may, each by itself', async (t) => {
    const stage = await raiseApi(t, { perMinute: 5 });
    const [one, other] = [await stage.system(), await stage.system()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => one.post('/api/v1/assess', { story })));
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 3);
    for (const answer of refused) {
      assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
      assert.deepEqual(await refusalOf(answer), [429, 'too-many']);
    }
    assert.equal((await other.post('/api/v1/assess', { story })).status, 200);
  });
});

describe('an Idempotency-Key', () => {
  it('is refused with another body, and nothing of that is kept', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    await bodyOf(await system.post('/api/v1/cases', { story }, ticket), 201);
    const before = await everything(stage);
    for (const body of [{ story: `${story}.` }, { story, person: { name: 'Eve' } }])
      assert.deepEqual(await refusalOf(await system.post('/api/v1/cases', body, ticket)), [409, 'conflict']);
    assert.equal(await everything(stage), before);
  });

  it('is needed, and can be no other conversation’s', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    for (const word of [undefined, 'two words', 'x'.repeat(201), 'é'])
      assert.deepEqual(
        await refusalOf(
          await system.post(
            '/api/v1/cases',
            { story },
            word === undefined ? {} : { 'idempotency-key': word },
          ),
        ),
        [400, 'not-understood'],
        word,
      );
    const other = await stage.system({ client: 'other' });
    for (const word of [`../${other.id}:1`, `:${other.id}:1`, '__proto__']) {
      await bodyOf(await system.post('/api/v1/cases', { story }, { 'idempotency-key': word }), 201);
    }
    assert.deepEqual(await stage.storage.listCases({ clients: ['other'] }), []);
  });

  it('is not spent by a body that is refused', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    assert.equal((await system.post('/api/v1/cases', { story: '' }, ticket)).status, 400);
    assert.equal((await system.post('/api/v1/cases', { story }, ticket)).status, 201);
  });
});

describe('a body', () => {
  const posts = [
    ['/api/v1/assess', { story }],
    ['/api/v1/cases', { story }],
    ['/api/v1/calls', call],
  ] as const;

  for (const [name, body] of [
    ['nothing', ''],
    ['no JSON', '{'],
    ['a form', 'story=x&number=1'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"story"'],
    ['deeply nested', '['.repeat(30_000)],
    ['a prototype', '{"__proto__":{"story":"x"}}'],
    ['text of another kind', '{"story":{"$gt":""},"number":[1],"start":0}'],
    ['empty text', '{"story":"  ","number":" ","start":" "}'],
  ] as const)
    it(`that is ${name} is refused in words`, async (t) => {
      const stage = await raiseApi(t);
      const system = await stage.system();
      for (const [path] of posts)
        assert.deepEqual(
          await refusalOf(await system.post(path, body, ticket)),
          [400, 'not-understood'],
          path,
        );
      assert.equal(await everything(stage), '[[],[],[]]');
    });

  it('with a field that nobody knows names it', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    for (const [path, body] of posts) {
      const answer = await system.post(path, { ...body, sotry: 'x' }, ticket);
      assert.match(await answer.text(), /sotry/);
      assert.equal(answer.status, 400);
    }
  });

  it('that is too large is refused, and the server lives on', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const huge = JSON.stringify({ story: 'x'.repeat(5_000_000) });
    for (const [path] of posts)
      assert.deepEqual(await refusalOf(await system.post(path, huge, ticket)), [413, 'too-large']);
    assert.deepEqual(await refusalOf(await system.post('/api/v1/assess', { story: 'x'.repeat(10_001) })), [
      400,
      'not-understood',
    ]);
    const longest = JSON.stringify({ story: '\u{1F4DE}'.repeat(5000) }).replaceAll(
      '\u{1F4DE}',
      String.raw`\ud83d\udcde`,
    );
    assert.equal((await system.post('/api/v1/assess', longest)).status, 200);
  });

  it('without a key is not read for its faults', async (t) => {
    const stage = await raiseApi(t);
    assert.deepEqual(await refusalOf(await stage.with(undefined).post('/api/v1/assess', '{')), [
      401,
      'no-key',
    ]);
  });
});

describe('variables that a telephone system did not fill in', () => {
  for (const left of [
    '[CallerNumber]',
    '[Call.Start Time]',
    '{{agent}}',
    '${name}',
    '{0}',
    '%CALLERID%',
    'x [Name] y',
  ])
    it(`such as ${left} are refused wherever they stand`, async (t) => {
      const stage = await raiseApi(t);
      const system = await stage.system();
      for (const field of ['id', 'number', 'start', 'end', 'extension', 'person', 'direction'])
        assert.deepEqual(
          await refusalOf(await system.post('/api/v1/calls', { ...call, [field]: left })),
          [400, 'not-understood'],
          field,
        );
      for (const recording of [
        `https://pbx.example.org/${left}`,
        `https://pbx.example.org/${encodeURI(left)}`,
      ])
        assert.equal((await system.post('/api/v1/calls', { ...call, recording })).status, 400, recording);
      for (const field of ['id', 'name', 'contact'])
        assert.deepEqual(
          await refusalOf(await system.post('/api/v1/cases', { story, person: { [field]: left } }, ticket)),
          [400, 'not-understood'],
          field,
        );
      assert.equal(await everything(stage), '[[],[],[]]');
    });

  it('are not seen in what people write', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const told = {
      story: `${story} [he laughed]`,
      person: { name: "Sinéad O'Neill (50%)", contact: 'ext. 204' },
    };
    assert.equal((await system.post('/api/v1/cases', told, ticket)).status, 201);
  });
});

describe('script', () => {
  const script = `"><script>alert(1)</script><img src=x onerror=alert(1)>';--`;

  it('in every field comes out as the data it went in', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system({ name: script });
    const told = { story: `${story} ${script}`, person: { id: script, name: script, contact: script } };
    const receipt = CaseReceipt.parse(await bodyOf(await system.post('/api/v1/cases', told, ticket), 201));
    const kept = {
      ...call,
      id: script,
      extension: script.slice(0, 40),
      person: script,
      recording: 'https://x.example/?q=<script>',
    };
    await bodyOf(await system.post('/api/v1/calls', kept), 201);
    const answer = await system.get(`/api/v1/cases/${receipt.case.id}`);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const { case: view } = CaseView.parse(await bodyOf(answer, 200));
    assert.equal(view.story, told.story);
    assert.deepEqual(view.person, { id: script, name: script, contact: script });
    assert.deepEqual(
      view.calls.map(({ person, extension }) => [person, extension]),
      [[script, script.slice(0, 40)]],
    );
    const found = await stage.storage.readCase(receipt.case.id);
    assert.equal(found?.events.at(-1)?.by, script);
  });

  it('in what is refused is not repeated', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const answers = await Promise.all([
      system.post('/api/v1/calls', { number: script, start: script, direction: script, recording: script }),
      system.post('/api/v1/assess', script),
      system.get(`/api/v1/cases/${encodeURIComponent(script)}`),
      system.get(`/api/v1/${encodeURIComponent(script)}`),
      stage.with(`Bearer ${script}`).get('/api/v1/cases/1'),
    ]);
    for (const answer of answers) {
      assert.ok(answer.status >= 400, answer.url);
      assert.doesNotMatch(await answer.text(), /<script|onerror/);
    }
  });
});

describe('a line end', () => {
  it('gets into no field that becomes a name, a subject or a header', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    for (const end of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\u0000', '\u202e']) {
      const odd = `Eve${end}Bcc: all@example.org`;
      for (const field of ['id', 'name', 'contact'])
        assert.equal(
          (await system.post('/api/v1/cases', { story, person: { [field]: odd } }, ticket)).status,
          400,
          JSON.stringify([field, end]),
        );
      for (const field of ['id', 'number', 'extension', 'person'])
        assert.equal((await system.post('/api/v1/calls', { ...call, [field]: odd })).status, 400, field);
      const recording = `https://x.example/${odd}`;
      const answer = await system.post('/api/v1/calls', { ...call, recording });
      assert.equal(answer.status, 400, JSON.stringify(recording));
    }
    const told = { story: `${story}\r\nBcc: all@example.org` };
    const receipt = CaseReceipt.parse(await bodyOf(await system.post('/api/v1/cases', told, ticket), 201));
    assert.doesNotMatch(receipt.case.headline, /[\r\n]/);
  });

  it('in a request header starts no header of the answer', async (t) => {
    const stage = await raiseApi(t);
    const { token } = await stage.system();
    const body = JSON.stringify({ story });
    const { port } = new URL(stage.base());
    const send = (word: string): Promise<string> =>
      new Promise((resolve, reject) => {
        let answer = '';
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.write(
            `POST /api/v1/cases HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n` +
              `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nIdempotency-Key: ${word}\r\n\r\n${body}`,
          ),
        );
        socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
      });
    for (const word of [
      'T-1\r\n Set-Cookie: a=1',
      'T-1\nSet-Cookie: a=1',
      'T-1\rSet-Cookie: a=1',
      'T-1%0d%0aSet-Cookie:%20a=1',
    ]) {
      const answer = await send(word);
      assert.match(answer, /^HTTP\/1\.1 (?:400|201)/, word);
      assert.doesNotMatch(answer, /^set-cookie:/im, word);
    }
    assert.match(await send('T-2'), /^HTTP\/1\.1 201/);
  });
});
