import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import * as api from '../../../src/handoff/desk/api.ts';
import { codeOf, raiseDesk, type Stage } from './stage.ts';

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

/** Every route, with what a technician who may would send. */
const reads = [
  '/desk/api/me',
  '/desk/api/live',
  '/desk/api/cases',
  '/desk/api/cases/ID',
  '/desk/api/cases/ID/messages',
  '/desk/api/cases/ID/takers',
  '/desk/api/files/FILE',
  '/desk/api/people',
  '/desk/api/alerts',
  '/desk/api/dead-letters',
  '/desk/api/insights',
  '/desk/api/insights.csv?table=outcomes',
  '/desk/api/audit',
] as const;
const changes = [
  ['/desk/api/active', {}],
  ['/desk/api/cases/ID/acts', { id: randomUUID(), act: { kind: 'join', takeOver: false } }],
  ['/desk/api/cases/ID/typing', {}],
  ['/desk/api/cases/ID/ticks', { action: 'a', done: true, version: 1 }],
  ['/desk/api/cases/ID/notes', { text: 'a', version: 1 }],
  ['/desk/api/cases/ID/priority', { priority: 'P1', why: 'a', version: 1 }],
  ['/desk/api/cases/ID/files', {}],
  ['/desk/api/people/p-Sam', { role: 'admin' }],
  ['/desk/api/dead-letters/L1/retry', {}],
  ['/desk/api/sign-out', {}],
] as const;

describe('somebody who is not signed in', () => {
  it('gets nothing from any route', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const before = await everything(stage);
    const stranger = stage.stranger();
    for (const path of reads)
      assert.deepEqual(await codeOf(await stranger.get(at(path, id))), [401, 'signed-out'], path);
    for (const [path, body] of changes)
      assert.deepEqual(await codeOf(await stranger.post(at(path, id), body)), [401, 'signed-out'], path);
    assert.equal(await everything(stage), before);
  });

  for (const cookie of [
    'callcheck-desk=',
    'callcheck-desk=forged',
    `callcheck-desk=${'A'.repeat(43)}`,
    'callcheck-desk=__proto__',
    "callcheck-desk=' or 1=1 --",
  ])
    it(`does not get in with ${cookie}`, async (t) => {
      const stage = await raiseDesk(t);
      await stage.enter('Sam');
      const stranger = stage.stranger();
      stranger.cookie = cookie;
      assert.deepEqual(await codeOf(await stranger.get('/desk/api/me')), [401, 'signed-out']);
    });

  it('does not get in with what the database holds', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    const { createHash } = await import('node:crypto');
    const stored = createHash('sha256')
      .update(sam.cookie.split('=')[1] ?? '')
      .digest('base64url');
    assert.ok(await stage.storage.readSession(stored), 'the hash is what is stored');
    sam.cookie = `callcheck-desk=${stored}`;
    assert.deepEqual(await codeOf(await sam.get('/desk/api/me')), [401, 'signed-out']);
  });
});

describe('a session', () => {
  it('ends after half an hour without a sign of life, and reading alone is none', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    stage.clock.pass(20);
    assert.equal((await sam.get('/desk/api/cases')).status, 200);
    assert.equal((await sam.post('/desk/api/active')).status, 200);
    stage.clock.pass(29);
    assert.equal((await sam.get('/desk/api/cases')).status, 200);
    stage.clock.pass(1);
    assert.deepEqual(await codeOf(await sam.get('/desk/api/cases')), [401, 'signed-out']);
    stage.clock.pass(-10);
    assert.deepEqual(
      await codeOf(await sam.get('/desk/api/cases')),
      [401, 'signed-out'],
      'it is gone, not asleep',
    );
  });

  it('ends after twelve hours, however busy', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    for (let quarter = 0; quarter < 47; quarter++) {
      stage.clock.pass(15);
      assert.equal((await sam.post('/desk/api/active')).status, 200);
    }
    stage.clock.pass(15);
    assert.deepEqual(await codeOf(await sam.post('/desk/api/active')), [401, 'signed-out']);
  });

  it('is worth nothing after signing out, and signing out is written down', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    const answer = await sam.post('/desk/api/sign-out');
    assert.deepEqual(await answer.json(), { next: '/desk/signed-out' });
    assert.match(
      answer.headers.get('set-cookie') ?? '',
      /^callcheck-desk=; Path=\/desk; HttpOnly; Max-Age=0/,
    );
    assert.deepEqual(await codeOf(await sam.get('/desk/api/me')), [401, 'signed-out']);
    const audit = await stage.storage.readAudit({ clients: 'all', reader: '', about: 'p-Sam', limit: 9 });
    assert.deepEqual(
      audit.map(({ what }) => what),
      ['signed-out', 'signed-in'],
    );
  });

  it('taken to another browser ends for both', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    const thief = stage.stranger({ 'user-agent': 'Another browser' });
    thief.cookie = sam.cookie;
    assert.deepEqual(await codeOf(await thief.get('/desk/api/me')), [401, 'signed-out']);
    assert.deepEqual(await codeOf(await sam.get('/desk/api/me')), [401, 'signed-out']);
    const [last] = await stage.storage.readAudit({ clients: 'all', reader: '', about: 'p-Sam', limit: 1 });
    assert.equal(last?.what, 'session-stolen');
  });

  it('sees at once that its person has lost their role or a client', async (t) => {
    const stage = await raiseDesk(t, {
      clients: [
        { id: 'main', name: 'A' },
        { id: 'other', name: 'B' },
      ],
    });
    const id = await stage.openCase();
    const [admin, sam] = [await stage.enter('Ada', 'admin'), await stage.enter('Sam')];
    assert.equal((await sam.get(`/desk/api/cases/${id}`)).status, 200);
    await admin.post('/desk/api/people/p-Sam', { clients: ['other'] });
    assert.equal((await sam.get(`/desk/api/cases/${id}`)).status, 404);
    await admin.post('/desk/api/people/p-Sam', { role: 'none' });
    assert.deepEqual(await codeOf(await sam.get('/desk/api/me')), [401, 'signed-out']);
  });
});

describe('a change that the desk’s page did not send', () => {
  const forgeries: Record<string, Record<string, string>> = {
    'from another origin': { origin: 'https://evil.example' },
    'from no origin': { origin: '' },
    'from a null origin': { origin: 'null' },
    'from this host under another port': { origin: 'http://127.0.0.1:1' },
    'without our header': { 'x-callcheck-desk': '' },
    'with another value of it': { 'x-callcheck-desk': 'true' },
    'that the browser calls cross-site': { 'sec-fetch-site': 'cross-site' },
    'that the browser calls same-site': { 'sec-fetch-site': 'same-site' },
    'typed by hand': { 'sec-fetch-site': 'none' },
  };
  for (const [name, headers] of Object.entries(forgeries))
    it(`is refused: ${name}`, async (t) => {
      const stage = await raiseDesk(t);
      const id = await stage.openCase();
      const admin = await stage.enter('Ada', 'admin');
      const before = await everything(stage);
      for (const [path, body] of changes)
        assert.deepEqual(
          await codeOf(await admin.post(at(path, id), body, headers)),
          [403, 'not-allowed'],
          path,
        );
      assert.equal(await everything(stage), before);
      assert.equal((await admin.get('/desk/api/me')).status, 200, 'still signed in');
    });

  it('cannot even be read across sites', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    const answer = await sam.get('/desk/api/cases', {
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
    assert.deepEqual(await codeOf(answer), [403, 'not-allowed']);
  });
});

describe('another client', () => {
  it('has no cases, files, letters or people for somebody who does not look after it', async (t) => {
    const stage = await raiseDesk(t);
    const theirs = await stage.openCase('other');
    const sam = await stage.enter('Sam', 'admin', ['main']);
    const alex = await stage.enter('Alex', 'technician', ['other']);
    await alex.act(theirs, { kind: 'join', takeOver: false });
    const upload = await alex.post(`/desk/api/cases/${theirs}/files`, form('a.png', png));
    const { file } = api.FileAnswer.parse(await upload.json());
    stage.dead.push({
      id: 'L1',
      target: 'email',
      case: theirs,
      topic: 'case-opened',
      attempts: 9,
      deadAt: stage.clock.now.toISOString(),
      lastError: 'x',
    });
    const before = await everything(stage);
    for (const path of reads.filter((one) => /ID|FILE/.test(one))) {
      const other = at(path, theirs).replace('FILE', file.id);
      assert.deepEqual(await codeOf(await sam.get(other)), [404, 'not-found'], path);
      const missing = await sam.get(at(path, 'CC-NONE1').replace('FILE', randomUUID()));
      assert.deepEqual(await codeOf(missing), [404, 'not-found'], 'what is not there looks the same');
    }
    for (const [path, body] of changes.filter(([one]) => one.includes('ID') || one.includes('L1'))) {
      const sent = path.endsWith('files') ? form('a.png', png) : body;
      assert.deepEqual(await codeOf(await sam.post(at(path, theirs), sent)), [404, 'not-found'], path);
    }
    assert.deepEqual(await codeOf(await sam.post('/desk/api/people/p-Alex', { role: 'admin' })), [
      404,
      'not-found',
    ]);
    for (const path of [
      '/desk/api/cases',
      '/desk/api/people',
      '/desk/api/audit',
      '/desk/api/alerts',
      '/desk/api/dead-letters',
      '/desk/api/insights',
    ]) {
      const text = await (await sam.get(path)).text();
      assert.ok(!text.includes(theirs) && !text.includes('Alex') && !text.includes('Microsoft rang'), path);
    }
    assert.equal(await everything(stage), before);
  });

  it('’s file is not said in this client’s chat', async (t) => {
    const stage = await raiseDesk(t);
    const [ours, theirs] = [await stage.openCase(), await stage.openCase('other')];
    const sam = await stage.enter('Sam');
    for (const id of [ours, theirs]) await sam.act(id, { kind: 'join', takeOver: false });
    const upload = await sam.post(`/desk/api/cases/${theirs}/files`, form('a.png', png));
    const { file } = api.FileAnswer.parse(await upload.json());
    const act = { kind: 'say', text: 'look', files: [file.id] } as const;
    assert.deepEqual(await codeOf(await sam.act(ours, { ...act, files: [...act.files] })), [
      404,
      'not-found',
    ]);
    assert.equal((await sam.act(theirs, { ...act, files: [...act.files] })).status, 200);
  });
});

describe('a role', () => {
  for (const [role, path] of [
    ['technician', '/desk/api/people'],
    ['technician', '/desk/api/audit'],
    ['technician', '/desk/api/dead-letters'],
  ] as const)
    it(`of ${role} does not read ${path}`, async (t) => {
      const stage = await raiseDesk(t);
      assert.deepEqual(await codeOf(await (await stage.enter('Sam', role)).get(path)), [403, 'not-allowed']);
    });

  it('is changed by an administrator only, never one’s own, and never beyond one’s own clients', async (t) => {
    const stage = await raiseDesk(t, {
      clients: [
        { id: 'main', name: 'A' },
        { id: 'other', name: 'B' },
      ],
    });
    const [lead, admin, part] = [
      await stage.enter('Lee', 'lead'),
      await stage.enter('Ada', 'admin'),
      await stage.enter('Pat', 'admin', ['main']),
    ];
    await stage.enter('Sam', 'technician', ['main']);
    await stage.enter('New', 'none', 'all');
    assert.deepEqual(await codeOf(await lead.post('/desk/api/people/p-Lee', { role: 'admin' })), [
      403,
      'not-allowed',
    ]);
    assert.deepEqual(await codeOf(await admin.post('/desk/api/people/p-Ada', { role: 'none' })), [
      403,
      'not-allowed',
    ]);
    for (const [person, change] of [
      ['p-Sam', { clients: 'all' }],
      ['p-Sam', { clients: ['main', 'other'] }],
      ['p-Ada', { role: 'none' }],
      ['p-Ada', { signOut: true }],
      ['p-New', { role: 'admin' }],
    ] as const)
      assert.deepEqual(await codeOf(await part.post(`/desk/api/people/${person}`, change)), [
        403,
        'not-allowed',
      ]);
    assert.deepEqual(await codeOf(await admin.post('/desk/api/people/p-Sam', { clients: ['nobody'] })), [
      404,
      'not-found',
    ]);
    assert.equal((await part.post('/desk/api/people/p-Sam', { role: 'lead' })).status, 200);
    const answer = await admin.post('/desk/api/people/p-New', { role: 'technician', clients: ['other'] });
    const { person } = api.PersonAnswer.parse(await answer.json());
    assert.deepEqual(
      [person.roles, person.clients, person.byHand],
      [['technician'], ['other'], { roles: true, clients: true }],
    );
  });
});

describe('what somebody else said', () => {
  it('is changed by nobody', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [sam, alex] = [await stage.enter('Sam'), await stage.enter('Alex')];
    await sam.act(id, { kind: 'join', takeOver: false });
    await sam.act(id, { kind: 'say', text: 'mine' });
    await alex.act(id, { kind: 'join', takeOver: true });
    const read = async (): Promise<api.Message[]> =>
      api.MessageList.parse(await (await alex.get(`/desk/api/cases/${id}/messages`)).json()).messages;
    for (const message of await read())
      assert.deepEqual(
        await codeOf(await alex.act(id, { kind: 'edit', message: message.id, text: 'forged' })),
        [409, 'not-yours'],
        message.id,
      );
    assert.ok((await read()).every(({ text }) => text !== 'forged'));
  });
});

describe('too much', () => {
  it('is refused: bodies, files, fields', async (t) => {
    const stage = await raiseDesk(t, { files: { maxBytes: 2048 } });
    const id = await stage.openCase();
    const sam = await stage.enter('Sam');
    await sam.act(id, { kind: 'join', takeOver: false });
    assert.deepEqual(await codeOf(await sam.post(`/desk/api/cases/${id}/notes`, noteOf(70_000))), [
      413,
      'too-large',
    ]);
    assert.deepEqual(await codeOf(await sam.post(`/desk/api/cases/${id}/notes`, noteOf(5000))), [
      400,
      'not-understood',
    ]);
    const big = form('a.png', new Uint8Array(5_000_000));
    assert.deepEqual(await codeOf(await sam.post(`/desk/api/cases/${id}/files`, big)), [413, 'too-large']);
    const fits = new Uint8Array(2048);
    fits.set(png);
    assert.equal((await sam.post(`/desk/api/cases/${id}/files`, form('a.png', fits))).status, 200);
    assert.equal((await sam.get('/desk/api/me')).status, 200, 'the server lives on');
  });

  for (const [name, body, type] of [
    ['no JSON', '{', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['an unknown act', '{"id":"x","act":{"kind":"delete"}}', 'application/json'],
    ['a prototype', '{"__proto__":{"id":1},"act":null}', 'application/json'],
    ['nothing', '', 'application/json'],
  ] as const)
    it(`a body that is ${name} is refused in words`, async (t) => {
      const stage = await raiseDesk(t);
      const id = await stage.openCase();
      const sam = await stage.enter('Sam');
      const answer = await sam.post(`/desk/api/cases/${id}/acts`, body, { 'content-type': type });
      assert.deepEqual(await codeOf(answer), [400, 'not-understood']);
    });

  it('in a minute is told when to come back', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    const answers = await Promise.all(Array.from({ length: 185 }, () => sam.post('/desk/api/active')));
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 5);
    assert.match((await refused[0]?.text()) ?? '', /Try again in \d+ seconds/);
  });
});

describe('a file', () => {
  it('is data: its name ends no header, its type is ours, nothing in it runs', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const sam = await stage.enter('Sam');
    await sam.act(id, { kind: 'join', takeOver: false });
    const name = 'a"\r\nSet-Cookie: x=1; <script>.png';
    const upload = await sam.post(`/desk/api/cases/${id}/files`, form(name, png));
    const { file } = api.FileAnswer.parse(await upload.json());
    const answer = await sam.get(`/desk/api/files/${file.id}`);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), png);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-security-policy') ?? '', /sandbox/);
    assert.match(answer.headers.get('content-disposition') ?? '', /^inline; filename\*=UTF-8''[\w.%-]+$/);
    assert.equal(answer.headers.get('set-cookie'), null);
    const known = stage.files.get(file.id);
    assert.ok(known);
    known.file = { ...known.file, type: 'text/html\r\nX: y' };
    const odd = await sam.get(`/desk/api/files/${file.id}`);
    assert.equal(odd.headers.get('content-type'), 'application/octet-stream');
    assert.match(odd.headers.get('content-disposition') ?? '', /^attachment/);
  });

  it('that is none, broken or sent by somebody without the case is refused', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [sam, alex] = [await stage.enter('Sam'), await stage.enter('Alex')];
    await sam.act(id, { kind: 'join', takeOver: false });
    const path = `/desk/api/cases/${id}/files`;
    assert.deepEqual(await codeOf(await sam.post(path, form('a.png', new Uint8Array([1])))), [
      422,
      'refused-file',
    ]);
    assert.deepEqual(await codeOf(await sam.post(path, new FormData())), [400, 'not-understood']);
    for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=x'])
      assert.deepEqual(await codeOf(await sam.post(path, 'nonsense', { 'content-type': type })), [
        400,
        'not-understood',
      ]);
    assert.deepEqual(await codeOf(await alex.post(path, form('a.png', png))), [409, 'not-yours']);
  });
});

describe('script', () => {
  const script = `"><script>alert(1)</script>{{7*7}}\u202E';--`;

  it('in every field comes out as the data it went in', async (t) => {
    const stage = await raiseDesk(t);
    const story = `A man from ${script} rang on 0161 496 0123 and wants AnyDesk on my computer`;
    const id = await stage.openCase('main', story);
    const sam = await stage.enter(script);
    const version = (await stage.storage.readCase(id))?.version;
    await sam.post(`/desk/api/cases/${id}/notes`, { text: script, version });
    await sam.act(id, { kind: 'join', takeOver: false });
    await sam.act(id, { kind: 'say', text: script });
    await sam.act(id, { kind: 'close', closing: { outcome: 'scam', botWasRight: 'yes', note: script } });
    const admin = await stage.enter('Ada', 'admin');
    const answers = await Promise.all(
      [
        ...reads.filter((path) => !/FILE|live|csv/.test(path)),
        `/desk/api/cases?q=${encodeURIComponent('<script>')}`,
      ].map((path) => admin.get(at(path, id))),
    );
    for (const answer of answers) {
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/, answer.url);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    }
    const found = api.CaseDetail.parse(await answers[2]?.json());
    assert.equal(found.technician?.name, script);
    assert.equal(found.closing?.note, script);
    assert.ok(found.brief.story.includes('<script>alert(1)</script>'));
    const { messages } = api.MessageList.parse(await answers[3]?.json());
    assert.ok(messages.some(({ text, name }) => text === script && name === script));
  });

  it('in an address is not repeated by any page', async (t) => {
    const stage = await raiseDesk(t);
    for (const path of [
      '/desk/<script>alert(1)</script>',
      '/desk/api/<script>',
      '/desk/sign-in/once?code=<script>alert(1)</script>',
      '/desk/sign-in?to=<script>alert(1)</script>',
    ]) {
      const answer = await stage.stranger().get(path);
      const text = (await answer.text()) + (answer.headers.get('location') ?? '');
      assert.doesNotMatch(text, /alert\(1\)<|<script>alert/, path);
    }
  });
});

describe('the one-time link', () => {
  it('signs in once, on this computer, and says who', async (t) => {
    const stage = await raiseDesk(t);
    const link = stage.desk.newLink() ?? '';
    const browser = stage.stranger({ 'user-agent': 'B' });
    const answer = await browser.get(link);
    assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/desk']);
    const cookie = answer.headers.get('set-cookie') ?? '';
    assert.match(cookie, /^callcheck-desk=[\w-]{43}; Path=\/desk; HttpOnly; SameSite=Lax$/);
    browser.cookie = cookie.split(';')[0] ?? '';
    const me = api.Me.parse(await (await browser.get('/desk/api/me')).json());
    assert.deepEqual(
      [me.technician.name, me.roles, me.signedInBy],
      ['IT desk', ['technician', 'lead', 'admin'], 'link'],
    );
    const again = await stage.stranger().get(link);
    assert.deepEqual([again.status, again.headers.get('set-cookie')], [403, null]);
  });

  it('is void after ten minutes, and when it is guessed', async (t) => {
    const stage = await raiseDesk(t);
    const link = stage.desk.newLink() ?? '';
    assert.equal((await stage.stranger().get('/desk/sign-in/once?code=guess')).status, 403);
    assert.equal((await stage.stranger().get('/desk/sign-in/once')).status, 403);
    stage.clock.pass(10);
    assert.equal((await stage.stranger().get(link)).status, 403);
  });

  for (const [name, headers] of [
    ['a proxy', { 'x-forwarded-for': '203.0.113.7' }],
    ['a proxy that is honest', { forwarded: 'for=203.0.113.7' }],
    ['another name for this computer', { host: 'desk.evil.example' }],
  ] as const)
    it(`does not work through ${name}, and is not spent by the try`, async (t) => {
      const stage = await raiseDesk(t);
      const link = stage.desk.newLink() ?? '';
      assert.equal(await statusOf(stage.base + link, headers), 403);
      assert.equal((await stage.stranger().get(link)).status, 302);
    });

  it('is printed anew for who asks on this computer from its own page, and shown to nobody', async (t) => {
    const stage = await raiseDesk(t);
    const stranger = stage.stranger();
    for (const [name, value] of [
      ['x-forwarded-for', '203.0.113.7'],
      ['origin', 'https://evil.example'],
      ['x-callcheck-desk', ''],
    ] as const)
      assert.equal((await stranger.post('/desk/sign-in/link', {}, { [name]: value })).status, 403);
    assert.deepEqual(stage.announced, []);
    const answer = await stranger.post('/desk/sign-in/link');
    assert.deepEqual([answer.status, await answer.json()], [200, {}]);
    assert.equal((await stranger.get(stage.announced[0] ?? '')).status, 302);
  });
});

function at(path: string, id: string): string {
  return path.replace('ID', id);
}

function noteOf(length: number): { text: string; version: number } {
  return { text: 'x'.repeat(length), version: 1 };
}

function form(name: string, bytes: Uint8Array<ArrayBuffer>): FormData {
  const data = new FormData();
  data.append('file', new Blob([bytes], { type: 'text/html' }), name);
  return data;
}

/** All that an attack could have changed. */
async function everything({ storage, reached }: Stage): Promise<string> {
  const cases = await storage.listCases({ clients: 'all' });
  const events = await Promise.all(cases.map(({ id }) => storage.readCase(id)));
  const audit = await storage.readAudit({ clients: 'all', reader: '', limit: 1000 });
  return JSON.stringify([events, audit, await storage.listPeople(''), reached]);
}

async function statusOf(address: string, headers: Record<string, string>): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    request(address, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
