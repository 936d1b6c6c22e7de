import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { findClients } from '../../../src/channels/clients.ts';
import * as api from '../../../src/handoff/desk/api.ts';
import { createLog } from '../../../src/observability/log.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { createHttpServer } from '../../../src/server/server.ts';
import { createTeamsTokens } from '../../../src/server/desk/teams-token.ts';
import { mountMyCases } from '../../../src/server/teams/my-cases.ts';
import { runProvider, type RunningProvider } from '../desk/provider-double.ts';
import { noon, raiseDesk, type Stage } from '../desk/stage.ts';

const tid = '11111111-2222-4333-8444-555555555555';
const oid = '22222222-3333-4444-8555-666666666666';
const sam = { oid, tid, name: 'Sam Lee', preferred_username: 'sam@example.org', groups: ['g-lead'] };
const publicUrl = 'https://desk.example.org';
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** Each of these is a good token but for one thing. */
const bad: readonly [string, Record<string, unknown>][] = [
  ['for another app', { aud: 'another' }],
  ['of another issuer', { iss: 'https://login.example.org' }],
  ['that is too old', { exp: Math.floor(Date.now() / 1000) - 600 }],
  ['that another app than Teams asked for', { azp: '33333333-4444-4555-8666-777777777777' }],
  ['without our scope', { scp: 'profile' }],
  ['of nobody', { oid: undefined }],
];

describe('the desk as a tab in Teams', () => {
  it('lets in whoever Teams says is there, as the same person as by the sign-in', async (t) => {
    const { stage, provider } = await raise(t);
    const answer = await enter(stage, await provider.signForTeams(sam));
    assert.equal(answer.status, 200);
    const cookie = answer.headers.get('set-cookie') ?? '';
    assert.match(cookie, /HttpOnly; SameSite=None; Secure; Partitioned$/);
    const me = api.Me.parse(
      await (await stage.stranger({ cookie: cookie.split(';')[0] ?? '' }).get('/desk/api/me')).json(),
    );
    assert.deepEqual([me.technician.name, me.roles], ['Sam Lee', ['technician', 'lead']]);
  });

  it('tells who has no role where to get one', async (t) => {
    const { stage, provider } = await raise(t);
    const answer = await enter(stage, await provider.signForTeams({ ...sam, groups: [] }));
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /Ask an administrator of the desk/);
  });

  it('trusts no other token', async (t) => {
    const { stage, provider } = await raise(t);
    const tokens = bad.map(async ([, claims]) => await provider.signForTeams({ ...sam, ...claims }));
    tokens.push(provider.signForTeams(sam, stranger), Promise.resolve('no token'));
    const statuses = [];
    for (const token of await Promise.all(tokens)) statuses.push((await enter(stage, token)).status);
    assert.deepEqual(
      statuses,
      tokens.map(() => 401),
    );
  });

  it('takes a token from its own page only', async (t) => {
    const { stage, provider } = await raise(t);
    const token = await provider.signForTeams(sam);
    assert.equal((await enter(stage, token, { origin: 'https://teams.microsoft.com' })).status, 403);
    assert.equal((await enter(stage, token, { 'x-callcheck-desk': '' })).status, 403);
  });
});

describe('the tab “My cases”', () => {
  it('shows the cases of whoever looks, and nobody else’s', async (t) => {
    const { base, stage, provider } = await raiseTab(t);
    const own = await openIn(stage, oid, 'a:sam');
    await openIn(stage, '99999999-3333-4444-8555-666666666666', 'a:another');
    const { status, body } = await look(base, await provider.signForTeams(sam));
    assert.equal(status, 200);
    assert.deepEqual(
      body.cases?.map(({ id, status: standing, technician }) => [id, standing, technician]),
      [[own, 'waiting', null]],
    );
    assert.match(body.cases?.[0]?.story ?? '', /^A man from Microsoft/);
  });

  it('is empty for whoever never wrote to the bot, or comes from another tenant', async (t) => {
    const { base, stage, provider } = await raiseTab(t);
    await openIn(stage, oid, 'a:sam');
    const other = '44444444-2222-4333-8444-555555555555';
    for (const claims of [
      { ...sam, oid: other },
      { ...sam, tid: other },
    ])
      assert.deepEqual((await look(base, await provider.signForTeams(claims))).body, { cases: [] });
  });

  it('shows nothing without a token that Teams got for it', async (t) => {
    const { base, stage, provider } = await raiseTab(t);
    await openIn(stage, oid, 'a:sam');
    for (const [what, claims] of bad)
      assert.equal((await look(base, await provider.signForTeams({ ...sam, ...claims }))).status, 401, what);
    assert.equal((await fetch(`${base}/api/my-cases`)).status, 401);
  });

  it('can be shown by Teams, and runs its own script alone', async (t) => {
    const { base } = await raiseTab(t);
    const page = await fetch(`${base}/my-cases`);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'; script-src 'nonce-[\w-]+'; .*https:\/\/teams\.microsoft\.com/);
    const [, script = ''] = /<script nonce="[\w-]+" src="([^"?]+)/.exec(await page.text()) ?? [];
    assert.equal((await fetch(base + script)).status, 200);
    assert.equal((await fetch(`${base}/desk-in-teams.js`)).status, 200);
  });
});

async function raise(t: TestContext): Promise<{ stage: Stage; provider: RunningProvider }> {
  const provider = await runProvider(t);
  const roles = { technician: ['g-tech'], lead: ['g-lead'], admin: ['g-admin'] };
  const settings = { signIn: { issuer: provider.issuer, clientId: 'callcheck', roles } };
  const stage = await raiseDesk(t, settings, { publicUrl });
  provider.open(`${publicUrl}/desk/signed-in`);
  return { stage, provider };
}

async function enter(stage: Stage, teams: string, headers: Record<string, string> = {}): Promise<Response> {
  return await stage.stranger().post('/desk/api/session', { teams }, { origin: publicUrl, ...headers });
}

async function raiseTab(t: TestContext): Promise<{ base: string; stage: Stage; provider: RunningProvider }> {
  const { stage, provider } = await raise(t);
  const log = createLog('silent');
  const http = createHttpServer({ log, metrics: createMetrics() });
  mountMyCases(http.restify, {
    storage: stage.storage,
    clients: findClients(),
    readToken: createTeamsTokens({ issuer: provider.issuer, clientId: 'callcheck', publicUrl }),
    itDesk: { name: 'the IT desk', phone: undefined },
    log,
  });
  const base = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  t.after(async () => await http.close(0));
  return { base, stage, provider };
}

/** Somebody whom Teams knows asks for a person; the case's id. */
async function openIn(stage: Stage, id: string, conversation: string): Promise<string> {
  const seen = { client: 'main', tenant: tid, id, user: `29:${id}`, name: 'Jo Hart', language: 'en-GB' };
  await stage.storage.keepTeamsPerson({ ...seen, conversation, reference: {}, seenAt: noon });
  await stage.say(conversation, 'A man from Microsoft is on the phone and wants AnyDesk');
  await stage.say(conversation, 'get a person');
  const [found] = await stage.storage.listCases({ clients: 'all', conversation });
  return found?.id ?? 'none';
}

type Seen = { cases?: { id: string; status: string; technician: string | null; story: string }[] };

async function look(base: string, token: string): Promise<{ status: number; body: Seen }> {
  const answer = await fetch(`${base}/api/my-cases`, { headers: { authorization: `Bearer ${token}` } });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it holds is what the tests look at
  return { status: answer.status, body: (await answer.json()) as Seen };
}
