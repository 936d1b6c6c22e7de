import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import * as api from '../../../src/handoff/desk/api.ts';
import { codeOf, raiseDesk, type Stage } from './stage.ts';
import { runProvider, type RunningProvider } from './provider-double.ts';

const roles = { technician: ['g-tech'], lead: ['g-lead'], admin: ['g-admin'] };

describe('signing in by OpenID Connect', () => {
  it('ends at the page that was asked for, with the role and the clients of the groups', async (t) => {
    const { stage, provider } = await raise(t, { clients: { 'g-acme': ['main'] } });
    provider.account.claims = {
      name: 'Sam Lee',
      preferred_username: 'sam@example.org',
      groups: ['g-lead', 'g-acme'],
    };
    const browser = createJar();
    const asked = await browser.visit(`${stage.base}/desk/cases/CC-1`);
    assert.equal(new URL(asked.url).pathname, '/desk/cases/CC-1');
    assert.equal(asked.status, 200);
    const me = api.Me.parse(JSON.parse((await browser.visit(`${stage.base}/desk/api/me`)).text));
    assert.deepEqual(
      [me.technician.name, me.roles, me.clients, me.signedInBy],
      ['Sam Lee', ['technician', 'lead'], [{ id: 'main', name: 'Your organisation' }], 'provider'],
    );
    const cookie = browser.setBy(stage.base, 'callcheck-desk');
    assert.match(cookie, /; Path=\/desk; HttpOnly; SameSite=Lax$/);
    const [audited] = await stage.storage.readAudit({ clients: 'all', reader: '', limit: 1 });
    assert.deepEqual([audited?.what, audited?.who], ['signed-in', me.technician.id]);
  });

  it('takes the newest groups each time, below what an administrator set by hand', async (t) => {
    const { stage, provider } = await raise(t);
    provider.account.claims = { name: 'Sam', groups: ['g-admin'] };
    const sign = async (): Promise<string[]> => {
      const browser = createJar();
      await browser.visit(`${stage.base}/desk`);
      return api.Me.parse(JSON.parse((await browser.visit(`${stage.base}/desk/api/me`)).text)).roles;
    };
    assert.deepEqual(await sign(), ['technician', 'lead', 'admin']);
    provider.account.claims = { name: 'Sam', groups: ['g-tech'] };
    assert.deepEqual(await sign(), ['technician']);
    const admin = await stage.enter('Ada', 'admin');
    const { people } = api.PeopleList.parse(await (await admin.get('/desk/api/people')).json());
    const sam = people.find(({ name }) => name === 'Sam');
    assert.equal((await admin.post(`/desk/api/people/${sam?.id}`, { role: 'lead' })).status, 200);
    assert.deepEqual(await sign(), ['technician', 'lead']);
  });

  it('lets nobody in who has no role, and shows them to administrators', async (t) => {
    const { stage, provider } = await raise(t);
    provider.account.claims = { name: 'New', groups: ['g-other'] };
    const browser = createJar();
    const end = await browser.visit(`${stage.base}/desk`);
    assert.equal(end.status, 403);
    assert.match(end.text, /nobody gave you a role/);
    assert.equal(browser.setBy(stage.base, 'callcheck-desk'), '');
    const admin = await stage.enter('Ada', 'admin');
    const { people } = api.PeopleList.parse(await (await admin.get('/desk/api/people')).json());
    assert.deepEqual(people.find(({ name }) => name === 'New')?.roles, []);
  });

  it('refuses an answer whose state, code or browser is not its own', async (t) => {
    const { stage, provider } = await raise(t);
    provider.account.claims = { name: 'Sam', groups: ['g-tech'] };
    for (const forge of [
      (address: URL) => address.searchParams.set('state', 'forged'),
      (address: URL) => address.searchParams.set('code', 'forged'),
      (address: URL) => address.searchParams.set('iss', 'https://evil.example'),
      (address: URL) => address.searchParams.delete('state'),
    ]) {
      const browser = createJar();
      const back = new URL(await browser.stopBefore(`${stage.base}/desk`, '/desk/signed-in'));
      forge(back);
      assert.equal((await browser.visit(back.href)).status, 403);
      assert.equal(browser.setBy(stage.base, 'callcheck-desk'), '');
    }
    const victim = createJar();
    const back = await createJar().stopBefore(`${stage.base}/desk`, '/desk/signed-in');
    assert.equal(
      (await victim.visit(back)).status,
      400,
      'a sign-in begun by somebody else is not finished here',
    );
  });

  it('uses an answer once, and not after ten minutes', async (t) => {
    const { stage, provider } = await raise(t);
    provider.account.claims = { name: 'Sam', groups: ['g-tech'] };
    const browser = createJar();
    const back = await browser.stopBefore(`${stage.base}/desk`, '/desk/signed-in');
    const late = createJar();
    const lateBack = await late.stopBefore(`${stage.base}/desk`, '/desk/signed-in');
    assert.equal((await browser.visit(back)).status, 200);
    assert.equal((await browser.visit(back)).status, 400);
    stage.clock.pass(10);
    assert.equal((await late.visit(lateBack)).status, 400);
  });

  it('ends the session that was in the browser before', async (t) => {
    const { stage, provider } = await raise(t);
    provider.account.claims = { name: 'Sam', groups: ['g-tech'] };
    const browser = createJar();
    await browser.visit(`${stage.base}/desk`);
    const before = browser.setBy(stage.base, 'callcheck-desk').split(';')[0] ?? '';
    await browser.visit(`${stage.base}/desk/sign-in`);
    const old = stage.stranger({ 'user-agent': 'Jar' });
    old.cookie = before;
    assert.deepEqual(await codeOf(await old.get('/desk/api/me')), [401, 'signed-out']);
  });

  for (const to of [
    'https://evil.example',
    '//evil.example',
    '/desk/../evil',
    '/\\evil.example',
    '/desk/sign-in',
    '/other',
  ])
    it(`sends nobody to ${to}`, async (t) => {
      const { stage, provider } = await raise(t);
      provider.account.claims = { name: 'Sam', groups: ['g-tech'] };
      const end = await createJar().visit(`${stage.base}/desk/sign-in?to=${encodeURIComponent(to)}`);
      assert.equal(end.url, `${stage.base}/desk`);
    });

  it('from a frame opens a window, whose code gives the frame a cookie of its own, once', async (t) => {
    const { stage, provider } = await raise(t, {}, 'https://desk.example.org');
    provider.account.claims = { name: 'Sam', groups: ['g-tech'] };
    const framed = await stage.stranger().get('/desk', { 'sec-fetch-dest': 'iframe' });
    assert.match(await framed.text(), /popup=1/);
    assert.match(
      framed.headers.get('content-security-policy') ?? '',
      /frame-ancestors 'self' https:\/\/teams\.microsoft\.com/,
    );
    const popUp = await createJar('https://desk.example.org', stage.base).visit(
      `${stage.base}/desk/sign-in?popup=1`,
    );
    const [, code = ''] = /callcheckCode: '([\w-]+)'/.exec(popUp.text) ?? [];
    const post = async (headers = {}): Promise<Response> =>
      await stage
        .stranger()
        .post('/desk/api/session', { code }, { origin: 'https://desk.example.org', ...headers });
    assert.equal((await post({ origin: 'https://teams.microsoft.com' })).status, 403);
    const answer = await post();
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=None; Secure; Partitioned$/);
    assert.equal((await post()).status, 401);
  });

  it('says so when the provider does not answer, and works when it does again', async (t) => {
    const provider = await runProvider(t);
    const stage = await raiseDesk(t, { signIn: { ...signIn, issuer: provider.issuer } }, { secret });
    const first = await createJar().visit(`${stage.base}/desk`);
    assert.equal(first.status, 503);
    assert.match(stage.logged(), /sign-in provider cannot be used/);
    provider.open(`${stage.base}/desk/signed-in`);
    provider.account.claims = { name: 'Sam', groups: ['g-tech'] };
    assert.equal((await createJar().visit(`${stage.base}/desk`)).status, 200);
  });

  it('has no one-time link beside it', async (t) => {
    const { stage } = await raise(t);
    assert.equal(stage.desk.newLink(), undefined);
    assert.equal((await stage.stranger().get('/desk/sign-in/once?code=x')).status, 302);
    assert.equal((await stage.stranger().post('/desk/sign-in/link')).status, 405);
  });
});

const signIn = { clientId: 'callcheck', clientSecret: 'DESK_SECRET', roles };

function secret(name: string): string | undefined {
  return name === 'DESK_SECRET' ? 'a secret of the desk' : undefined;
}

async function raise(
  t: TestContext,
  more: Record<string, unknown> = {},
  publicUrl?: string,
): Promise<{ stage: Stage; provider: RunningProvider }> {
  const provider = await runProvider(t);
  const settings = { signIn: { ...signIn, issuer: provider.issuer, ...more } };
  const stage = await raiseDesk(t, settings, { secret, publicUrl });
  provider.open(`${publicUrl ?? stage.base}/desk/signed-in`);
  return { stage, provider };
}

type Visited = { status: number; url: string; text: string };

/** A browser as far as sign-in needs one: it follows redirects and keeps cookies per origin. `behind` answers for `name`. */
function createJar(name?: string, behind?: string) {
  const jar = new Map<string, Map<string, string>>();

  async function load(address: string): Promise<Response> {
    const { origin } = new URL(address);
    const cookies = jar.get(origin) ?? new Map<string, string>();
    jar.set(origin, cookies);
    const sent = [...cookies.values()].map((cookie) => cookie.split(';')[0]).join('; ');
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: sent, 'user-agent': 'Jar' },
    });
    for (const cookie of answer.headers.getSetCookie()) cookies.set(cookie.split('=')[0] ?? '', cookie);
    return answer;
  }

  async function follow(
    address: string,
    stopAt?: string,
  ): Promise<{ url: string; answer: Response | undefined }> {
    let url = address;
    for (let hops = 0; hops < 10; hops++) {
      if (stopAt !== undefined && new URL(url).pathname === stopAt) return { url, answer: undefined };
      const answer = await load(url);
      const location = answer.headers.get('location');
      if (location === null) return { url, answer };
      url = new URL(location, url).href;
      if (name !== undefined && behind !== undefined) url = url.replace(name, behind);
    }
    throw new Error(`${address} goes round in a circle`);
  }

  return {
    async visit(address: string): Promise<Visited> {
      const { url, answer } = await follow(address);
      return { url, status: answer?.status ?? 0, text: (await answer?.text()) ?? '' };
    },
    /** Follows until this path would be loaded, and returns the address. */
    stopBefore: async (address: string, path: string): Promise<string> => (await follow(address, path)).url,
    setBy: (origin: string, cookie: string): string => jar.get(origin)?.get(cookie) ?? '',
  };
}
