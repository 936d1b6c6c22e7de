import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { DirectoryContent, StoredProposal } from '../../src/storage/directory-port.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';

const bank: DirectoryContent = {
  kind: 'number',
  name: 'Bank fraud line',
  authority: null,
  number: '+44 345 600 1234',
  login: null,
  deputy: null,
  source: 'the back of the company card',
  owner: 'finance lead',
  since: '2026-11-21',
  reviewBy: '2027-05-21',
  passphraseHash: null,
};
const audit = { at: '2026-11-22T09:00:00.000Z', who: 'p-2', what: 'x', about: 'e1', detail: {} };

function proposal(more: Partial<StoredProposal> = {}): StoredProposal {
  return {
    id: 'pr1',
    client: 'main',
    entry: 'e1',
    baseVersion: 0,
    after: bank,
    batch: 'b1',
    proposedBy: 'p-1',
    proposedByName: 'Jo Hart',
    proposedAt: '2026-11-22T08:00:00.000Z',
    ...more,
  };
}

async function open(context: TestContext) {
  const storage = await openSqlite(':memory:');
  context.after(() => storage.close());
  const add = (...all: StoredProposal[]): Promise<void> => storage.addProposals(all, []);
  const approve = (id: string, client = 'main', by = 'p-2') => storage.approveProposal(client, id, by, audit);
  return { storage, add, approve };
}

test('what was proposed is an entry once somebody else approved it, and is approved once', async (t) => {
  const { storage, add, approve } = await open(t);
  await add(proposal());
  assert.deepEqual(await storage.listEntries('main'), []);
  assert.deepEqual(await storage.listProposals('main'), [proposal()]);
  assert.equal(await approve('pr1'), 'approved');
  const signed = { proposedBy: 'p-1', approvedBy: 'p-2', approvedAt: audit.at };
  assert.deepEqual(await storage.readEntry('main', 'e1'), {
    id: 'e1',
    client: 'main',
    ...bank,
    version: 1,
    ...signed,
  });
  assert.deepEqual(await storage.listProposals('main'), []);
  assert.equal(await approve('pr1'), 'gone');
});

test('whoever proposed it cannot approve it, and nothing is written then', async (t) => {
  const { storage, add, approve } = await open(t);
  await add(proposal());
  await assert.rejects(approve('pr1', 'main', 'p-1'));
  assert.deepEqual(await storage.listEntries('main'), []);
  assert.equal((await storage.listProposals('main')).length, 1);
});

test('a change of what was changed since, or is gone, is outdated; a removal removes', async (t) => {
  const { storage, add, approve } = await open(t);
  const renamed = { ...bank, name: 'Bank' };
  await add(
    proposal(),
    proposal({ id: 'pr2', baseVersion: 1, after: renamed }),
    proposal({ id: 'pr3', baseVersion: 1, after: null }),
    proposal({ id: 'pr4', baseVersion: 2, after: null }),
    proposal({ id: 'pr5', baseVersion: 2, after: bank }),
  );
  assert.deepEqual(
    [await approve('pr2'), await approve('pr1'), await approve('pr2'), await approve('pr3')],
    ['outdated', 'approved', 'approved', 'outdated'],
  );
  assert.equal((await storage.readEntry('main', 'e1'))?.name, 'Bank');
  assert.deepEqual([await approve('pr4'), await approve('pr5')], ['approved', 'outdated']);
  assert.equal(await storage.readEntry('main', 'e1'), undefined);
  assert.equal(await storage.dropProposal('main', 'pr5', audit), true);
  assert.equal(await storage.dropProposal('main', 'pr5', audit), false);
});

for (const [what, one, other] of [
  ['a number, however spaced', bank, { ...bank, number: '+443456001234', name: 'Other' }],
  [
    'a sign-in, in any case',
    colleague({ login: 'jo@acme.example' }),
    colleague({ name: 'J', login: 'Jo@acme.example' }),
  ],
  ['a name and number, without a sign-in', colleague({}), colleague({ source: 'badge' })],
] as const)
  test(`a client holds ${what} once, and another client may hold it too`, async (t) => {
    const { storage, add, approve } = await open(t);
    await add(
      proposal({ after: one }),
      proposal({ id: 'pr2', entry: 'e2', after: other }),
      proposal({ id: 'pr3', entry: 'e3', after: other, client: 'harbour' }),
    );
    assert.deepEqual(
      [await approve('pr1'), await approve('pr2'), await approve('pr3', 'harbour')],
      ['approved', 'same', 'approved'],
    );
    assert.equal((await storage.listEntries('main')).length, 1);
  });

test('nothing of one client is reached through another', async (t) => {
  const { storage, add, approve } = await open(t);
  await add(proposal());
  assert.equal(await approve('pr1', 'harbour'), 'gone');
  assert.equal(await storage.dropProposal('harbour', 'pr1', audit), false);
  assert.equal(await approve('pr1'), 'approved');
  await add(proposal({ id: 'pr2', client: 'harbour', after: { ...bank, number: '159' } }));
  assert.equal(await approve('pr2', 'harbour'), 'outdated');
  assert.deepEqual(await storage.listEntries('harbour'), []);
  assert.equal(await storage.readEntry('harbour', 'e1'), undefined);
  assert.equal((await storage.readEntry('main', 'e1'))?.number, bank.number);
});

test('what is overdue is told of the clients that are asked for, the longest overdue first', async (t) => {
  const { storage, add, approve } = await open(t);
  await add(
    proposal({ after: { ...bank, reviewBy: '2027-02-02' } }),
    proposal({ id: 'pr2', entry: 'e2', client: 'harbour', after: { ...bank, reviewBy: '2027-02-01' } }),
    proposal({ id: 'pr3', entry: 'e3', after: { ...bank, number: '159', reviewBy: '2027-02-03' } }),
  );
  for (const [id, client] of [
    ['pr1', 'main'],
    ['pr2', 'harbour'],
    ['pr3', 'main'],
  ] as const)
    await approve(id, client);
  const late = async (...clients: string[]) =>
    (await storage.overdueEntries(clients, '2027-02-03')).map(({ id }) => id);
  assert.deepEqual(
    [await late('main', 'harbour'), await late('main'), await late()],
    [['e2', 'e1'], ['e1'], []],
  );
});

test('the audit log of an entry is read by those who look after its client', async (t) => {
  const { storage, add, approve } = await open(t);
  await add(proposal());
  await approve('pr1');
  const read = async (client: string) =>
    (await storage.readAudit({ clients: [client], reader: 'p-9', limit: 9 })).map(({ about }) => about);
  assert.deepEqual([await read('main'), await read('harbour')], [['e1'], []]);
});

function colleague(more: Partial<DirectoryContent>): DirectoryContent {
  return { ...bank, kind: 'colleague', name: 'Jo Hart', ...more };
}
