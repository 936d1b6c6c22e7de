import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { AlertClaim, StoredAlert } from '../../src/storage/alerts-port.ts';
import { openSqlite, type SqliteStorage } from '../../src/storage/sqlite.ts';
import { at, turnOf } from './samples.ts';

const day = (count: number): string => new Date(Date.parse(at) + count * 86_400_000).toISOString();
const audit = { at, who: 'sam', what: 'alert-drafted', about: 'a1', detail: {} };
const sam = { id: 't1', name: 'Sam' };

const alertOf = (id: string, more: Partial<StoredAlert> = {}): Omit<StoredAlert, 'version'> => ({
  id,
  client: 'main',
  campaign: null,
  content: { title: 'A caller says that they are the bank' },
  groups: ['everybody-in-teams'],
  status: 'approved',
  draftedBy: sam,
  draftedAt: at,
  approvedBy: sam,
  approvedAt: at,
  expiresAt: day(14),
  withdrawnBy: null,
  withdrawnAt: null,
  ...more,
});

const claimOf = (alert: string, more: Partial<AlertClaim> = {}): AlertClaim => ({
  alert,
  person: 'teams:p1',
  way: 'teams',
  login: 'jo@example.org',
  conversation: 'c1',
  at,
  since: day(-7),
  most: 2,
  ...more,
});

describe('alerts', () => {
  it('are added once, and changed by whoever read the newest version', async (test) => {
    const storage = await open(test);
    assert.equal(await storage.addAlert(alertOf('a1', { status: 'draft' }), audit), true);
    assert.equal(await storage.addAlert(alertOf('a1', { content: 'other' }), audit), false);
    assert.equal(await storage.changeAlert('a1', 1, { content: 'newer' }, audit), true);
    assert.equal(await storage.changeAlert('a1', 1, { content: 'too late' }, audit), false);
    const read = await storage.readAlert('a1');
    assert.deepEqual([read?.content, read?.version, read?.draftedBy], ['newer', 2, sam]);
    const rows = await storage.readAudit({ clients: 'all', reader: 'sam', about: 'a1', limit: 9 });
    assert.equal(rows.length, 2);
  });

  it('are listed for their clients only, drafts first', async (test) => {
    const storage = await open(test);
    await storage.addAlert(alertOf('a1'), audit);
    await storage.addAlert(alertOf('a2', { status: 'draft', approvedAt: null }), audit);
    await storage.addAlert(alertOf('b1', { client: 'acme' }), audit);
    const ids = async (clients: 'all' | string[]): Promise<string[]> =>
      (await storage.listAlerts(clients)).map(({ id }) => id);
    assert.deepEqual(await ids(['main']), ['a2', 'a1']);
    assert.deepEqual(await ids([]), []);
    assert.deepEqual(await ids('all'), ['a2', 'a1', 'b1']);
  });

  it('are active from their approval to their end', async (test) => {
    const storage = await open(test);
    await storage.addAlert(alertOf('late', { approvedAt: day(1) }), audit);
    await storage.addAlert(alertOf('first'), audit);
    await storage.addAlert(alertOf('draft', { status: 'draft' }), audit);
    await storage.addAlert(alertOf('back', { status: 'withdrawn' }), audit);
    await storage.addAlert(alertOf('theirs', { client: 'acme' }), audit);
    const active = async (when: string, client?: string): Promise<string[]> =>
      (await storage.activeAlerts(when, client)).map(({ id }) => id);
    assert.deepEqual(await active(day(2), 'main'), ['first', 'late']);
    assert.deepEqual(await active(day(2)), ['first', 'theirs', 'late']);
    assert.deepEqual(await active(day(14)), []);
  });
});

describe('a place in a week', () => {
  for (const [what, second, expected] of [
    ['is had by whoever has it', {}, 'had'],
    ['is had by the same person on another way', { person: 'email:jo@example.org', way: 'email' }, 'had'],
    ['is free for another person', { person: 'teams:p2', login: 'alex@example.org' }, 'claimed'],
    ['is free for people without a login', { person: 'chat:d1', login: null }, 'claimed'],
  ] as const)
    it(what, async (test) => {
      const storage = await open(test);
      assert.equal(await storage.claimAlert(claimOf('a1')), 'claimed');
      assert.equal(await storage.claimAlert(claimOf('a1', second)), expected);
    });

  it('is full after two alerts, on whatever way, and free again a week later', async (test) => {
    const storage = await open(test);
    await storage.claimAlert(claimOf('a1'));
    await storage.claimAlert(claimOf('a2', { person: 'email:jo@example.org', way: 'email' }));
    assert.equal(await storage.claimAlert(claimOf('a3')), 'full');
    assert.equal((await storage.deliveryTo('a3', 'teams:p1'))?.state, 'held');
    const later = { at: day(7), since: day(0) };
    assert.equal(await storage.claimAlert(claimOf('a3', later)), 'claimed');
  });

  it('is taken once, however many ask at the same time', async (test) => {
    const storage = await open(test);
    const asked = ['a1', 'a2', 'a3', 'a4'].map((alert) => storage.claimAlert(claimOf(alert)));
    assert.deepEqual((await Promise.all(asked)).toSorted(), ['claimed', 'claimed', 'full', 'full']);
  });

  it('comes back from somebody who cannot be reached', async (test) => {
    const storage = await open(test);
    for (const alert of ['a1', 'a2']) {
      await storage.claimAlert(claimOf(alert));
      await storage.setDelivery({ ...claimOf(alert), state: 'unreachable', why: 'removed' });
    }
    assert.equal(await storage.claimAlert(claimOf('a3')), 'claimed');
    assert.equal(await storage.claimAlert(claimOf('a1')), 'claimed');
  });
});

describe('an answer', () => {
  for (const [what, conversation, answers, expected] of [
    ['counts where the alert was given', 'c1', ['got-it'], 'got-it'],
    ['in another conversation changes nothing', 'c2', ['got-it'], null],
    ['of having had the call outranks having read it', 'c1', ['got-it', 'had-this-call'], 'had-this-call'],
    ['of having had the call stays', 'c1', ['had-this-call', 'got-it'], 'had-this-call'],
  ] as const)
    it(what, async (test) => {
      const storage = await open(test);
      await storage.claimAlert(claimOf('a1'));
      for (const [version, answer] of answers.entries())
        await storage.commitTurn({
          ...turnOf({ conversation, activity: `t${version}`, readVersion: version }),
          alertAnswers: [{ alert: 'a1', answer }],
        });
      assert.equal((await storage.deliveryTo('a1', 'teams:p1'))?.answer, expected);
    });
});

describe('what was shown', () => {
  it('is to be settled once the alert has ended', async (test) => {
    const storage = await open(test);
    await storage.addAlert(alertOf('a1'), audit);
    await storage.claimAlert(claimOf('a1'));
    await storage.claimAlert(claimOf('a1', { person: 'chat:d1', way: 'chat', login: null }));
    assert.deepEqual(await storage.unsettledDeliveries(day(13)), []);
    assert.deepEqual(
      (await storage.unsettledDeliveries(day(14))).map(({ person }) => person),
      ['teams:p1'],
    );
    await storage.settleDelivery('a1', 'teams:p1', day(14));
    assert.deepEqual(await storage.unsettledDeliveries(day(14)), []);
  });

  it('is counted by way, state and answer', async (test) => {
    const storage = await open(test);
    await storage.claimAlert(claimOf('a1'));
    await storage.claimAlert(claimOf('a1', { person: 'teams:p2', login: null }));
    const tally = await storage.tallyAlerts(['a1']);
    assert.deepEqual(tally, [
      { alert: 'a1', way: 'teams', state: 'sending', answer: null, why: null, people: 2 },
    ]);
  });

  it('goes with the conversation that is erased, and when it is old', async (test) => {
    const storage = await open(test);
    await storage.addAlert(alertOf('a1'), audit);
    await storage.claimAlert(claimOf('a1'));
    await storage.eraseConversations(['c1'], () => []);
    assert.deepEqual(await storage.deliveriesOf('a1'), []);
    await storage.claimAlert(claimOf('a1'));
    const before = {
      conversations: day(13),
      cases: day(-9),
      files: at,
      callRecords: at,
      sessions: at,
      audit: at,
    };
    await storage.purge(before, null, () => audit);
    assert.equal((await storage.deliveriesOf('a1')).length, 1);
    await storage.purge({ ...before, conversations: day(15) }, null, () => audit);
    assert.equal((await storage.deliveriesOf('a1')).length, 0);
    assert.ok(await storage.readAlert('a1'));
    await storage.purge({ ...before, cases: day(1) }, null, () => audit);
    assert.equal(await storage.readAlert('a1'), undefined);
  });
});

async function open(test: TestContext): Promise<SqliteStorage> {
  const storage = await openSqlite(':memory:');
  test.after(() => storage.close());
  return storage;
}
