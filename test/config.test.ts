import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isLoopback, readConfig, settings } from '../src/config.ts';
import type { Config } from '../src/config.ts';

const appId = '11111111-2222-3333-4444-555555555555';
const tenantId = '66666666-7777-8888-9999-aaaaaaaaaaaa';

test('works with nothing set, and then only this computer can reach it', () => {
  const config = configOf({});
  assert.equal(config.port, 3978);
  assert.equal(isLoopback(config.host), true);
  assert.equal(config.region, 'GB-ENG');
  assert.equal(config.bot, undefined);
  assert.deepEqual(config.widgetOrigins, []);
});

test('takes an empty variable for one that is not set', () => {
  assert.equal(configOf({ PORT: '', MicrosoftAppId: ' ' }).port, 3978);
});

test('reads the origins of the widget, whatever stands between them', () => {
  const { widgetOrigins } = configOf({ WIDGET_ORIGINS: 'https://a.example, https://b.example:8443' });
  assert.deepEqual(widgetOrigins, ['https://a.example', 'https://b.example:8443']);
});

test('knows where staff open it, when told', () => {
  assert.equal(configOf({}).publicUrl, undefined);
  const { publicUrl } = configOf({ PUBLIC_URL: 'https://callcheck.example.org' });
  assert.equal(publicUrl, 'https://callcheck.example.org');
});

test('knows where the settings of the desk are, when told', () => {
  assert.equal(configOf({}).settingsFile, undefined);
  assert.match(configOf({ SETTINGS_FILE: 'own/desk.yaml' }).settingsFile ?? '', /^\/.*own\/desk\.yaml$/);
});

test('gives a secret by its name alone, and an empty one is not set', () => {
  const { secret } = configOf({ SMTP_PASSWORD: ' hush ', HALO_TOKEN: ' ' });
  assert.deepEqual(['SMTP_PASSWORD', 'HALO_TOKEN', 'OTHER', 'toString'].map(secret), [
    'hush',
    undefined,
    undefined,
    undefined,
  ]);
});

for (const PUBLIC_URL of [
  'callcheck.example.org',
  'https://a.example/chat',
  'https://a.example/',
  'ftp://a.example',
])
  test(`refuses ${PUBLIC_URL} as the address staff open`, () => {
    const result = readConfig({ PUBLIC_URL });
    assert.ok(result.kind === 'refused' && result.faults.some((fault) => fault.startsWith('PUBLIC_URL is')));
  });

const single = { MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId };
const identities: readonly [string, Record<string, string>, string, string][] = [
  ['a password', { ...single, MicrosoftAppPassword: 'p' }, 'password', 'public'],
  [
    'a certificate',
    { ...single, CertificateThumbprint: 'AB', CertificatePrivateKey: 'k' },
    'certificate',
    'public',
  ],
  ['a managed identity', { ...single, MicrosoftAppType: 'UserAssignedMSI' }, 'managed-identity', 'public'],
  [
    'a government cloud',
    { ...single, MicrosoftAppPassword: 'p', ChannelService: 'https://botframework.azure.us' },
    'password',
    'us-government',
  ],
  [
    'a multi-tenant bot',
    { MicrosoftAppId: appId, MicrosoftAppPassword: 'p', MicrosoftAppType: 'MultiTenant' },
    'password',
    'public',
  ],
];
for (const [name, environment, kind, cloud] of identities)
  test(`signs in with ${name}`, () => {
    const { bot } = configOf(environment);
    assert.equal(bot?.kind, kind);
    assert.equal(bot?.cloud, cloud);
  });

test('restores the line ends of a private key kept on one line', () => {
  const { bot } = configOf({ ...single, CertificateThumbprint: 'AB', CertificatePrivateKey: 'a\\nb' });
  assert.equal(bot?.kind === 'certificate' && bot.privateKey, 'a\nb');
});

const refused: readonly [string, Record<string, string>, RegExp][] = [
  ['a port that is no number', { PORT: 'http' }, /^PORT is "http" · .* · set it to a whole number/],
  ['a port out of range', { PORT: '70000' }, /^PORT is "70000"/],
  ['a log level that does not exist', { LOG_LEVEL: 'loud' }, /one of fatal, error/],
  ['a mistyped app type', { ...single, MicrosoftAppType: 'Singletenant' }, /SingleTenant, UserAssignedMSI/],
  ['an app id that is no GUID', { MicrosoftAppId: 'callcheck' }, /^MicrosoftAppId is "callcheck"/],
  ['an origin with a path', { WIDGET_ORIGINS: 'https://a.example/help' }, /no path/],
  ['a short signing key', { CHAT_SIGNING_KEY: 'short' }, /at least 32 random characters/],
  ['a cloud that does not exist', { ChannelService: 'https://example.org' }, /ChannelService/],
  ['no tenant', { MicrosoftAppId: appId, MicrosoftAppPassword: 'p' }, /^MicrosoftAppTenantId is not set/],
  ['nothing to sign in with', single, /nothing to sign in with/],
  ['half a certificate', { ...single, CertificateThumbprint: 'AB' }, /needs both/],
  [
    'a password beside a certificate',
    { ...single, MicrosoftAppPassword: 'p', CertificateThumbprint: 'A', CertificatePrivateKey: 'k' },
    /only one can be used/,
  ],
  [
    'a password for a managed identity',
    { ...single, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: 'p' },
    /has neither/,
  ],
  ['a password without an app id', { MicrosoftAppPassword: 'p' }, /without MicrosoftAppId/],
  ['an Azure chat without a bot', { DIRECT_LINE_SECRET: 'x'.repeat(30) }, /DIRECT_LINE_SECRET set without/],
];
for (const [name, environment, expected] of refused)
  test(`refuses ${name}`, () => {
    const faults = faultsOf(environment);
    assert.ok(
      faults.some((fault) => expected.test(fault)),
      faults.join('\n'),
    );
  });

test('tells all faults at once, each with what, why and what to do', () => {
  const faults = faultsOf({ PORT: 'x', REGION: 'England', LOG_LEVEL: 'y' });
  assert.equal(faults.length, 3);
  for (const fault of faults) assert.equal(fault.split(' · ').length, 3, fault);
});

test('never shows the value of a secret', () => {
  for (const name of ['CHAT_SIGNING_KEY', 'DIRECT_LINE_SECRET'])
    assert.doesNotMatch(faultsOf({ [name]: 'hush' }).join('\n'), /hush/);
});

test('every setting is explained in docs/operating.md', () => {
  const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');
  const missing = Object.keys(settings).filter((name) => !page.includes(`\`${name}\``));
  assert.deepEqual(missing, []);
});

function configOf(environment: Record<string, string>): Config {
  const result = readConfig(environment);
  assert.ok(result.kind === 'read', 'expected these settings to be taken');
  return result.config;
}

function faultsOf(environment: Record<string, string>): readonly string[] {
  const result = readConfig(environment);
  assert.ok(result.kind === 'refused', 'expected these settings to be refused');
  return result.faults;
}
