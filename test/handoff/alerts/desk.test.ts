import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  approveStaffAlert,
  changeStaffAlert,
  draftStaffAlert,
  listStaffAlerts,
  withdrawStaffAlert,
} from '../../../src/handoff/alerts/desk.ts';
import { draftAlert } from '../../../src/handoff/alerts/draft.ts';
import type { Viewer } from '../../../src/handoff/desk/access.ts';
import { Refusal } from '../../../src/handoff/desk/refusal.ts';
import { jo, lee, simulate, words, type Simulated } from './simulated.ts';

const groups = ['teams'];
const clients = {
  clients: [
    { id: 'acme', name: 'Acme' },
    { id: 'bright', name: 'Bright' },
  ],
};

describe('a draft', () => {
  it('is approved with the words and groups that the lead last saw', async (test) => {
    const { desk } = await simulate(test);
    const { id, version } = await draftStaffAlert(desk, jo, { client: 'main', words, groups: [] });
    const changed = { words: { ...words, title: 'Better' }, groups, version };
    const approved = await approveStaffAlert(desk, lee, id, changed);
    assert.deepEqual(
      [approved.status, approved.words.title, approved.draftedBy, approved.approvedBy, approved.expiresAt],
      ['active', 'Better', 'Jo Hart', 'Lee Cole', '2026-12-07T10:00:00.000Z'],
    );
  });

  for (const [what, expected, act] of [
    ['needs somebody to go to', /Choose who gets this alert/, approving({ groups: [] })],
    ['goes to groups of its client only', /no group "group:board"/, approving({ groups: ['group:board'] })],
    ['is not approved from an older page', /changed this alert just now/, approving({ version: 9 })],
    [
      'of somebody else is not changed by a technician',
      /Somebody else wrote this alert/,
      async ({ desk }, id) => {
        await changeStaffAlert(desk, { ...jo, id: 't9' }, id, { words, groups, version: 1 });
      },
    ],
    [
      'of another client is not there',
      /There is no alert here/,
      async ({ desk }, id) => {
        await approveStaffAlert(desk, { ...lee, clients: ['bright'] }, id, { words, groups, version: 1 });
      },
    ],
    [
      'is not changed once it was approved',
      /no draft any more/,
      async (stage, id) => {
        await approving({})(stage, id);
        await changeStaffAlert(stage.desk, lee, id, { words, groups, version: 2 });
      },
    ],
    [
      'is withdrawn once',
      /withdrawn already/,
      async ({ desk }, id) => {
        await withdrawStaffAlert(desk, lee, id, { version: 1 });
        await withdrawStaffAlert(desk, lee, id, { version: 2 });
      },
    ],
  ] satisfies [string, RegExp, (stage: Simulated, id: string) => Promise<void>][])
    it(what, async (test) => {
      const stage = await simulate(test, clients);
      const { id } = await draftStaffAlert(stage.desk, jo, { client: 'acme', words, groups });
      await assert.rejects(
        act(stage, id),
        (error) => error instanceof Refusal && expected.test(error.message),
      );
    });

  it('is for a client that whoever writes it looks after', async (test) => {
    const { desk } = await simulate(test, clients);
    for (const [viewer, client] of [
      [{ ...jo, clients: ['bright'] }, 'acme'],
      [jo, 'nobody'],
    ] satisfies [Viewer, string][])
      await assert.rejects(
        draftStaffAlert(desk, viewer, { client, words, groups }),
        /There is no client here/,
      );
  });

  it('is listed for its client only, and the groups too', async (test) => {
    const { desk } = await simulate(test, clients);
    await draftStaffAlert(desk, jo, { client: 'acme', words, groups });
    const theirs = await listStaffAlerts(desk, { ...lee, clients: ['bright'] });
    assert.deepEqual(theirs.alerts, []);
    assert.deepEqual(
      theirs.groups.map(({ client }) => client),
      ['bright'],
    );
    assert.equal((await listStaffAlerts(desk, lee)).alerts.length, 1);
  });

  it('leaves a line in the audit log for every act', async (test) => {
    const { desk, storage } = await simulate(test);
    const { id, version } = await draftStaffAlert(desk, jo, { client: 'main', words, groups });
    const approved = await approveStaffAlert(desk, lee, id, { words, groups, version });
    await withdrawStaffAlert(desk, lee, id, approved);
    const rows = await storage.readAudit({ clients: 'all', reader: '', about: id, limit: 9 });
    assert.deepEqual(
      rows.map(({ who, what }) => [who, what]),
      [
        ['t2', 'alert-withdrawn'],
        ['t2', 'alert-approved'],
        ['t1', 'alert-drafted'],
      ],
    );
  });
});

describe('the words of an alert', () => {
  for (const [what, text] of [
    ['a number that a caller showed', 'They ring from 07700 900123.'],
    ['a number in another writing', 'They ring from (+44) 7700-900-123 now.'],
    ['an address of somebody', 'Write to jo.hart@acme.example about it.'],
  ] as const)
    it(`may not hold ${what}`, async (test) => {
      const { desk } = await simulate(test);
      for (const put of [
        { ...words, text },
        { ...words, title: text },
        { ...words, steps: [text] },
      ])
        await assert.rejects(draftStaffAlert(desk, jo, { client: 'main', words: put, groups }), /looks like/);
    });

  for (const text of [
    'Ring the IT desk on 01632 960 123.',
    'Ring the IT desk on +44 1632 960123.',
    'Forward it to 7726, or ring 159. They want 5,000 pounds by 24 December 2026.',
  ])
    it(`may hold what is ours: ${text}`, async (test) => {
      const { desk } = await simulate(test);
      const drafted = await draftStaffAlert(desk, jo, { client: 'main', words: { ...words, text }, groups });
      assert.equal(drafted.words.text, text);
    });

  it('are hidden, made harmless and kept on their line', async (test) => {
    const { desk } = await simulate(test);
    const hostile = {
      title: 'Bank\nBcc: x \u202Egnp',
      text: 'Go to https://evil.example/a\n<at>everyone</at> [x](javascript:alert) password: hunter22',
      steps: ['One\n\nTwo', '  ', 'Three'],
    };
    const drafted = await draftStaffAlert(desk, jo, { client: 'main', words: hostile, groups });
    assert.equal(drafted.words.title, 'Bank Bcc: x [U+202E]gnp');
    assert.match(drafted.words.text, /hxxps:\/\/evil\[\.\]example/);
    assert.doesNotMatch(drafted.words.text, /hunter22|javascript:a/);
    assert.deepEqual(drafted.words.steps, ['One Two', 'Three']);
  });

  it('stay as they are when they are saved again', async (test) => {
    const { desk } = await simulate(test);
    const text = 'Go to https://evil.example/a.b now';
    const first = await draftStaffAlert(desk, jo, { client: 'main', words: { ...words, text }, groups });
    const again = await changeStaffAlert(desk, jo, first.id, first);
    assert.deepEqual(again.words, first.words);
  });
});

describe('a campaign', () => {
  it('drafts one alert for each client, once, which waits for a lead', async (test) => {
    const stage = await simulate(test, clients);
    await stage.meet('a', { client: 'acme' });
    const wanted = { campaign: 'CA-1', words };
    assert.equal(await draftAlert(stage.desk, { ...wanted, client: 'acme' }), true);
    assert.equal(await draftAlert(stage.desk, { ...wanted, client: 'acme' }), false);
    assert.equal(await draftAlert(stage.desk, { ...wanted, client: 'bright' }), true);
    const { alerts } = await listStaffAlerts(stage.desk, { ...lee, clients: ['acme'] });
    assert.deepEqual(
      alerts.map(({ client, campaign, status, draftedBy }) => [client, campaign, status, draftedBy]),
      [['acme', 'CA-1', 'draft', null]],
    );
    assert.equal(await stage.tick(), 0);
  });
});

function approving(more: Partial<{ groups: string[]; version: number }>) {
  return async ({ desk }: Simulated, id: string): Promise<void> => {
    await approveStaffAlert(desk, lee, id, { words, groups, version: 1, ...more });
  };
}
