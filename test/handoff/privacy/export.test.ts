import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { exportTraces } from '../../../src/handoff/privacy/export.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite.ts';
import { caseOf, turnOf } from '../../storage/samples.ts';

const at = '2026-11-21T10:00:00.000Z';
const jo = 'msteams/a:jo';
const audit = { at, who: 'sam', what: 'alert-drafted', about: 'a1', detail: {} };

test('an export lists alerts, fingerprints and checks of somebody, and an erasure takes them', async (t) => {
  const storage = await withEverything(t);
  const { conversations } = await exportTraces(storage, await storage.findTraces(jos), new Date(at));
  const [besides] = conversations.map((one) => one.besides);
  assert.deepEqual(
    besides?.alerts.map(({ alert, title, way }) => [alert, title, way]),
    [
      ['a1', 'A caller says that they are the bank', 'teams'],
      ['a1', 'A caller says that they are the bank', 'email'],
    ],
  );
  assert.deepEqual(
    besides?.fingerprints.map(({ case: id, reporter, print }) => [id, reporter, print]),
    [[caseId, 'hash-of-jo', { number: 'hash' }]],
  );
  assert.doesNotMatch(JSON.stringify(besides), /hash-of-bo|bo@example/);
  await storage.eraseConversations([jo], () => []);
  const left = await storage.keptBesides({ conversation: jo, login: 'jo@example.org' });
  assert.deepEqual(left, { alerts: [], fingerprints: [], checks: [], asked: [] });
  assert.equal((await storage.deliveriesOf('a1')).length, 1, 'that of somebody else stays');
});

const jos = { conversation: jo, texts: [] };
const written = caseOf(jo);
const { id: caseId } = written;

async function withEverything(t: TestContext): Promise<SqliteStorage> {
  const storage = await openSqlite(':memory:');
  t.after(() => storage.close());
  await storage.commitTurn({ ...turnOf({ conversation: jo }), cases: [written] });
  await storage.keepTeamsPerson({
    client: 'main',
    tenant: 't1',
    id: 'object-jo',
    user: '29:jo',
    name: 'Jo Hart',
    conversation: jo,
    reference: {},
    language: 'en-GB',
    seenAt: at,
  });
  await storage.keepTeamsLogin(jo, 'Jo@example.org');
  await storage.placeSightings(
    [{ ...sighting, case: caseId, reporter: 'hash-of-jo', print: { number: 'hash' } }],
    [],
  );
  await storage.addAlert(alert, audit);
  const settled = { alert: 'a1', state: 'sent' as const, why: null };
  for (const [person, way, login, conversation] of [
    ['teams:jo', 'teams', null, jo],
    ['email:jo', 'email', 'jo@example.org', null],
    ['email:bo', 'email', 'bo@example.org', null],
  ] as const)
    await storage.setDelivery({ ...settled, person, way, login, conversation });
  return storage;
}

const sam = { id: 't1', name: 'Sam' };
const sighting = { caseVersion: 1, client: 'main', at, subject: {}, campaign: null };
const alert = {
  id: 'a1',
  client: 'main',
  campaign: null,
  content: { title: 'A caller says that they are the bank' },
  groups: ['everybody'],
  status: 'approved' as const,
  draftedBy: sam,
  draftedAt: at,
  approvedBy: sam,
  approvedAt: at,
  expiresAt: at,
  withdrawnBy: null,
  withdrawnAt: null,
};
