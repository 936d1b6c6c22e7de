import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import * as api from '../../src/handoff/desk/api.ts';
import { CallReceipt, CaseReceipt, CaseView } from '../../src/server/api/schemas.ts';
import { poll, until } from '../channels/direct-line/stage.ts';
import { bytesOf } from '../support/file-bytes.ts';
import { pageOfBolt, raiseWhole, story, unreachable, type Browser, type Chat, type Whole } from './whole.ts';

/**
 * Attacks on the whole server as it is joined, each beside the same thing done rightly. What one part alone must stand is attacked
 * where that part is tested, and not again here:
 *
 * | attack                                                            | file                                              |
 * |-------------------------------------------------------------------|---------------------------------------------------|
 * | no session, a forged one, the hash out of the database            | test/server/desk/attacks.slow.test.ts             |
 * | idle and long sessions on a clock, roles, one's own role          | test/server/desk/attacks.slow.test.ts             |
 * | every kind of wrong origin, a read across sites                   | test/server/desk/attacks.slow.test.ts             |
 * | another technician's message edited, bodies that are none, floods | test/server/desk/attacks.slow.test.ts             |
 * | the one-time link: twice, late, guessed, through a proxy          | test/server/desk/attacks.slow.test.ts             |
 * | sign-in: state, code, nonce, open redirects, frames               | test/server/desk/sign-in.slow.test.ts             |
 * | keys: revoked, guessed, by scope, by client; line ends in headers | test/server/api/attacks.slow.test.ts              |
 * | variables that were not filled in, request keys used again        | test/server/api/attacks.slow.test.ts              |
 * | tokens of chats: forged, expired, for another purpose             | test/channels/direct-line/tokens.test.ts          |
 * | streams: a code used twice, of another chat, from another origin  | test/channels/direct-line/streams.slow.test.ts    |
 * | file addresses: changed, without a pass, a day old                | test/channels/chat.test.ts                        |
 * | forms that are none, too many files in one message                | test/channels/chat.test.ts                        |
 * | Bot Framework tokens, service addresses, tenants                  | test/channels/bot-framework/endpoint.test.ts      |
 * | a hub's status: changed on the way, an hour old                   | test/channels/bot-framework/hub.test.ts           |
 * | file kinds by their bytes, names, limits, changed on the disk     | test/handoff/files.test.ts                        |
 * | mail: headers, recipients and messages added by line ends         | test/handoff/targets/messages.test.ts             |
 * | addresses: the whole table, several at once, odd spellings        | test/handoff/targets/messages.test.ts             |
 * | a ticket moved to another client, passwords sent elsewhere        | test/handoff/targets/tickets.test.ts              |
 * | script on the page itself, in a real browser                      | test/e2e/desk.slow.test.ts                        |
 */
let whole: Whole;
before(async () => void (whole = await raiseWhole()));
after(async () => await whole.stop());

const deskRoutes = (method: string): string[] =>
  whole.routes
    .filter((route) => route.path.startsWith('/desk') && route.method === method)
    .map(({ path }) => path);
const isAboutOne = (path: string): boolean => path.startsWith('/desk/api/') && path.includes(':id');
const changing = (): { method: string; path: string }[] =>
  whole.routes.filter(
    ({ method, path }) => path.startsWith('/desk') && !['GET', 'HEAD', 'OPTIONS'].includes(method),
  );

const alertWords = { title: 'A false bank', text: 'They want money.', steps: ['Hang up.'] };

/** What a technician who may would send to each route, so that nothing but the attack is wrong with it. */
const bodies: Readonly<Record<string, () => unknown>> = {
  '/desk/api/cases/:id/acts': () => ({ id: randomUUID(), act: { kind: 'join', takeOver: true } }),
  '/desk/api/cases/:id/ticks': () => ({ action: 'action.ask-number', done: true, version: 1 }),
  '/desk/api/cases/:id/notes': () => ({ text: 'a note', version: 1 }),
  '/desk/api/cases/:id/priority': () => ({ priority: 'P1', why: 'because', version: 1 }),
  '/desk/api/cases/:id/files': () => form('a.png', bytesOf('png')),
  '/desk/api/people/:id': () => ({ role: 'admin' }),
  '/desk/api/staff-alerts/:id': () => ({ words: alertWords, groups: ['chat'], version: 1 }),
  '/desk/api/staff-alerts/:id/approve': () => ({ words: alertWords, groups: ['chat'], version: 1 }),
  '/desk/api/staff-alerts/:id/withdraw': () => ({ version: 1 }),
};

function form(name: string, bytes: Buffer, type = 'image/png'): FormData {
  const data = new FormData();
  data.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  return data;
}

async function codeOf(answer: Response): Promise<[number, string | undefined]> {
  const [, code] = /"code":"([^"]+)"/.exec(await answer.text()) ?? [];
  return [answer.status, code];
}

/** Every row that an attack could change. What the postman does meanwhile, and when somebody was last seen, is left out. */
function everything(): unknown[] {
  const database = new DatabaseSync(join(whole.folder, 'callcheck.sqlite'), { readOnly: true });
  const columns = {
    cases: '*',
    case_events: '*',
    messages: '*',
    audit: '*',
    alerts: '*',
    alert_deliveries: '*',
    files: '*',
    people: 'id, name, role, clients, role_by_hand, clients_by_hand',
    desk_sessions: 'id_hash, person',
    outbox: 'id',
    handled_activities: 'conversation, activity',
  };
  const rows = Object.entries(columns).map(([table, wanted]) => {
    const found = database.prepare(`select ${wanted} from ${table} order by rowid`).all();
    return [table, found.length, createHash('sha256').update(JSON.stringify(found)).digest('hex')];
  });
  database.close();
  return rows;
}

const upload = async (chat: Chat, name: string, bytes: Buffer): Promise<number> => {
  const data = form(name, bytes);
  data.append(
    'activity',
    new Blob([JSON.stringify({ type: 'message' })], { type: 'application/vnd.microsoft.activity' }),
    'blob',
  );
  const answer = await fetch(`${chat.domain}/conversations/${chat.conversationId}/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${chat.token}` },
    body: data,
  });
  await until('it is answered', async () => (await whole.storage.unansweredActivities()).length === 0);
  return answer.status;
};

/** Addresses of the files in a chat, as its page gets them. */
async function filesIn(chat: Chat): Promise<string[]> {
  const { activities } = await poll(chat);
  return [...JSON.stringify(activities).matchAll(/"contentUrl":"([^"]+)"/g)].map(([, url = '']) => url);
}

const mailsOf = (id: string): string[] =>
  whole.mails.filter((mail) => new RegExp(`^X-Callcheck-Case: ${id}\\r$`, 'mi').test(mail));
const isClosing = (mail: string): boolean => /^X-Callcheck-Event: closed\r$/im.test(mail);

/** What some addresses are not understood without. */
const queries: Readonly<Record<string, string>> = {
  '/desk/api/insights.csv': '?table=callsPerWeek',
  '/desk/api/directory': '?client=acme',
};

describe('another client’s case', () => {
  it('is not there at any route of the desk, for whoever does not look after it', async () => {
    const { chat, id } = await whole.openCase('bolt');
    await upload(chat, 'theirs.png', bytesOf('png'));
    const [file = ''] = (await filesIn(chat)).map((url) => /files\/([^?]+)/.exec(url)?.[1] ?? '');
    const alex = await whole.enter('Alex', 'technician', ['bolt']);
    assert.equal((await alex.get(`/desk/api/cases/${id}`)).status, 200, 'it is there for them');
    assert.equal((await alex.get(`/desk/api/files/${file}`)).status, 200);
    const drafted = { client: 'bolt', words: alertWords, groups: ['chat'] };
    const alert = z
      .object({ alert: z.object({ id: z.string() }) })
      .parse(await (await alex.post('/desk/api/staff-alerts', drafted)).json()).alert.id;
    const sam = await whole.enter('Sam', 'admin', ['acme']);
    const unchanged = everything();
    const named = (path: string): string =>
      path.replace(':id', path.includes('files/:') ? file : path.includes('staff-alerts') ? alert : id);
    for (const path of deskRoutes('GET').filter(isAboutOne))
      assert.deepEqual(await codeOf(await sam.get(named(path))), [404, 'not-found'], path);
    for (const { path } of changing().filter((route) => isAboutOne(route.path)))
      assert.deepEqual(
        await codeOf(await sam.post(named(path), bodies[path]?.() ?? {})),
        [404, 'not-found'],
        path,
      );
    assert.deepEqual(everything(), unchanged);
    for (const path of deskRoutes('GET').filter((one) => one.startsWith('/desk/api/') && !isAboutOne(one))) {
      if (path.endsWith('/live')) continue;
      const query = queries[path] ?? '';
      const answer = await sam.get(path + query);
      assert.equal(answer.status, 200, path);
      const text = await answer.text();
      assert.ok(![id, file, chat.conversationId, 'Alex'].some((theirs) => text.includes(theirs)), path);
    }
  });

  it('is not there for a key of another client, and no call of theirs is joined to it', async () => {
    const { id } = await whole.openCase('bolt', story.replace('0123', '0177'));
    const ask = (key: string, path: string, body?: unknown): Promise<Response> =>
      fetch(whole.base + path, {
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      });
    const [ours, theirs] = [await whole.key('bolt'), await whole.key('acme')];
    assert.equal((await ask(ours, `/api/v1/cases/${id}`)).status, 200, 'it is there for their own');
    const [found, none] = [await ask(theirs, `/api/v1/cases/${id}`), await ask(theirs, '/api/v1/cases/CC-0')];
    assert.deepEqual([found.status, await found.text()], [404, await none.text()]);
    const start = new Date(Date.now() - 60_000).toISOString();
    const call = { number: '01614960177', start };
    const receipt = CallReceipt.parse(await (await ask(theirs, '/api/v1/calls', call)).json());
    assert.equal(receipt.call.case, null);
    const own = CallReceipt.parse(await (await ask(ours, '/api/v1/calls', call)).json());
    assert.equal(own.call.case, id, 'their own call is');
  });

  it('is told to no target of this one, nor to its hub', async () => {
    const { id } = await whole.openCase('bolt');
    const told = (posts: readonly { body: string }[]): boolean => posts.some(({ body }) => body.includes(id));
    await until('it is told where it should be', () => told(whole.hooks.bolt) && told(whole.hooks.both));
    assert.ok(!told(whole.hooks.acme));
    assert.deepEqual(mailsOf(id), []);
    assert.ok(whole.tickets.vendor.tickets.every((ticket) => ticket.case !== id));
  });

  it('does not show in what goes on live', async () => {
    const sam = await whole.enter('Live', 'admin', ['acme']);
    const ended = new AbortController();
    const live = await fetch(`${whole.base}/desk/api/live`, {
      headers: { cookie: sam.cookie, 'user-agent': `Browser ${idOf('Live')}` },
      signal: ended.signal,
    });
    let heard = '';
    const reading = (async () => {
      for await (const part of live.body ?? []) heard += Buffer.from(part).toString();
    })().catch(() => undefined);
    const theirs = await whole.openCase('bolt');
    const own = await whole.openCase('acme');
    await until('one’s own is heard of', () => heard.includes(own.id));
    ended.abort();
    await reading;
    assert.ok(!heard.includes(theirs.id) && !heard.includes(theirs.chat.conversationId));
  });
});

describe('another person’s conversation', () => {
  it('is not opened by the token of one’s own, at any route', async () => {
    const [mine, theirs] = [await whole.chat(), await whole.chat()];
    await theirs.say('My neighbour’s dog is called Biscuit');
    const logged = await whole.storage.activitiesAfter(theirs.conversationId, 0);
    const routes = whole.routes.filter(({ path }) => /^\/v3\/directline\/.*:id/.test(path));
    assert.ok(routes.length >= 4);
    for (const { method, path } of routes) {
      const answer = await fetch(whole.base + path.replace(':id', theirs.conversationId), {
        method,
        headers: { authorization: `Bearer ${mine.token}`, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: JSON.stringify({ type: 'message', text: 'forged' }) }),
      });
      const text = await answer.text();
      assert.deepEqual(
        [answer.status, text.includes('TokenExpired'), text.includes('Biscuit')],
        [403, true, false],
        path,
      );
    }
    assert.deepEqual(await whole.storage.activitiesAfter(theirs.conversationId, 0), logged);
  });

  it('gives no file away: not by the address of one’s own, nor by another way in', async () => {
    const [mine, theirs] = [await whole.openCase('acme'), await whole.openCase('bolt')];
    await upload(mine.chat, 'mine.png', bytesOf('png'));
    await upload(theirs.chat, 'theirs.png', bytesOf('png'));
    const [[own = ''], [other = '']] = [await filesIn(mine.chat), await filesIn(theirs.chat)];
    const status = async (path: string, headers = {}): Promise<number> =>
      (await fetch(whole.base + path, { headers })).status;
    assert.deepEqual([await status(own), await status(other)], [200, 200]);
    const [path = '', pass = ''] = [other.split('?t=')[0], own.split('?t=')[1]];
    assert.equal(await status(`${path}?t=${pass}`), 404, 'with the pass of my own file');
    const desk = await whole.enter('Files', 'admin', ['bolt']);
    assert.equal(await status(path, { cookie: desk.cookie }), 404, 'with a session of the desk');
    assert.equal(await status(path, { authorization: `Bearer ${theirs.chat.token}` }), 404, 'with a token');
    const id = path.split('/').at(-1) ?? '';
    assert.equal(await status(`/desk/api/files/${id}?t=${other.split('?t=')[1]}`), 401, 'at the desk');
  });

  it('is not entered with what opens something else', async () => {
    const { chat, id } = await whole.openCase();
    const desk = await whole.enter('Keys', 'admin');
    const key = await whole.key();
    const session = desk.cookie.split('=')[1] ?? '';
    const chatCookie = chat.cookie.split('=')[1] ?? '';
    const tries: [string, Record<string, string>][] = [];
    for (const secret of [chat.token, chatCookie, key])
      tries.push([`/desk/api/cases/${id}`, { cookie: `callcheck-desk=${secret}` }]);
    for (const secret of [chat.token, chatCookie, session])
      tries.push([`/api/v1/cases/${id}`, { authorization: `Bearer ${secret}` }]);
    tries.push([`/desk/api/cases/${id}`, { authorization: `Bearer ${key}` }]);
    for (const [path, headers] of tries)
      assert.equal((await fetch(whole.base + path, { headers })).status, 401, path);
    for (const secret of [session, key, chatCookie]) {
      const path = `/v3/directline/conversations/${chat.conversationId}/activities`;
      const headers = { authorization: `Bearer ${secret}` };
      assert.equal((await fetch(whole.base + path, { headers })).status, 403);
    }
  });
});

const event = (conversation: string, state: string): Record<string, unknown> => ({
  type: 'event',
  name: 'handoff.status',
  conversation: { id: conversation },
  value: { state },
});
const holderOf = async (id: string): Promise<[string | undefined, string | undefined]> => {
  const found = await whole.storage.readCase(id);
  return [found?.status, found?.technician?.name];
};

describe('a forged handoff.status', () => {
  type Told = { hub?: 'hub-acme' | 'hub-bolt'; by?: 'hub-acme' | 'hub-bolt'; id?: string; at?: Date };
  /** As a hub tells it; `by` signs, `hub` is the address. */
  const tell = async (
    body: unknown,
    { hub = 'hub-acme', by = hub, id = randomUUID(), at = new Date() }: Told = {},
  ): Promise<number> => {
    const text = JSON.stringify(body);
    const answer = await fetch(`${whole.base}/api/handoff/${hub}`, {
      method: 'POST',
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(whole.hubSecrets[by]).sign(id, at, text),
      },
      body: text,
    });
    return answer.status;
  };
  it('changes nothing, whoever sends it; a true one does, once', async () => {
    const { chat, id } = await whole.openCase();
    const accepted = event(chat.conversationId, 'accepted');
    const waiting = ['waiting', undefined];
    const posted = await fetch(`${chat.domain}/conversations/${chat.conversationId}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${chat.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(accepted),
    });
    assert.equal(posted.status, 200, 'a chat may send it, and it means nothing');
    assert.deepEqual(await holderOf(id), waiting);
    const bare = await fetch(`${whole.base}/api/handoff/hub-acme`, {
      method: 'POST',
      body: JSON.stringify(accepted),
    });
    assert.equal(bare.status, 401, 'unsigned');
    assert.equal(await tell(accepted, { by: 'hub-bolt' }), 401, 'signed by another hub');
    assert.equal(await tell(accepted, { hub: 'hub-bolt' }), 200, 'taken');
    assert.deepEqual(await holderOf(id), waiting, 'from a hub that does not serve the client');
    assert.equal(await tell(event('nobody', 'accepted')), 200);
    const local = {
      ...accepted,
      id: 'a1',
      channelId: 'emulator',
      serviceUrl: 'http://localhost:1',
      from: { id: 'u' },
      recipient: { id: 'b' },
    };
    await fetch(`${whole.base}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(local),
    });
    assert.deepEqual(await holderOf(id), waiting, 'through the channels');

    const words = randomUUID();
    assert.equal(await tell(accepted, { id: words }), 200);
    assert.deepEqual(await holderOf(id), ['accepted', 'hub-acme']);
    const sam = await whole.enter('Over');
    assert.equal((await sam.act(id, { kind: 'join', takeOver: true })).status, 200);
    assert.equal(await tell(accepted), 200);
    assert.equal(await tell(event(chat.conversationId, 'completed')), 200);
    assert.deepEqual(await holderOf(id), ['accepted', 'Over'], 'a hub takes nothing from a technician');
    assert.equal((await sam.act(id, { kind: 'hand-back' })).status, 200);
    assert.equal(await tell(accepted, { id: words }), 200, 'the same again');
    assert.deepEqual(await holderOf(id), waiting, 'what was said before is not done again');
    const { chat: other, id: their } = await whole.openCase('bolt');
    assert.equal(await tell(event(other.conversationId, 'accepted'), { id: words }), 200);
    assert.deepEqual(await holderOf(their), waiting, 'of another client’s case');
  });
});

/** Every answer is data that no browser runs, and holds the words as they were. */
async function seenAsText(sam: Browser, ...ids: string[]): Promise<void> {
  for (const id of ids)
    for (const path of ['', '/messages']) {
      const answer = await sam.get(`/desk/api/cases/${id}${path}`);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.ok(JSON.stringify(await answer.json()).includes('<script>alert(1)</script>'), path);
    }
  const page = await sam.get(`/desk/cases/${ids[0]}`);
  assert.doesNotMatch(await page.text(), /alert\(1\)/, 'the page itself holds nothing of a case');
}

/** What a webhook says in words; a hub is sent none. */
const Told = z.object({
  data: z.object({ text: z.string(), details: z.string() }).default({ text: '', details: '' }),
});

async function toldAsText(...ids: string[]): Promise<void> {
  await until('all is told', () =>
    ids.every((id) => mailsOf(id).length > 0 && whole.tickets.vendor.tickets.some((one) => one.case === id)),
  );
  const [first = ''] = ids;
  await until('the closing too', () => mailsOf(first).some(isClosing), 20_000);
  for (const id of ids) {
    const tickets = whole.tickets.vendor.tickets.filter((one) => one.case === id);
    assert.equal(tickets.length, 1);
    for (const html of tickets.flatMap(({ details, notes }) => [details, ...notes.map(({ text }) => text)]))
      assert.doesNotMatch(html, /<script|<img|https?:\/\/evil/, 'a ticket system shows this as HTML');
    assert.match(tickets[0]?.details ?? '', /&lt;script&gt;/);
    for (const raw of mailsOf(id)) {
      const mail = await PostalMime.parse(raw);
      assert.equal(mail.html, undefined, 'plain text only');
      assert.doesNotMatch(mail.text ?? '', /https?:\/\/evil/);
    }
  }
  const posts = [...whole.hooks.acme, ...whole.hooks.hub].filter(({ body }) =>
    ids.some((id) => body.includes(id)),
  );
  assert.ok(posts.length > 4);
  for (const { headers, body } of posts) {
    assert.equal(headers['content-type'], 'application/json');
    const { data } = Told.parse(JSON.parse(body));
    assert.doesNotMatch(`${data.text} ${data.details}`, /https?:\/\/evil/);
  }
}

describe('script in every field', () => {
  const script = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
  const link = 'https://evil.example.com/x';

  it('is data at the desk, for other systems, and in everything that is sent out', async () => {
    const { chat, id } = await whole.openCase(
      'acme',
      `A man from ${script} rang on 0161 496 0123 and said open ${link} and install AnyDesk`,
    );
    await chat.say(`${script} ext 12`);
    await upload(chat, `a${script}.png`, bytesOf('png'));
    const sam = await whole.enter(script);
    const version = (await whole.storage.readCase(id))?.version ?? 0;
    assert.equal((await sam.post(`/desk/api/cases/${id}/notes`, { text: script, version })).status, 200);
    assert.equal((await sam.act(id, { kind: 'join', takeOver: false })).status, 200);
    const upped = await sam.post(`/desk/api/cases/${id}/files`, form(`b${script}.png`, bytesOf('png')));
    const { file } = api.FileAnswer.parse(await upped.json());
    assert.equal((await sam.act(id, { kind: 'say', text: script, files: [file.id] })).status, 200);
    const found = await whole.storage.readCase(id);
    const raised = { priority: 'P1', why: script, version: found?.version };
    assert.equal((await sam.post(`/desk/api/cases/${id}/priority`, raised)).status, 200);
    const closing = { outcome: 'scam', botWasRight: 'yes', note: script } as const;
    assert.equal((await sam.act(id, { kind: 'close', closing })).status, 200);

    const key = await whole.key();
    const ask = (path: string, body?: unknown): Promise<Response> =>
      fetch(whole.base + path, {
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      });
    const told = { story: `${story} ${script}`, person: { name: script, contact: script } };
    const { case: made } = CaseReceipt.parse(await (await ask('/api/v1/cases', told)).json());
    const start = new Date(Date.now() - 60_000).toISOString();
    const call = { number: '0161 496 0123', start, person: script, extension: script.slice(0, 40) };
    assert.equal((await ask('/api/v1/calls', call)).status, 201);
    assert.equal(
      CaseView.parse(await (await ask(`/api/v1/cases/${made.id}`)).json()).case.person.name,
      script,
    );

    await seenAsText(sam, id, made.id);
    await toldAsText(id, made.id);
  });
});

describe('a change across sites', () => {
  it('is refused at every route of the desk that changes something, and changes nothing', async () => {
    const { id } = await whole.openCase();
    const admin = await whole.enter('Ada', 'admin');
    const known = changing();
    assert.ok(known.length >= 11, 'the routes are found');
    const forgeries: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      { origin: '', 'x-callcheck-desk': '' },
      { 'x-callcheck-desk': '' },
      { 'sec-fetch-site': 'same-site' },
      { origin: pageOfBolt },
    ];
    const unchanged = everything();
    for (const { method, path } of known)
      for (const headers of forgeries) {
        assert.equal(method, 'POST', `${path} is asked as a page would ask it`);
        const answer = await admin.post(path.replace(':id', id), bodies[path]?.() ?? {}, headers);
        assert.deepEqual(await codeOf(answer), [403, 'not-allowed'], `${path} ${JSON.stringify(headers)}`);
        assert.equal(answer.headers.get('access-control-allow-origin'), null);
      }
    assert.deepEqual(everything(), unchanged);
    assert.equal((await admin.get('/desk/api/me')).status, 200, 'still signed in');
    assert.equal(
      (await admin.act(id, { kind: 'join', takeOver: false })).status,
      200,
      'from the page it is done',
    );
  });

  it('is not made by reading: no address that is only looked at changes a case', async () => {
    const { id } = await whole.openCase();
    const admin = await whole.enter('Ann', 'admin');
    const quiet = everything();
    for (const path of deskRoutes('GET')) {
      if (path.endsWith('/live') || path.includes('files/') || path.includes('.csv')) continue;
      await (await admin.get(path.replace(':id', id).replace('*', 'queue'))).arrayBuffer();
    }
    assert.deepEqual(everything(), quiet);
  });
});

describe('a session', () => {
  it('that has expired, or was taken to another browser, opens nothing any more', async () => {
    const [idle, stolen, thief] = [
      await whole.enter('Idle'),
      await whole.enter('Stolen', 'admin'),
      whole.stranger({ 'user-agent': 'Another browser' }),
    ];
    const { id } = await whole.openCase();
    await whole.storage.touchSession(hash(idle), new Date(Date.now() - 31 * 60_000).toISOString());
    assert.deepEqual(await codeOf(await idle.get(`/desk/api/cases/${id}`)), [401, 'signed-out']);
    assert.equal(await whole.storage.readSession(hash(idle)), undefined, 'it is gone');
    thief.cookie = stolen.cookie;
    for (const browser of [thief, stolen])
      assert.deepEqual(await codeOf(await browser.act(id, { kind: 'join', takeOver: true })), [
        401,
        'signed-out',
      ]);
    assert.equal((await whole.storage.readCase(id))?.status, 'waiting');
    const page = await thief.get(`/desk/cases/${id}`);
    assert.deepEqual([page.status, page.headers.get('location')?.split('?')[0]], [302, '/desk/sign-in']);
  });
});

describe('a file', () => {
  const png = bytesOf('png');
  const polyglot = Buffer.concat([png, bytesOf('html')]);
  const refused: readonly (readonly [string, Buffer])[] = [
    ['page.png', bytesOf('html')],
    ['picture.png', bytesOf('svg')],
    ['picture.svg', bytesOf('svg')],
    ['page.html', bytesOf('html')],
    ['run.png', bytesOf('exe')],
    ['42.zip', bytesOf('zip')],
    ['bomb.png', bytesOf('zip')],
    ['42.zip.png', bytesOf('zip')],
    ['empty.png', Buffer.alloc(0)],
    ['big.png', Buffer.concat([png, Buffer.alloc(20_001)])],
  ];
  const kept: readonly (readonly [string, Buffer, string])[] = [
    ['../../../etc/passwd.png', png, 'passwd.png'],
    ['..\\..\\windows\\win.png', png, 'win.png'],
    ['/abs/olute.png', png, 'olute.png'],
    ['..', png, 'file.png'],
    ['invoice\u202Egnp.exe', png, 'invoicegnp.exe.png'],
    ['page.html', polyglot, 'page.html.png'],
  ];

  it('that lies about itself is refused at both doors, and nothing of it stays', async () => {
    const { chat, id } = await whole.openCase();
    const sam = await whole.enter('Doors');
    assert.equal((await sam.act(id, { kind: 'join', takeOver: false })).status, 200);
    const lying = await readdir(join(whole.folder, 'files')).catch(() => []);
    for (const [name, bytes] of refused) {
      const answer = await sam.post(`/desk/api/cases/${id}/files`, form(name, bytes));
      const [status, code] = await codeOf(answer);
      assert.ok([422, 413].includes(status) && ['refused-file', 'too-large'].includes(code ?? ''), name);
      assert.equal(await upload(chat, name, bytes), 200, name);
    }
    assert.deepEqual(await filesIn(chat), []);
    const texts = (await chat.texts()).filter((text) => text.startsWith('We did not keep'));
    assert.equal(texts.length, refused.length, 'each time the person is told');
    assert.deepEqual(await readdir(join(whole.folder, 'files')).catch(() => []), lying);
  });

  it('with an odd name is kept under one of ours, and served as what its bytes are', async () => {
    const { chat } = await whole.openCase();
    for (const [name, bytes] of kept) assert.equal(await upload(chat, name, bytes), 200, name);
    const urls = await filesIn(chat);
    const stored = await whole.storage.filesOf(chat.conversationId);
    assert.deepEqual(stored.map(({ name }) => name).toSorted(), kept.map(([, , name]) => name).toSorted());
    for (const url of new Set(urls)) {
      const answer = await fetch(whole.base + url);
      assert.equal(answer.headers.get('content-type'), 'image/png');
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/);
      assert.match(answer.headers.get('content-disposition') ?? '', /^inline; filename\*=UTF-8''[\w.%-]+$/);
    }
    const names = await readdir(whole.folder, { recursive: true });
    const ours = /^(callcheck\.sqlite(-wal|-shm)?|chat-signing\.key|files(\/[0-9a-f-]{36})?)$/;
    for (const name of names) assert.match(name, ours, 'nothing else lies in the folder');
  });
});

describe('a webhook', () => {
  it('reaches nothing inside, however the address is written, and follows no redirect there', async () => {
    await whole.openCase();
    const lead = await whole.enter('Lee', 'lead');
    const dead = async (): Promise<Map<string, string>> => {
      await sleep(200);
      const { deadLetters } = api.DeadLetterList.parse(
        await (await lead.get('/desk/api/dead-letters')).json(),
      );
      return new Map(deadLetters.map(({ target, lastError }) => [target, lastError]));
    };
    const wanted = [...unreachable.map(({ id }) => id), 'moved'];
    await until(
      'all are given up',
      async () => {
        const found = await dead();
        return wanted.every((target) => found.has(target));
      },
      20_000,
    );
    const found = await dead();
    for (const { id } of unreachable)
      assert.match(found.get(id) ?? '', /inside a private or special network/, id);
    assert.match(found.get('moved') ?? '', /Redirects are not followed/);
    assert.ok(whole.hooks.moved.length > 0, 'the address itself was reached');
    assert.deepEqual(whole.hooks.secret, []);
  });
});

describe('a line end in a name', () => {
  it('adds no header and no recipient to a mail', async () => {
    const attack = 'Sam\r\nBcc: everybody@evil.example\r\nX-Evil: 1\r\n\r\nbody';
    const { chat, id } = await whole.openCase('acme', `${attack} rang from Microsoft and wants AnyDesk`);
    await chat.say(`Jo\r\nBcc: everybody@evil.example, ext 12`);
    const sam = await whole.enter(attack);
    assert.equal((await sam.act(id, { kind: 'join', takeOver: false })).status, 200);
    const closing = { outcome: 'scam', botWasRight: 'yes', note: attack } as const;
    assert.equal((await sam.act(id, { kind: 'close', closing })).status, 200);
    await until('it is told', () => mailsOf(id).some(isClosing), 20_000);
    for (const raw of mailsOf(id)) {
      const mail = await PostalMime.parse(raw);
      assert.ok(!mail.headers.some(({ key }) => key === 'bcc' || key === 'x-evil'));
      assert.deepEqual(
        mail.headers.filter(({ key }) => key === 'x-rcpt').map(({ value }) => value),
        ['desk@northgate.example'],
      );
    }
  });
});

describe('a secret that somebody typed', () => {
  const card = '4111 1111 1111 1111';
  const iban = 'GB82 WEST 1234 5698 7654 32';
  const code = '482913';
  const password = 'Sunsh1ne!Tulip';
  const seeded = `The card is ${card}, my IBAN is ${iban}, the code is ${code} and my password is ${password}`;
  const marks = [card, iban].flatMap((one) => [one, one.replaceAll(' ', '')]).concat(code, password);

  const leaksIn = (text: string): string[] => marks.filter((mark) => text.includes(mark));

  it('is nowhere: not in the database, the log, the outbox, a ticket, a mail, a webhook or an answer', async () => {
    const { chat, id } = await whole.openCase('acme', `${story}. ${seeded}`);
    await chat.say(`Jo, ${seeded}`);
    await upload(chat, `card ${card}.png`, bytesOf('png'));
    const sam = await whole.enter('Secret', 'admin');
    const version = (await whole.storage.readCase(id))?.version ?? 0;
    await sam.post(`/desk/api/cases/${id}/notes`, { text: seeded, version });
    const again = (await whole.storage.readCase(id))?.version ?? 0;
    await sam.post(`/desk/api/cases/${id}/priority`, { priority: 'P1', why: seeded, version: again });
    await sam.act(id, { kind: 'join', takeOver: false });
    const said = await sam.act(id, { kind: 'say', text: seeded });
    const { message } = api.ActAnswer.parse(await said.json());
    await sam.act(id, { kind: 'edit', message, text: `Once more: ${seeded}` });
    await sam.post(`/desk/api/cases/${id}/files`, form(`password is ${password}.png`, bytesOf('png')));
    await sam.act(id, { kind: 'close', closing: { outcome: 'scam', botWasRight: 'yes', note: seeded } });
    const key = await whole.key();
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const person = { name: `Jo ${card}`, contact: `ext 12, ${seeded}` };
    const made = await fetch(`${whole.base}/api/v1/cases`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ story: seeded, person }),
    });
    const receipt = CaseReceipt.parse(await made.json());
    const answers = await Promise.all([
      ...['', '/messages'].flatMap((path) =>
        [id, receipt.case.id].map((one) => sam.get(`/desk/api/cases/${one}${path}`)),
      ),
      sam.get('/desk/api/cases'),
      sam.get('/desk/api/audit'),
      fetch(`${whole.base}/api/v1/cases/${receipt.case.id}`, { headers }),
    ]);
    for (const answer of answers) {
      assert.equal(answer.status, 200);
      assert.deepEqual(leaksIn(await answer.text()), [], answer.url);
    }
    assert.deepEqual(leaksIn((await chat.texts()).join('\n')), [], 'the chat');
    await until('all is told', () => mailsOf(id).some(isClosing), 20_000);
    const mails = await Promise.all(
      whole.mails.map(async (mail) => (await PostalMime.parse(mail)).text ?? ''),
    );
    assert.deepEqual(leaksIn(mails.join('\n')), [], 'mails');
    assert.deepEqual(leaksIn(JSON.stringify(whole.hooks)), [], 'webhooks');
    assert.deepEqual(leaksIn(JSON.stringify(whole.tickets.vendor.tickets)), [], 'tickets');
    assert.deepEqual(leaksIn(whole.logged()), [], 'the log');
    assert.ok(mails.join('\n').includes('[hidden]'), 'the rest of what was said is there');
    for (const name of await readdir(whole.folder))
      if (name.startsWith('callcheck.sqlite')) {
        const bytes = await readFile(join(whole.folder, name), 'latin1');
        assert.deepEqual(leaksIn(bytes), [], name);
        if (name === 'callcheck.sqlite-wal')
          assert.ok(bytes.includes('[hidden]'), 'these are the right bytes');
      }
  });
});

function hash({ cookie }: Browser): string {
  return createHash('sha256')
    .update(cookie.split('=')[1] ?? '')
    .digest('base64url');
}

function idOf(name: string): string {
  return `p-${Buffer.from(name).toString('hex').slice(0, 20)}`;
}
