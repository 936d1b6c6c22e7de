import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { explained } from '../../src/settings/explained.ts';
import { allFields } from '../../src/settings/fields.ts';
import { loadSettings, type LoadedSettings } from '../../src/settings/load.ts';
import { Settings } from '../../src/settings/schema.ts';

const example = fileURLToPath(new URL('../../docs/desk.example.yaml', import.meta.url));
const isSet = (name: string): string => `value of ${name}`;

test('the example can be loaded, and says everything that can be decided', async () => {
  const loaded = await loadSettings({ settingsFile: example, secret: isSet });
  assert.ok(loaded.kind === 'read', JSON.stringify(loaded));
  assert.equal(loaded.settings.clients.length, 2);
  const text = await readFile(example, 'utf8');
  const left = Object.keys(Settings.shape).filter((name) => !text.includes(`\n${name}:`));
  assert.deepEqual(left, []);
});

test('the example holds what is usual, where it says so', async () => {
  const loaded = await loadSettings({ settingsFile: example, secret: isSet });
  assert.ok(loaded.kind === 'read');
  const { serviceLevels, onCallAfterMinutes, idleMinutes, files, retention } = loaded.settings;
  const usual = Settings.parse({});
  assert.deepEqual(
    { serviceLevels, onCallAfterMinutes, idleMinutes, files, retention },
    {
      serviceLevels: usual.serviceLevels,
      onCallAfterMinutes: usual.onCallAfterMinutes,
      idleMinutes: usual.idleMinutes,
      files: usual.files,
      retention: usual.retention,
    },
  );
});

for (const text of ['', '# nothing yet\n', '{}'])
  test(`a file with ${JSON.stringify(text)} decides nothing`, async (context) => {
    const loaded = await load(context, text);
    assert.ok(loaded.kind === 'read');
    assert.deepEqual(loaded.settings, Settings.parse({}));
  });

test('without a file everything is as it comes, and a file that was named must be there', async (context) => {
  const folder = await newFolder(context);
  const before = process.cwd();
  process.chdir(folder);
  context.after(() => process.chdir(before));
  const none = await loadSettings({ settingsFile: undefined, secret: isSet });
  assert.deepEqual(none, { kind: 'read', settings: Settings.parse({}), path: undefined });
  await writeFile('desk.yaml', 'idleMinutes: 12');
  const usual = await loadSettings({ settingsFile: undefined, secret: isSet });
  assert.equal(usual.kind === 'read' && usual.settings.idleMinutes, 12);
  const gone = await loadSettings({ settingsFile: join(folder, 'gone.yaml'), secret: isSet });
  assert.ok(
    gone.kind === 'refused' && /gone\.yaml:1: .*is not there · .* · put the file/.test(gone.faults[0] ?? ''),
  );
});

const refused: readonly [string, string, RegExp[]][] = [
  ['no YAML', 'clients: [', [/:1: cannot be read/]],
  ['a name given twice', 'idleMinutes: 5\nidleMinutes: 6', [/:2: "idleMinutes" is there twice/]],
  ['a list', '- a', [/:1: the file is a list of 1 .* docs\/desk\.example\.yaml/]],
  [
    'a misspelt field',
    'clients:\n  - id: acme\n    nme: Acme',
    [/:2: clients 1 name is missing/, /:3: "nme" is not a field here · .* · did you mean "name"\?/],
  ],
  [
    'a misspelt field of a target',
    'targets:\n  - { kind: webhook, id: w, url: https://a.example, signingSecret: W_SECRET, allowPrivat: true }',
    [/:2: "allowPrivat" .* did you mean "allowPrivate"/],
  ],
  [
    'a kind that does not exist',
    'targets:\n  - { kind: fax, id: f }',
    [/:2: targets 1 kind is "fax" .* email, webhook/],
  ],
  ['an id in capitals', 'clients: [{ id: Acme, name: A }]', [/clients 1 id is "Acme" · other places/]],
  ['no clients', 'clients: []', [/clients is empty · a case belongs/]],
  [
    'a phone number without quotes',
    'onCall: [{ name: A, phone: 0207946 }]',
    [/phone is 207946 · .* in quotes/],
  ],
  [
    'a time zone that does not exist',
    'officeHours: { timeZone: London }',
    [/timeZone is "London".*Europe\/London/],
  ],
  [
    'a day that ends before it begins',
    'officeHours:\n  days:\n    - { day: 1, from: "22:00", to: "06:00" }',
    [/:3: the desk closes at 06:00, before it opens at 22:00/],
  ],
  [
    'a time after midnight',
    'officeHours: { days: [{ day: 1, from: "09:00", to: "25:00" }] }',
    [/to is "25:00".*"24:00"/],
  ],
  ['a desk that is never open', 'officeHours: { days: [] }', [/the desk is never open/]],
  ['a date that does not exist', 'officeHours: { closed: [2026-02-30] }', [/closed 1 is "2026-02-30"/]],
  [
    'one tenant of two clients',
    tenants('11111111-2222-4333-8444-AAAAAAAAAAAA', '11111111-2222-4333-8444-aaaaaaaaaaaa'),
    [/:3: "11111111-2222-4333-8444-aaaaaaaaaaaa" is there twice · the cases of one client would be shown/],
  ],
  [
    'one page of two clients',
    'clients:\n  - { id: a, name: A, origins: [https://x.example] }\n  - { id: b, name: B, origins: [https://x.example/] }',
    [/:3: "https:\/\/x\.example" is there twice/],
  ],
  ['two clients of one id', 'clients: [{ id: a, name: A }, { id: a, name: B }]', [/"a" is there twice/]],
  [
    'a target that does not exist',
    'clients: [{ id: a, name: A, targets: [mial] }]\ntargets: [{ kind: email, id: mail, to: [a@b.example], from: c@d.example, host: h }]',
    [/:1: there is no target "mial" · .* · did you mean "mail"/],
  ],
  [
    'the name of a client for a target that has no tickets',
    'clients: [{ id: a, name: A, ticketClients: { mail: "1" } }]\ntargets: [{ kind: email, id: mail, to: [a@b.example], from: c@d.example, host: h }]',
    [/there is no target of the kind tickets "mail"/],
  ],
  [
    'a technicians’ channel of a tenant that no client has',
    'clients: [{ id: a, name: A, tenants: [11111111-2222-4333-8444-555555555555] }]\ntargets: [{ kind: teams-channel, id: t, tenant: 66666666-2222-4333-8444-555555555555, team: "19:a", channel: "19:b" }]',
    [/:2: tenant 66666666-.* belongs to no client · .* would be turned away · give your own organisation/],
  ],
  [
    'a technicians’ channel that is a thread',
    'targets: [{ kind: teams-channel, id: t, tenant: 66666666-2222-4333-8444-555555555555, team: "19:a", channel: "19:b;messageid=1" }]',
    [/channel is "19:b;messageid=1" · cases are shown there · make it the id of the channel/],
  ],
  [
    'addresses to warn where no mail can be sent',
    'clients: [{ id: a, name: A, alertGroups: [{ id: desk, name: Desk, emails: [a@b.example] }] }]',
    [/this client has no target of the kind email · nobody would be warned/],
  ],
  [
    'two groups of one id',
    'clients: [{ id: a, name: A, alertGroups: [{ id: desk, name: Desk }, { id: desk, name: Other }] }]',
    [/"desk" is there twice/],
  ],
  [
    'a group for a client that does not exist',
    'signIn: { issuer: https://a.example, clientId: c, roles: {}, clients: { Staff: [acme] } }',
    [/there is no client "acme"/],
  ],
  [
    'a secret in the file',
    'signIn: { issuer: https://a.example, clientId: c, roles: {}, clientSecret: hush-hush }',
    [/clientSecret is "hush-hush" · secrets are never in this file · make it the name of/],
  ],
];
for (const [name, text, expected] of refused)
  test(`refuses ${name}`, async (context) => {
    const loaded = await load(context, text);
    assert.ok(loaded.kind === 'refused');
    for (const pattern of expected)
      assert.ok(
        loaded.faults.some((fault) => pattern.test(fault)),
        loaded.faults.join('\n'),
      );
    for (const fault of loaded.faults) assert.match(fault, /^\S+desk\.yaml:\d+: .+ · .+ · .+$/);
  });

test('refuses secrets that nobody set, whichever field names them', async () => {
  const loaded = await loadSettings({ settingsFile: example, secret: () => undefined });
  assert.ok(loaded.kind === 'refused');
  const names = loaded.faults.map((fault) => /the environment has no (\w+)/.exec(fault)?.[1] ?? '');
  assert.deepEqual(
    new Set(names),
    new Set([
      'DESK_CLIENT_SECRET',
      'HALO_CLIENT_ID',
      'HALO_CLIENT_SECRET',
      'SIEM_SIGNING_SECRET',
      'SMTP_PASSWORD',
    ]),
  );
});

test('every field is explained, and nothing else is', () => {
  const fields = new Set(allFields());
  const names = Object.keys(explained);
  const inner = new Set(names.map((name) => name.split(' ').at(-1)));
  assert.deepEqual(
    [...fields].filter((field) => !inner.has(field)),
    [],
  );
  assert.deepEqual(
    names.filter((name) => name.split(' ').some((part) => !fields.has(part) && !/^P\d$/.test(part))),
    [],
  );
});

function tenants(...ids: string[]): string {
  return `clients:\n${ids.map((id, at) => `  - { id: c${at}, name: C, tenants: [${id}] }`).join('\n')}`;
}

async function load(context: TestContext, text: string): Promise<LoadedSettings> {
  const path = join(await newFolder(context), 'desk.yaml');
  await writeFile(path, text);
  return await loadSettings({ settingsFile: path, secret: isSet });
}

async function newFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-settings-'));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}
