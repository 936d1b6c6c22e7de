import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openSqlite, type SqliteStorage } from '../../src/storage/sqlite.ts';
import type { SeenInTeams } from '../../src/storage/teams-port.ts';

const at = '2026-11-21T10:00:00.000Z';
const later = '2026-11-21T11:00:00.000Z';
const seen: SeenInTeams = {
  client: 'main',
  tenant: 'tenant-1',
  id: 'object-1',
  user: '29:one',
  name: 'Jo Hart',
  conversation: 'msteams/a:1',
  reference: { serviceUrl: 'https://smba.trafficmanager.net/uk/' },
  language: 'en-GB',
  seenAt: at,
};
const jo = { ...seen, login: null, reachable: 'yes', since: at };

describe('people in Teams', () => {
  it('are found by who they are and by where they chat', async (test) => {
    const storage = await open(test);
    await storage.keepTeamsPerson(seen);
    assert.deepEqual(await storage.readTeamsPerson('main', 'object-1'), jo);
    assert.deepEqual(await storage.teamsPersonIn('msteams/a:1'), jo);
    assert.equal(await storage.teamsPersonIn('msteams/a:2'), undefined);
  });

  it('are never found by another client, whoever they are there', async (test) => {
    const storage = await open(test);
    await storage.keepTeamsPerson(seen);
    await storage.keepTeamsPerson({ ...seen, client: 'other', conversation: 'msteams/a:2', name: 'Al Roe' });
    assert.equal(await storage.readTeamsPerson('third', 'object-1'), undefined);
    assert.deepEqual(
      (await storage.listTeamsPeople('other')).map(({ name }) => name),
      ['Al Roe'],
    );
  });

  it('are listed by name', async (test) => {
    const storage = await open(test);
    await storage.keepTeamsPerson(seen);
    await storage.keepTeamsPerson({ ...seen, id: 'object-2', conversation: 'msteams/a:2', name: 'Al Roe' });
    const names = (await storage.listTeamsPeople('main')).map(({ name }) => name);
    assert.deepEqual(names, ['Al Roe', 'Jo Hart']);
  });

  it('are brought up to date and keep their login', async (test) => {
    const storage = await open(test);
    await storage.keepTeamsPerson(seen);
    await storage.keepTeamsLogin('msteams/a:1', 'jo@example.org');
    await storage.keepTeamsPerson({ ...seen, name: 'Jo Hart-Lee', language: 'cy', seenAt: later });
    assert.deepEqual(await storage.teamsPersonIn('msteams/a:1'), {
      ...jo,
      name: 'Jo Hart-Lee',
      language: 'cy',
      login: 'jo@example.org',
      seenAt: later,
    });
  });

  it('move with a chat that became a new one, and with a tenant that another client took over', async (test) => {
    const storage = await open(test);
    await storage.keepTeamsPerson(seen);
    await storage.keepTeamsPerson({ ...seen, conversation: 'msteams/a:9', seenAt: later });
    assert.equal(await storage.teamsPersonIn('msteams/a:1'), undefined);
    await storage.keepTeamsPerson({ ...seen, client: 'other', conversation: 'msteams/a:9', seenAt: later });
    assert.deepEqual(await storage.listTeamsPeople('main'), []);
    assert.equal((await storage.teamsPersonIn('msteams/a:9'))?.client, 'other');
  });

  for (const reachable of ['removed', 'blocked', 'disabled'] as const)
    it(`are ${reachable} until they are seen again`, async (test) => {
      const storage = await open(test);
      await storage.keepTeamsPerson(seen);
      await storage.markTeamsPerson('msteams/a:1', reachable, later);
      assert.deepEqual(await storage.teamsPersonIn('msteams/a:1'), { ...jo, reachable, since: later });
      const again = '2026-11-21T12:00:00.000Z';
      await storage.keepTeamsPerson({ ...seen, seenAt: again });
      const back = await storage.teamsPersonIn('msteams/a:1');
      assert.deepEqual(back, { ...jo, seenAt: again, since: again });
    });

  it('stay as they are when something older is heard late', async (test) => {
    const storage = await open(test);
    await storage.keepTeamsPerson({ ...seen, seenAt: later });
    await storage.markTeamsPerson('msteams/a:1', 'blocked', at);
    await storage.keepTeamsPerson({ ...seen, name: 'Older', seenAt: at });
    const found = await storage.teamsPersonIn('msteams/a:1');
    assert.deepEqual([found?.reachable, found?.name], ['yes', 'Jo Hart']);
  });

  it('keep the time since which they cannot be reached', async (test) => {
    const storage = await open(test);
    await storage.keepTeamsPerson(seen);
    await storage.markTeamsPerson('msteams/a:1', 'blocked', at);
    await storage.markTeamsPerson('msteams/a:1', 'blocked', later);
    assert.equal((await storage.teamsPersonIn('msteams/a:1'))?.since, at);
  });
});

async function open(test: TestContext): Promise<SqliteStorage> {
  const storage = await openSqlite(':memory:');
  test.after(() => storage.close());
  return storage;
}
