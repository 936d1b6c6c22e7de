import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDirectory } from '../../../src/handoff/directory/directory.ts';
import { holdOf } from '../../../src/handoff/directory/overlay.ts';
import { checkNumbers } from '../../../src/numbers/check.ts';
import type { StoredEntry } from '../../../src/storage/directory-port.ts';
import type { TeamsPerson } from '../../../src/storage/teams-port.ts';
import { tinyKnowledge } from '../../support/tiny-dialog.ts';

const upkeep = { source: 'the contract', owner: 'finance lead', since: '2026-11-21', reviewBy: '2027-05-21' };

function entry(more: Partial<StoredEntry>): StoredEntry {
  const empty = { authority: null, number: null, login: null, deputy: null, passphraseHash: null };
  const signed = { version: 1, proposedBy: 'p-1', approvedBy: 'p-2', approvedAt: '2026-11-21T09:00:00.000Z' };
  return { id: 'e1', client: 'main', kind: 'number', name: 'Bank', ...empty, ...upkeep, ...signed, ...more };
}

const colleague = (more: Partial<StoredEntry>): StoredEntry =>
  entry({ kind: 'colleague', name: 'Jo Hart', ...more });

function person(more: Partial<TeamsPerson>): TeamsPerson {
  return {
    client: 'main',
    tenant: 't1',
    id: 'aad-1',
    user: '29:1',
    name: 'Jo Hart',
    login: 'jo@acme.example',
    conversation: 'c1',
    reference: {},
    language: 'en-GB',
    reachable: 'yes',
    since: '2026-11-21T09:00:00.000Z',
    seenAt: '2026-11-21T09:00:00.000Z',
    ...more,
  };
}

test('somebody in the directory and in Teams is one colleague, by their sign-in', () => {
  const { colleagues } = holdOf(
    [colleague({ login: 'Jo@acme.example', passphraseHash: 'x' })],
    [person({ name: 'Hart, Jo' })],
  );
  assert.deepEqual(colleagues, [
    {
      id: 'e1',
      name: 'Jo Hart',
      deputy: undefined,
      number: undefined,
      teamsId: 'aad-1',
      hasPassphrase: true,
    },
  ]);
});

test('two of one name are two, and one who is only in Teams can be asked there', () => {
  const { colleagues } = holdOf([colleague({ login: 'other@acme.example' })], [person({})]);
  assert.deepEqual(
    colleagues.map(({ id, name, teamsId }) => [id, name, teamsId]),
    [
      ['e1', 'Jo Hart', undefined],
      ['teams-aad-1', 'Jo Hart', 'aad-1'],
    ],
  );
});

for (const reachable of ['removed', 'blocked', 'disabled'] as const)
  test(`whom the bot cannot write to (${reachable}) is not asked in Teams`, () => {
    const { colleagues } = holdOf([colleague({ login: 'jo@acme.example' })], [person({ reachable })]);
    assert.deepEqual(
      colleagues.map(({ teamsId }) => teamsId),
      [undefined],
    );
    assert.deepEqual(holdOf([], [person({ reachable })]).colleagues, []);
  });

test('a deputy counts while they are in the directory themselves', () => {
  const both = [colleague({ deputy: 'e2' }), colleague({ id: 'e2', name: 'Sam Ford' })];
  assert.deepEqual(
    holdOf(both, []).colleagues.map(({ deputy }) => deputy),
    ['e2', undefined],
  );
  assert.equal(holdOf(both.slice(0, 1), []).colleagues[0]?.deputy, undefined);
  assert.equal(holdOf([colleague({ deputy: 'e1' })], []).colleagues[0]?.deputy, undefined);
});

test('each client knows its own numbers and colleagues, beside what all share, and never those of another', async () => {
  const shared = { ...tinyKnowledge, directory: [{ name: 'Police', number: '101', ...upkeep }] };
  const entries: Record<string, StoredEntry[]> = {
    main: [entry({ number: '+44 345 600 1234' }), colleague({ id: 'e2', number: '+44 161 496 0123' })],
    harbour: [entry({ id: 'e3', client: 'harbour', name: 'Non-emergency police', number: '101' })],
  };
  const directory = createDirectory({
    storage: { listEntries: async (client) => entries[client] ?? [], listTeamsPeople: async () => [] },
    knowledge: () => shared,
    clients: ['main', 'harbour', 'empty'],
    log: { error: () => assert.fail() },
  });
  assert.equal(directory.knowledge('main'), shared);
  for (const client of ['main', 'harbour', 'empty']) await directory.refresh(client);
  const heldBy = (client: string): (string | undefined)[] =>
    ['0345 600 1234', '0161 496 0123', '101'].map(
      (number) =>
        checkNumbers(`we rang ${number} ourselves`, 'GB-ENG', directory.knowledge(client))[0]?.held?.name,
    );
  assert.deepEqual(heldBy('main'), ['Bank', 'Jo Hart', 'Police']);
  assert.deepEqual(heldBy('harbour'), [undefined, undefined, 'Non-emergency police']);
  assert.deepEqual(heldBy('empty'), [undefined, undefined, 'Police']);
  assert.deepEqual(directory.knowledge('harbour').colleagues, []);
  assert.equal(directory.knowledge('empty'), shared);
});

test('knowledge is the same object until something changed, so that nothing is indexed twice', async () => {
  let shared = tinyKnowledge;
  let entries = [entry({ number: '159' })];
  const directory = createDirectory({
    storage: { listEntries: async () => entries, listTeamsPeople: async () => [] },
    knowledge: () => shared,
    clients: ['main'],
    log: { error: () => assert.fail() },
  });
  await directory.refresh('main');
  const first = directory.knowledge('main');
  await directory.refresh('main');
  assert.equal(directory.knowledge('main'), first);
  entries = [entry({ number: '159', name: 'The bank' })];
  await directory.refresh('main');
  assert.equal(directory.knowledge('main').directory[0]?.name, 'The bank');
  shared = { ...tinyKnowledge, version: 'newer' };
  assert.equal(directory.knowledge('main').version, 'newer');
});
