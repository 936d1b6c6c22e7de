import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { findPerson, othersIn, type Person } from '../../../src/handoff/privacy/person.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite.ts';
import { caseOf, turnOf } from '../../storage/samples.ts';

const client = undefined;
const byName = (name: string, of?: string): Person => ({ by: 'name', name, client: of });
const byUser = (user: string): Person => ({ by: 'user', user, client });

describe('somebody', () => {
  for (const [what, person, found] of [
    ['by the name in their case', byName('Priya Nair'), ['teams']],
    ['by a name in other capitals', byName(' priya NAIR'.trim()), ['teams']],
    ['by their id in the case', byUser('29:priya'), ['teams']],
    ['by their id in the directory', byUser('aad-priya'), ['teams']],
    ['by the name under a message', byName('Jo Smith'), ['web']],
    ['by the owner of a web chat', byUser('dl_1'), ['web']],
    ['by an id in the state', byUser('u9'), ['state']],
    ['by a web chat in which nothing was said', byUser('dl_2'), ['silent']],
    ['by their object id in Teams, when nothing else is left', byUser('object-jo'), ['msteams/a:1']],
    ['by what they sign in with', byUser('jo@example.org'), ['msteams/a:1']],
    ['by their name in Teams', byName('Jo Hart'), ['msteams/a:1']],
    ['by a conversation', { by: 'conversation', conversation: 'web', client }, ['web']],
  ] as const)
    it(`is found ${what}`, async (test) => {
      const answer = await findPerson(await stage(test), person);
      assert.ok(answer.kind === 'found', JSON.stringify(answer));
      assert.deepEqual(
        answer.traces.map(({ conversation }) => conversation),
        found,
      );
    });

  for (const [what, person] of [
    ['who is the caller of somebody else', byName('Kevin')],
    ['who is a technician', byName('Sam')],
    ['of part of a name', byName('Priya')],
    ['of a name with a pattern in it', byName('P%')],
    ['of an empty name', byName('')],
    ['of a conversation that is not there', { by: 'conversation', conversation: 'none', client }],
    ['of another client', { by: 'user', user: '29:priya', client: 'other' }],
  ] as const)
    it(`${what} is nobody`, async (test) => {
      assert.deepEqual(await findPerson(await stage(test), person), { kind: 'nobody' });
    });

  it('is not taken for somebody of the same name', async (test) => {
    const storage = await stage(test);
    await write(storage, 'teams-2', { client: 'main', id: '29:other', name: 'Priya Nair' });
    assert.deepEqual(await findPerson(storage, byName('Priya Nair')), {
      kind: 'several',
      users: ['29:priya', '29:other'],
      clients: ['main'],
    });
  });

  it('is not taken for somebody of the same name at another client', async (test) => {
    const storage = await stage(test);
    await write(storage, 'theirs', { client: 'other', id: '29:priya', name: 'Priya Nair' });
    const both = await findPerson(storage, byName('Priya Nair'));
    assert.deepEqual(both.kind === 'several' && both.clients.toSorted(), ['main', 'other']);
    const theirs = await findPerson(storage, byName('Priya Nair', 'other'));
    assert.deepEqual(theirs.kind === 'found' && theirs.traces.map((trace) => trace.conversation), ['theirs']);
  });

  it('is told who else wrote in the conversation', async (test) => {
    const storage = await stage(test);
    await write(storage, 'group', { client: 'main', id: '29:ann', name: 'Ann' }, ['Ann', 'Bob']);
    const found = await findPerson(storage, byName('Ann'));
    assert.ok(found.kind === 'found');
    assert.deepEqual(
      found.traces.flatMap((trace) => othersIn(trace, byName('Ann'))),
      ['Bob'],
    );
  });
});

async function stage(test: TestContext): Promise<SqliteStorage> {
  const storage = await openSqlite(':memory:');
  test.after(() => storage.close());
  await write(storage, 'teams', { client: 'main', id: '29:priya', name: 'Priya Nair' });
  for (const [id, user] of [
    ['web', 'dl_1'],
    ['silent', 'dl_2'],
  ] as const)
    await storage.createWebConversation({ id, user, client: 'main', createdAt: '2026-11-21T10:00:00.000Z' });
  await storage.commitTurn({ ...turnOf({ conversation: 'web' }), messages: [message('Jo Smith', 'staff')] });
  await storage.keepTeamsPerson({
    client: 'main',
    tenant: 't1',
    id: 'object-jo',
    user: '29:jo',
    name: 'Jo Hart',
    conversation: 'msteams/a:1',
    reference: {},
    language: 'en-GB',
    seenAt: '2026-11-21T10:00:00.000Z',
  });
  await storage.keepTeamsLogin('msteams/a:1', 'jo@example.org');
  const state = { opened: { reference: 'CC-9', person: { id: 'u9', name: null } } };
  await storage.commitTurn(turnOf({ conversation: 'state', state }));
  return storage;
}

async function write(
  storage: SqliteStorage,
  conversation: string,
  who: { client: string; id: string; name: string },
  writers: readonly string[] = [who.name],
): Promise<void> {
  const { client: of, ...person } = who;
  const brief = { person, caller: { claimed: 'Kevin' }, story: `${person.name} says hello` };
  const reference = { user: { ...person, aadObjectId: `aad-${person.id.slice(3)}` } };
  await storage.commitTurn({
    ...turnOf({ conversation, client: of, reference }),
    cases: [caseOf(conversation, { client: of, brief, technician: { id: 't1', name: 'Sam' } })],
    messages: [...writers.map((name) => message(name, 'staff')), message('Sam', 'technician')],
  });
}

function message(name: string, from: 'staff' | 'technician') {
  return { id: `m-${name}`, at: '2026-11-21T10:00:00.000Z', from, name, text: 'hello', files: [] } as const;
}
