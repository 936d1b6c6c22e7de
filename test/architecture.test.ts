import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCircle } from './architecture/circle.ts';
import { describeFault, findRule, type Rule } from './architecture/rule.ts';
import { importsOf, listFiles, sourceOf } from './architecture/source.ts';

const domain = 'src/domain';
const dialog = 'src/dialog';
const port = 'src/channels/port.ts';
/** What channels share. */
const channels = [
  port,
  ...['clients', 'files', 'limit', 'read-json'].map((name) => `src/channels/${name}.ts`),
];

/** Who may import whom. Downwards only: nothing here names a part that is built on top of it. */
const rules: readonly Rule[] = [
  {
    part: domain,
    ours: [],
    packages: ['fuse.js'],
    because: 'a judgement must be the same wherever and whenever it is made: no files, no clock, no network',
  },
  {
    part: dialog,
    ours: [domain],
    packages: ['zod'],
    because: 'the language that dialogs and channels share: types and small pure functions',
  },
  {
    part: 'src/numbers',
    ours: [domain],
    packages: ['libphonenumber-js'],
    because: 'numbers are looked at before a call is judged, so that the domain needs no tables of the world',
  },
  {
    part: 'dialogs',
    ours: [dialog, domain, 'src/numbers'],
    packages: [],
    because: 'a dialog is a pure function, so that every path of it can be walked in a test',
  },
  {
    part: 'src/knowledge',
    ours: [domain, 'src/numbers'],
    packages: ['zod', 'yaml', 'fuse.js', 'flesch-kincaid', 'syllable', 'node'],
    because: 'content is checked once at the edge and is plain data from then on',
  },
  {
    part: 'src/storage',
    ours: [],
    packages: ['kysely', 'zod', 'node'],
    because: 'what is stored is opaque to storage, so either side can change alone',
  },
  {
    part: 'src/conversation',
    ours: ['dialogs', dialog, domain, 'src/storage/port.ts'],
    packages: ['zod', 'node'],
    because: 'one turn from start to end knows no channel and no engine',
  },
  {
    part: 'src/config.ts',
    ours: [],
    packages: ['zod', 'node'],
    because: 'everybody may depend on settings, so settings depend on nobody',
  },
  {
    part: 'src/observability',
    ours: ['src/config.ts', dialog, domain],
    packages: ['pino', 'prom-client', 'card-validator', 'libphonenumber-js', 'node'],
    because: 'logging must be usable from every impure part',
  },
  {
    part: 'src/channels',
    ours: [dialog, 'src/handoff/port.ts'],
    packages: ['rate-limiter-flexible', 'restify', 'node'],
    because: 'what channels share is small; each channel has a folder of its own',
  },
  {
    part: 'src/channels/bot-framework',
    ours: [
      ...channels,
      'src/config.ts',
      'src/conversation/port.ts',
      'src/handoff/port.ts',
      'src/storage/teams-port.ts',
      dialog,
      domain,
      'src/observability',
    ],
    packages: [
      'botbuilder',
      'botframework-connector',
      'botframework-schema',
      'restify',
      'standardwebhooks',
      'zod',
      'node',
    ],
    because: 'the SDK is archived by its maker: this border is the way out of it',
  },
  {
    part: 'src/channels/bot-framework/technicians',
    ours: [
      dialog,
      'src/domain/shorten.ts',
      'src/channels/bot-framework',
      'src/handoff/desk',
      'src/handoff/keep-working.ts',
      'src/handoff/outbox/port.ts',
      'src/handoff/person-id.ts',
      'src/handoff/port.ts',
      'src/handoff/targets',
      'src/observability',
      'src/settings',
      ...['port', 'checks-port', 'desk-port', 'outbox-port', 'teams-port', 'threads-port'].map(
        (name) => `src/storage/${name}.ts`,
      ),
    ],
    packages: ['botbuilder', 'botframework-connector', 'botframework-schema', 'zod', 'node'],
    because:
      'it is a desk inside a channel: what technicians may do is decided in the handoff, and nothing imports it but the composition root',
  },
  {
    part: 'src/channels/direct-line',
    ours: [...channels, dialog, 'src/storage/port.ts', 'src/observability'],
    packages: ['busboy', 'jose', 'pino', 'restify', 'ws', 'zod', 'node'],
    because: 'it carries activities without knowing what the bot makes of them',
  },
  {
    part: 'src/settings',
    ours: [dialog, ...['fault', 'file', 'nearest'].map((name) => `src/knowledge/${name}.ts`)],
    packages: ['zod', 'yaml', 'node'],
    because: 'what a support firm decides is read once and is plain data from then on',
  },
  {
    part: 'src/handoff/port.ts',
    ours: [dialog],
    packages: [],
    because: 'what the desk, the clock and the API ask of channels and files: types and one error',
  },
  {
    part: 'src/handoff/clock',
    ours: [
      dialog,
      'src/conversation/port.ts',
      'src/handoff/desk',
      'src/handoff/keep-working.ts',
      'src/handoff/port.ts',
      'src/settings',
      ...['port', 'desk-port', 'upkeep-port'].map((name) => `src/storage/${name}.ts`),
    ],
    packages: ['luxon', 'zod'],
    because: 'time is an argument, and what it does goes the way of every other turn',
  },
  {
    part: 'src/handoff/checks',
    ours: [
      dialog,
      'src/conversation/port.ts',
      'src/handoff/checks/api.ts',
      'src/handoff/desk',
      'src/handoff/keep-working.ts',
      'src/handoff/port.ts',
      'src/settings',
      ...['port', 'checks-port', 'teams-port'].map((name) => `src/storage/${name}.ts`),
    ],
    packages: ['zod'],
    because:
      'who is asked, and when the time is over, goes the way of every other turn; nothing here decides who is genuine',
  },
  {
    part: 'src/handoff/draw-words.ts',
    ours: [dialog],
    packages: ['@scure/bip39', 'node'],
    because: 'chance has one small place, so that all around it can be tried again',
  },
  {
    part: 'src/handoff/privacy',
    ours: [
      dialog,
      'src/handoff/files.ts',
      'src/handoff/port.ts',
      'src/settings',
      ...['port', 'api-port', 'desk-port', 'outbox-port', 'upkeep-port'].map(
        (name) => `src/storage/${name}.ts`,
      ),
    ],
    packages: ['luxon', 'zod', 'node'],
    because: 'what is kept of somebody is found, told and erased without knowing who asks',
  },
  {
    part: 'src/handoff/campaigns/api.ts',
    ours: [],
    packages: ['zod'],
    because: 'the page and the server share these words, so nothing of the server may come with them',
  },
  {
    part: 'src/handoff/campaigns',
    ours: [
      dialog,
      domain,
      'src/handoff/campaigns/api.ts',
      'src/handoff/desk',
      'src/handoff/keep-working.ts',
      'src/handoff/port.ts',
      ...['port', 'desk-port', 'campaigns-port'].map((name) => `src/storage/${name}.ts`),
    ],
    packages: ['zod', 'node'],
    because: 'which cases are one caller at work is found without knowing who asks or who is told',
  },
  {
    part: 'src/handoff/files.ts',
    ours: [
      dialog,
      'src/handoff/file-kind.ts',
      'src/handoff/port.ts',
      'src/observability/file-name.ts',
      'src/settings',
      'src/storage/upkeep-port.ts',
    ],
    packages: ['node'],
    because: 'files lie apart, and what keeps them knows no case and no channel',
  },
  {
    part: 'src/handoff/keep-working.ts',
    ours: [],
    packages: ['node'],
    because: 'what is done over and over is done and stopped in one way',
  },
  {
    part: 'src/handoff/file-kind.ts',
    ours: [],
    packages: ['file-type'],
    because: 'what a file is comes from its bytes alone',
  },
  {
    part: 'src/handoff/directory',
    ours: [
      domain,
      'src/handoff/desk',
      'src/handoff/directory/api.ts',
      'src/handoff/keep-working.ts',
      'src/handoff/port.ts',
      ...['fault', 'nearest'].map((name) => `src/knowledge/${name}.ts`),
      'src/numbers',
      'src/settings',
      ...['directory-mark', 'directory-port', 'desk-port', 'port', 'teams-port'].map(
        (name) => `src/storage/${name}.ts`,
      ),
    ],
    packages: ['csv-parse', 'luxon', 'rate-limiter-flexible', 'zod', 'node'],
    because: 'what a client holds itself changes in one way: proposed by one person, approved by another',
  },
  {
    part: 'src/handoff/directory/api.ts',
    ours: [],
    packages: ['zod'],
    because: 'the page and the server share these words, so nothing of the server may come with them',
  },
  {
    part: 'src/handoff/desk/api.ts',
    ours: [dialog],
    packages: ['zod'],
    because: 'the page and the server share these words, so nothing of the server may come with them',
  },
  {
    part: 'src/handoff/desk',
    ours: [
      dialog,
      domain,
      'src/conversation/port.ts',
      'src/handoff/desk/api.ts',
      'src/handoff/draw-words.ts',
      'src/handoff/keep-working.ts',
      'src/handoff/person-id.ts',
      'src/handoff/port.ts',
      'src/observability/redaction.ts',
      'src/settings',
      'src/storage/port.ts',
      'src/storage/desk-port.ts',
      'src/storage/teams-port.ts',
    ],
    packages: ['zod', 'luxon', 'csv-stringify'],
    because: 'what technicians do and see is decided without HTTP, so that every way in is the same',
  },
  {
    part: 'src/handoff',
    ours: [
      port,
      dialog,
      domain,
      'src/handoff/desk/api.ts',
      'src/settings',
      'src/storage/port.ts',
      'src/observability',
    ],
    packages: ['zod', 'node'],
    because: 'cases and technicians work whatever the channel and the engine',
  },
  {
    part: 'src/handoff/outbox',
    ours: ['src/storage/port.ts', 'src/storage/outbox-port.ts'],
    packages: ['zod', 'node'],
    because: 'what is delivered, and when again, is the same wherever it goes',
  },
  {
    part: 'src/handoff/targets',
    ours: [
      'src/domain/shorten.ts',
      'src/handoff/outbox/port.ts',
      'src/handoff/desk/api.ts',
      'src/handoff/desk/read-brief.ts',
      'src/handoff/port.ts',
      dialog,
      'src/settings',
      'src/storage/port.ts',
      'src/storage/outbox-port.ts',
    ],
    packages: ['ipaddr.js', 'luxon', 'nodemailer', 'standardwebhooks', 'yaml', 'zod', 'node'],
    because: 'the one place that speaks to systems of others',
  },
  {
    part: 'src/handoff/alerts/api.ts',
    ours: [],
    packages: ['zod'],
    because: 'the page and the server share these words, so nothing of the server may come with them',
  },
  {
    part: 'src/handoff/alerts',
    ours: [
      dialog,
      domain,
      'src/numbers',
      'src/conversation/port.ts',
      'src/handoff/alerts/api.ts',
      'src/handoff/desk',
      'src/handoff/keep-working.ts',
      'src/handoff/port.ts',
      'src/handoff/targets',
      'src/observability/redaction.ts',
      'src/settings',
      ...['port', 'alerts-port', 'teams-port'].map((name) => `src/storage/${name}.ts`),
    ],
    packages: ['zod', 'node'],
    because: 'who is alerted, and how often, is decided without knowing how they are reached',
  },
  {
    part: 'src/catalogue',
    ours: [dialog, domain, 'src/web/catalogue/find.ts', 'src/web/escape-html.ts', 'src/web/icon.ts'],
    packages: ['node'],
    because: 'the same page is written by a command and served: plain knowledge in, text out',
  },
  {
    part: 'src/web',
    ours: [],
    packages: ['fuse.js', '@microsoft/teams-js', 'tar', 'zod', 'node'],
    because: 'browser code reaches the server through HTTP only',
  },
  {
    part: 'src/web/desk',
    ours: [
      'src/dialog/defang.ts',
      'src/handoff/alerts/api.ts',
      'src/handoff/campaigns/api.ts',
      'src/handoff/checks/api.ts',
      'src/handoff/desk/api.ts',
      'src/handoff/directory/api.ts',
    ],
    packages: [
      '@fluentui/react-charts',
      '@fluentui/react-components',
      '@fluentui/react-icons',
      'react',
      'react-dom',
      'zod',
    ],
    because: 'the desk speaks to the server by its contract, of which it takes the types alone',
  },
  {
    part: 'src/server',
    ours: [dialog, 'src/config.ts', 'src/channels', 'src/observability', 'src/web'],
    packages: ['restify', 'pino', 'esbuild', 'zod', 'node'],
    because: 'routes and headers; what is behind a route is handed in',
  },
  {
    part: 'src/server/desk',
    ours: [
      dialog,
      'src/server',
      'src/channels/files.ts',
      'src/channels/limit.ts',
      'src/channels/read-json.ts',
      'src/handoff/alerts',
      'src/handoff/campaigns',
      'src/handoff/checks',
      'src/handoff/desk',
      'src/handoff/directory',
      'src/handoff/person-id.ts',
      'src/handoff/port.ts',
      'src/settings',
      'src/storage/desk-port.ts',
      'src/web/escape-html.ts',
    ],
    packages: ['restify', 'openid-client', 'jose', 'busboy', 'zod', 'node'],
    because: 'sign-in, sessions and routes of the desk; what a technician may do is decided in the handoff',
  },
  {
    part: 'src/server/teams',
    ours: [
      dialog,
      'src/domain/shorten.ts',
      'src/channels/clients.ts',
      'src/channels/limit.ts',
      'src/handoff/desk',
      'src/server',
      'src/storage/port.ts',
      'src/storage/teams-port.ts',
      'src/web/escape-html.ts',
      'src/web/icon.ts',
    ],
    packages: ['restify', 'zod', 'node'],
    because: 'what staff see in a tab of their own; who they are is for the sign-in to say',
  },
  {
    part: 'src/handoff/person-id.ts',
    ours: [],
    packages: ['node'],
    because: 'the desk and Teams must come to the same person',
  },
  {
    part: 'src/handoff/calls',
    ours: [
      'src/handoff/desk',
      'src/handoff/port.ts',
      'src/storage/port.ts',
      'src/storage/desk-port.ts',
      'src/storage/api-port.ts',
    ],
    packages: [],
    because: 'which case a call belongs to is decided without HTTP, whichever of the two comes first',
  },
  {
    part: 'src/server/api',
    ours: [
      dialog,
      domain,
      'src/numbers',
      'src/channels/limit.ts',
      'src/channels/read-json.ts',
      'src/conversation/port.ts',
      'src/handoff/calls',
      'src/handoff/desk',
      'src/handoff/port.ts',
      'src/observability',
      'src/storage/port.ts',
      'src/storage/desk-port.ts',
      'src/storage/api-port.ts',
    ],
    packages: ['restify', 'zod', 'node'],
    because: 'what other systems may do: it asks the conversation and storage, and knows no channel',
  },
  {
    part: 'src/cli',
    ours: [
      'dialogs',
      domain,
      dialog,
      'src/catalogue',
      'src/config.ts',
      'src/conversation',
      'src/handoff',
      'src/knowledge',
      'src/settings',
      'src/server/api/key.ts',
      'src/server/assets.ts',
      'src/numbers',
      'src/storage',
      'src/observability',
      'src/serve.ts',
      'src/cli/bench',
      'src/cli/teams',
    ],
    packages: ['fuse.js', 'yaml', 'zod', 'pino', 'tar', 'node'],
    because: 'commands join parts for one purpose, as main does for serving',
  },
  {
    part: 'src/cli/teams',
    ours: [domain, dialog, 'src/config.ts', 'src/knowledge/upkeep.ts', 'src/settings', 'src/storage'],
    packages: ['ajv-draft-04', 'ajv-formats', 'fflate', 'jose', 'pngjs', 'zod', 'node'],
    because: 'the app package and the check of a deployment need nothing of the running server',
  },
  {
    part: 'src/cli/bench',
    ours: ['src', 'dialogs'],
    packages: ['botbuilder', 'fuse.js', 'restify', 'ws', 'zod', 'node'],
    because: 'it measures the whole program against what it is built on',
  },
  {
    part: 'src/serve.ts',
    ours: ['dialogs', 'src'],
    packages: ['node'],
    because: 'the one place that joins everything',
  },
  {
    part: 'src/serve-extension.ts',
    ours: ['src'],
    packages: ['zod'],
    because: 'joins the search and the check of a message in Teams',
  },
  {
    part: 'src/serve-alerts.ts',
    ours: ['src'],
    packages: ['restify'],
    because: 'joins alerts to staff with the chat, the desk and the mail',
  },
  {
    part: 'src/serve-handoff.ts',
    ours: ['src'],
    packages: ['restify', 'node'],
    because: 'joins cases, desk, tickets and clocks',
  },
  {
    part: 'src/main.ts',
    ours: ['src/config.ts', 'src/knowledge', 'src/observability', 'src/settings', 'src/serve.ts'],
    packages: ['node'],
    because: 'the process: it starts the knowledge being read, then loads what serves',
  },
];

const files = ['src', 'dialogs'].flatMap(listFiles);

test('every file imports only what its part may import', () => {
  const faults = files.flatMap((file) => {
    const rule = findRule(file, rules);
    if (rule === undefined) return [`${file} · belongs to no part in the table · give its folder a rule`];
    return importsOf(file).flatMap((target) => describeFault(file, target, rule, rules));
  });
  assert.deepEqual(faults, []);
});

test('every rule is about something that is there', () => {
  const known = new Set(files.flatMap((file) => [file, ...parentsOf(file)]));
  const gone = rules.filter(({ part }) => !known.has(part) && part !== 'src/handoff').map(({ part }) => part);
  assert.deepEqual(gone, []);
});

test('parts of the program do not import each other in a circle', () => {
  const edges = new Map(rules.map(({ part }) => [part, new Set<string>()]));
  for (const file of files)
    for (const target of importsOf(file)) {
      const [from, to] = [findRule(file, rules)?.part, findRule(target, rules)?.part];
      if (from !== undefined && to !== undefined && from !== to) edges.get(from)?.add(to);
    }
  assert.deepEqual(findCircle(edges), []);
});

test('only the Bot Framework folder knows the SDK', () => {
  const knowing = files.filter((file) =>
    importsOf(file).some((target) => /^bot(?:builder|framework)/.test(target)),
  );
  assert.ok(knowing.length > 0, 'the SDK is used somewhere');
  const others = knowing.filter((file) => !file.startsWith('src/channels/bot-framework/'));
  // The bench measures a whole turn against a bare bot of the same SDK.
  assert.deepEqual(
    others.filter((file) => !file.startsWith('src/cli/bench')),
    [],
  );
});

test('only the settings read the environment', () => {
  const reading = files.filter((file) =>
    /\bprocess\s*(?:\.\s*env|\[\s*['"]env)|\bimport\b.*\benv\b.*node:process/.test(sourceOf(file)),
  );
  // The checks read nothing: they pass it on to what they start.
  assert.deepEqual(reading.toSorted(), ['src/cli/check.ts', 'src/config.ts']);
});

test('the domain looks at no clock and throws no dice', () => {
  const impure = [...listFiles(domain), ...listFiles('dialogs'), ...listFiles(dialog)].filter((file) =>
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.|\bfetch\(|\bsetTimeout\(|\bperformance\./.test(
      sourceOf(file),
    ),
  );
  assert.deepEqual(impure, []);
});

test('sees every import that a file has', () => {
  for (const file of files) {
    const written = sourceOf(file).match(/^(?:import|export)\b[^;=]*?\bfrom '[^']+';$/gm) ?? [];
    assert.ok(importsOf(file).length >= written.length, file);
  }
  assert.ok(importsOf('src/serve.ts').includes('src/channels/bot-framework/bot.ts'));
});

function parentsOf(file: string): string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
