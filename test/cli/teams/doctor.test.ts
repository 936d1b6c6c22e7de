import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { decodeProtectedHeader, jwtVerify, UnsecuredJWT } from 'jose';
import { writeFile } from 'node:fs/promises';
import { checkEndpoint } from '../../../src/cli/teams/doctor/endpoint.ts';
import type { Finding } from '../../../src/cli/teams/doctor/finding.ts';
import { checkToken } from '../../../src/cli/teams/doctor/token.ts';
import type { BotCredentials } from '../../../src/config.ts';
import { openSqlite } from '../../../src/storage/sqlite.ts';
import { appId, inFolder, tenant } from './stage.ts';

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
type Asked = { method: string; path: string; headers: IncomingMessage['headers']; body: string };

/** Somebody on this computer who answers as told, by path. */
async function play(
  context: TestContext,
  replies: (asked: Asked) => Reply,
): Promise<{ base: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const one = { method: req.method ?? '', path: req.url ?? '', headers: req.headers, body };
      asked.push(one);
      const { status, body: said = {}, headers = {} } = replies(one);
      res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      res.end(typeof said === 'string' ? said : JSON.stringify(said));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  context.after(() => server.close());
  return { base: `http://127.0.0.1:${address.port}`, asked };
}

/** An address where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${address.port}`;
}

const framed = {
  'Content-Security-Policy': "default-src 'self'; frame-ancestors 'self' https://teams.microsoft.com",
};
const working: Readonly<Record<string, Reply>> = {
  '/api/messages': { status: 401, body: { error: { code: 'Unauthorized', message: 'x' } } },
  '/readyz': { status: 200, body: { status: 'ready', checks: { storage: true } } },
  '/my-cases': { status: 200, body: '<p>', headers: framed },
  '/desk': { status: 200, body: '<p>', headers: framed },
};

async function checkServer(
  context: TestContext,
  changes: Record<string, Reply>,
): Promise<readonly Finding[]> {
  const { base } = await play(context, ({ path }) => ({ ...working, ...changes })[path] ?? { status: 404 });
  return await checkEndpoint(base, true);
}

describe('the doctor at the public address', () => {
  it('finds nothing wrong with a server that turns strangers away and shows its tabs', async (t) => {
    const found = await checkServer(t, {});
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['good', 'good', 'good', 'good'],
    );
  });

  const broken: readonly [string, Record<string, Reply>, RegExp][] = [
    [
      'a server without a bot',
      { '/api/messages': { status: 503, body: { error: { code: 'NotConfigured' } } } },
      /is a server without MicrosoftAppId/,
    ],
    [
      'a proxy that does not know the path',
      { '/api/messages': { status: 404 } },
      /api\/messages is not there/,
    ],
    [
      'a proxy that asks for a sign-in',
      { '/api/messages': { status: 401, body: 'Who are you?' } },
      /Something in front of .* asks for a sign-in/,
    ],
    [
      'a proxy that sends everybody to a sign-in',
      { '/api/messages': { status: 302, headers: { Location: '/login' } } },
      /sends people elsewhere/,
    ],
    ['a proxy whose server is down', { '/api/messages': { status: 502 } }, /is broken \(status 502\)/],
    ['somebody else', { '/api/messages': { status: 200 } }, /answers a stranger with status 200/],
    [
      'a server that is not ready',
      { '/readyz': { status: 503, body: { checks: { storage: false, knowledge: true } } } },
      /does not say that it can serve \(storage\)/,
    ],
    [
      'a tab that is not passed on',
      { '/my-cases': { status: 404 } },
      /my-cases cannot be opened \(status 404\)/,
    ],
    [
      'a proxy that forbids frames',
      { '/desk': { status: 200, headers: { ...framed, 'X-Frame-Options': 'DENY' } } },
      /desk may not be shown inside Teams/,
    ],
    [
      'a proxy with a policy of its own',
      { '/desk': { status: 200, headers: { 'Content-Security-Policy': "frame-ancestors 'none'" } } },
      /desk may not be shown inside Teams/,
    ],
  ];
  for (const [name, changes, expected] of broken)
    it(`finds ${name}`, async (t) => {
      const faults = (await checkServer(t, changes)).filter(({ kind }) => kind === 'fault');
      assert.equal(faults.length, 1, JSON.stringify(faults));
      assert.match(faults[0]?.what ?? '', expected);
    });

  it('finds that nobody listens', async () => {
    const [found] = await checkEndpoint(await nowhere(), true);
    assert.deepEqual([found?.kind, /ECONNREFUSED/.test(found?.what ?? '')], ['fault', true]);
  });

  it('takes a name that is not found for a fault only when others are found', async () => {
    const [online] = await checkEndpoint('https://callcheck.invalid', true);
    const [offline] = await checkEndpoint('https://callcheck.invalid', false);
    assert.equal(offline?.kind, 'unknown');
    assert.ok(online?.kind === 'fault' || /EAI_AGAIN/.test(online?.what ?? ''));
  });
});

const bot: BotCredentials = {
  kind: 'password',
  appType: 'SingleTenant',
  appId,
  tenantId: tenant,
  password: 'Blue-Kettle-77',
  cloud: 'public',
};
const token = (tid: string): Reply => ({
  status: 200,
  body: { access_token: new UnsecuredJWT({ tid }).encode(), expires_in: 3599 },
});
const noSecret = (): undefined => undefined;

describe('the doctor at Microsoft’s sign-in', () => {
  it('has a token for the bot, asked for as the channel wants it', async (t) => {
    const { base, asked } = await play(t, () => token(tenant));
    const found = await checkToken(bot, { login: base, machine: base }, noSecret);
    assert.equal(found.kind, 'good');
    assert.equal(asked[0]?.path, `/${tenant}/oauth2/v2.0/token`);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(asked[0]?.body)), {
      grant_type: 'client_credentials',
      client_id: appId,
      scope: 'https://api.botframework.com/.default',
      client_secret: 'Blue-Kettle-77',
    });
  });

  it('signs with the certificate when there is one', async (t) => {
    const { base, asked } = await play(t, () => token(tenant));
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const thumbprint = createHash('sha1').update('certificate').digest('hex');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { password: _, ...rest } = bot;
    const certified: BotCredentials = { ...rest, kind: 'certificate', thumbprint, privateKey: pem };
    assert.equal((await checkToken(certified, { login: base, machine: base }, noSecret)).kind, 'good');
    const assertion = new URLSearchParams(asked[0]?.body).get('client_assertion') ?? '';
    const audience = `${base}/${tenant}/oauth2/v2.0/token`;
    await jwtVerify(assertion, publicKey, { audience, issuer: appId, subject: appId });
    assert.equal(decodeProtectedHeader(assertion).x5t, Buffer.from(thumbprint, 'hex').toString('base64url'));
    const unreadable = await checkToken(
      { ...certified, privateKey: 'x' },
      { login: base, machine: base },
      noSecret,
    );
    assert.match(unreadable.what, /CertificatePrivateKey is no private key/);
  });

  const denied: readonly [number, RegExp][] = [
    [7000215, /^MicrosoftAppPassword is wrong \(AADSTS7000215\)/],
    [7000222, /^MicrosoftAppPassword has expired/],
    [700016, /^MicrosoftAppId is not known in this tenant/],
    [90002, /^MicrosoftAppTenantId is no tenant/],
    [123, /^Microsoft gives the bot no token \(AADSTS123\)/],
  ];
  for (const [code, expected] of denied)
    it(`knows what AADSTS${code} means`, async (t) => {
      const body = { error: 'invalid_client', error_description: 'Blue-Kettle-77', error_codes: [code] };
      const { base } = await play(t, () => ({ status: 401, body }));
      const found = await checkToken(bot, { login: base, machine: base }, noSecret);
      assert.equal(found.kind, 'fault');
      assert.match(found.what, expected);
      assert.doesNotMatch(JSON.stringify(found), /Kettle/);
    });

  it('finds a token of another tenant', async (t) => {
    const { base } = await play(t, () => token('other'));
    const found = await checkToken(bot, { login: base, machine: base }, noSecret);
    assert.match(found.what, /^The token is for tenant other/);
  });

  it('does not know without the internet', async () => {
    const login = await nowhere();
    assert.equal((await checkToken(bot, { login, machine: login }, noSecret)).kind, 'unknown');
  });

  it('asks the machine or the app service for a managed identity', async (t) => {
    const { password: _, ...rest } = bot;
    const managed: BotCredentials = { ...rest, kind: 'managed-identity', appType: 'UserAssignedMSI' };
    const { base, asked } = await play(t, () => token(tenant));
    assert.equal((await checkToken(managed, { login: base, machine: base }, noSecret)).kind, 'good');
    assert.match(asked[0]?.path ?? '', /^\/metadata\/identity\/oauth2\/token\?.*client_id=11111111/);
    assert.equal(asked[0]?.headers['metadata'], 'true');
    const service: Record<string, string> = { IDENTITY_ENDPOINT: `${base}/msi`, IDENTITY_HEADER: 'word' };
    await checkToken(managed, { login: base, machine: base }, (name) => service[name]);
    assert.match(asked[1]?.path ?? '', /^\/msi\?/);
    assert.equal(asked[1]?.headers['x-identity-header'], 'word');
    const gone = await nowhere();
    assert.equal((await checkToken(managed, { login: gone, machine: gone }, noSecret)).kind, 'unknown');
    const { base: refusing } = await play(t, () => ({ status: 400 }));
    const found = await checkToken(managed, { login: refusing, machine: refusing }, noSecret);
    assert.match(found.what, /^The managed identity gives no token \(status 400\)/);
  });
});

describe('npm run teams -- doctor', () => {
  it('reports all of it, and ends well when nothing is wrong', async (t) => {
    const { base } = await play(t, () => token(tenant));
    const { teams, folder } = await inFolder(t, { authority: { login: base, machine: base } });
    const storage = await openSqlite(join(folder, 'callcheck.sqlite'));
    await storage.keepTeamsPerson({
      client: 'main',
      tenant,
      id: 'aaaaaaaa-1111-4222-8333-444444444444',
      user: '29:x',
      name: 'Priya Nair',
      conversation: 'msteams/a:1',
      reference: {},
      language: 'en-GB',
      seenAt: '2026-11-21T20:00:00.000Z',
    });
    await storage.close();
    const { status, text } = await teams(['doctor'], { PUBLIC_URL: 'https://callcheck.invalid' });
    assert.match(text, /^good {5}Microsoft gives the bot a token \(password\)\.$/m);
    assert.match(text, /^good {5}The Teams channel is on: one person .* 2026-11-21T20:00:00\.000Z\.$/m);
    assert.match(text, /^good {5}The app package can be made/m);
    assert.match(text, /^(?:FAULT|unknown) +https:\/\/callcheck\.invalid cannot be reached/m);
    assert.doesNotMatch(text, /never printed|Priya/);
    assert.equal(status, /^FAULT/m.test(text) ? 1 : 0);
  });

  const settings: readonly [string, string, Record<string, string>, RegExp][] = [
    [
      'no bot',
      '',
      { MicrosoftAppId: '', MicrosoftAppTenantId: '', MicrosoftAppPassword: '' },
      /^FAULT {4}MicrosoftAppId is not set · Teams is off/m,
    ],
    ['an open address', '', { PUBLIC_URL: 'http://127.0.0.1:9' }, /^FAULT {4}PUBLIC_URL is http:/m],
    [
      'a tenant that no client lists',
      'clients: [{ id: acme, name: Acme, tenants: [11111111-2222-4333-8444-555555555555] }]',
      {},
      /^FAULT {4}No client lists tenant 66666666/m,
    ],
    [
      'a tenant that the bot does not take',
      'clients: [{ id: a, name: A }, { id: b, name: B, tenants: [11111111-2222-4333-8444-555555555555] }]',
      {},
      /^FAULT {4}Client b lists tenant 11111111/m,
    ],
  ];
  for (const [name, yaml, environment, expected] of settings)
    it(`finds ${name}`, async (t) => {
      const login = await nowhere();
      const { teams, folder } = await inFolder(t, { authority: { login, machine: login } });
      const file = join(folder, 'desk.yaml');
      await writeFile(file, yaml);
      const { status, text } = await teams(['doctor'], {
        PUBLIC_URL: 'https://callcheck.invalid',
        SETTINGS_FILE: file,
        ...environment,
      });
      assert.match(text, expected);
      assert.equal(status, 1);
    });
});
