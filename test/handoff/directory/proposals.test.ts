import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Viewer } from '../../../src/handoff/desk/access.ts';
import type { GivenEntry } from '../../../src/handoff/directory/api.ts';
import { decide } from '../../../src/handoff/directory/decide.ts';
import { importCsv } from '../../../src/handoff/directory/import.ts';
import { overdueHeld } from '../../../src/handoff/directory/list.ts';
import { createComparePassphrase } from '../../../src/handoff/directory/passphrase.ts';
import { bank, jo, lee, raise, refused, sam, viewer } from './stage.ts';

test('a number is held once a lead who did not propose it approved it, and the audit log says who did what', async (t) => {
  const { ask, list, decideAll, approved, audit } = await raise(t);
  await ask({ kind: 'add', given: bank });
  const waiting = await list();
  assert.deepEqual(waiting.entries, []);
  assert.deepEqual(
    waiting.proposals.map(({ change, by, mine, before, after }) => [change, by, mine, before, after?.number]),
    [['add', 'Sam', false, null, '+44 345 600 1234']],
  );
  assert.deepEqual(approved, []);
  assert.deepEqual(await decideAll('approve', lee), { done: 1, left: [] });
  const { entries, proposals, authorities } = await list();
  assert.equal(authorities.find(({ id }) => id === 'bank')?.name, 'Bank');
  assert.deepEqual(proposals, []);
  assert.deepEqual(
    entries.map(({ name, since, version, approvedBy }) => [name, since, version, approvedBy]),
    [['Bank fraud line', '2026-11-22', 1, 'p-Lee']],
  );
  assert.deepEqual(approved, ['main']);
  assert.deepEqual(
    (await audit()).map(({ who, what }) => [who, what]),
    [
      ['p-Lee', 'directory-approved'],
      ['p-Sam', 'directory-proposed'],
    ],
  );
});

test('nobody approves what they proposed, whatever their role, and it stays a proposal', async (t) => {
  const { ask, list, decideAll, approved } = await raise(t);
  await ask({ kind: 'add', given: bank }, lee);
  const { done, left } = await decideAll('approve', lee);
  assert.equal(done, 0);
  assert.match(left[0]?.why ?? '', /proposed this yourself/);
  const { entries, proposals } = await list();
  assert.deepEqual([entries.length, proposals.length, proposals[0]?.mine], [0, 1, true]);
  assert.deepEqual(approved, []);
});

test('a technician approves and refuses nothing, and takes back only their own', async (t) => {
  const { ask, list, decideAll } = await raise(t);
  await ask({ kind: 'add', given: bank });
  const kim = viewer('Kim');
  await refused(decideAll('approve', kim), 'not-allowed', /lead/);
  await refused(decideAll('refuse', kim), 'not-allowed', /lead/);
  assert.match((await decideAll('withdraw', kim)).left[0]?.why ?? '', /Only whoever proposed/);
  assert.equal((await list()).proposals.length, 1);
  assert.deepEqual(await decideAll('withdraw', sam), { done: 1, left: [] });
  assert.deepEqual((await list()).proposals, []);
});

test('a lead refuses, and a decision is made once', async (t) => {
  const { ask, list, desk, storage } = await raise(t);
  await ask({ kind: 'add', given: bank });
  const id = (await storage.listProposals('main'))[0]?.id ?? assert.fail();
  const request = { client: 'main', proposals: [id, id] };
  assert.deepEqual(await decide(desk, lee, { ...request, decision: 'refuse' }), { done: 1, left: [] });
  const { done, left } = await decide(desk, lee, { ...request, decision: 'approve' });
  assert.deepEqual([done, left.length], [0, 1]);
  assert.deepEqual((await list()).entries, []);
});

test('what comes from the command line is not approved under the name that was given there', async (t) => {
  const { desk, storage, decideAll } = await raise(t);
  const csv = `kind,name,number,source,owner,review by\nnumber,Bank,159,card,finance,2027-05-21\n`;
  await importCsv(desk, 'main', { id: 'console', name: ' lee' }, Buffer.from(csv));
  assert.equal((await decideAll('approve', lee)).done, 0);
  assert.equal((await decideAll('approve', viewer('Max', 'admin'))).done, 1);
  assert.equal((await storage.listEntries('main'))[0]?.proposedBy, 'console');
});

test('a change and a removal wait for a second person too, and until then what was held is held', async (t) => {
  const { ask, hold, list, decideAll } = await raise(t);
  const { id: entry, version } = await hold(bank);
  await ask({ kind: 'change', entry, version, given: { ...bank, number: '+44 345 600 5678' } });
  assert.equal((await list()).entries[0]?.number, '+44 345 600 1234');
  await refused(ask({ kind: 'remove', entry, version }), 'conflict', /waits for approval already/);
  assert.equal((await decideAll('approve', sam).catch(() => ({ done: 0 }))).done, 0);
  assert.equal((await decideAll('approve', lee)).done, 1);
  assert.equal((await list()).entries[0]?.number, '+44 345 600 5678');
  await refused(ask({ kind: 'remove', entry, version }), 'conflict', /changed this entry meanwhile/);
  await ask({ kind: 'remove', entry, version: 2 });
  assert.equal((await list()).entries.length, 1);
  assert.equal((await decideAll('approve', lee)).done, 1);
  assert.deepEqual((await list()).entries, []);
});

test('what has not changed stays: since when it is held, and how the number is spaced', async (t) => {
  const { ask, hold, list, decideAll } = await raise(t);
  const { id: entry, version } = await hold({ ...bank, since: '2026-01-02' });
  const given = { ...bank, number: '+443456001234', reviewBy: '2027-06-01' };
  await ask({ kind: 'change', entry, version, given });
  await decideAll('approve', lee);
  const [after] = (await list()).entries;
  assert.deepEqual(
    [after?.number, after?.since, after?.reviewBy],
    ['+44 345 600 1234', '2026-01-02', '2027-06-01'],
  );
});

test('another client’s entries and proposals are not there for whoever does not look after it', async (t) => {
  const { ask, hold, list, decideAll, desk, storage } = await raise(t);
  const { id: entry, version } = await hold(bank);
  await ask({ kind: 'remove', entry, version });
  const id = (await storage.listProposals('main'))[0]?.id ?? assert.fail();
  const stranger = viewer('Ola', 'admin', ['harbour']);
  for (const client of ['main', 'nowhere']) {
    await refused(list(client, stranger), 'not-found', /no client/);
    await refused(ask({ kind: 'add', given: bank }, stranger, client), 'not-found', /no client/);
    await refused(ask({ kind: 'remove', entry, version }, stranger, client), 'not-found', /no client/);
    await refused(decideAll('approve', stranger, client), 'not-found', /no client/);
  }
  assert.deepEqual((await list('harbour', stranger)).entries, []);
  await refused(ask({ kind: 'remove', entry, version }, stranger, 'harbour'), 'not-found', /no entry/);
  const through = await decide(desk, stranger, { client: 'harbour', proposals: [id], decision: 'approve' });
  assert.equal(through.done, 0);
  assert.equal((await storage.listEntries('main')).length, 1);
});

const wrong = [
  ['a number that rings nowhere', { ...bank, number: '+44 345 600 12345' }, /no number that can be rung/],
  [
    'a number without its country',
    { ...bank, number: '0345 600 1234' },
    /no country code.*\+44 345 600 1234/,
  ],
  ['a number without a plus', { ...bank, number: '443456001234' }, /no plus/],
  ['what a spreadsheet made of a number', { ...bank, number: '4.43456E+11' }, /spreadsheet/],
  ['words for a number', { ...bank, number: 'ring reception' }, /no telephone number/],
  ['no number', { ...bank, number: '' }, /Number: it is empty/],
  ['no source', { ...bank, source: ' ' }, /Where from: it is empty/],
  ['no owner', { ...bank, owner: '' }, /Owner: it is empty/],
  ['no name', { ...bank, name: '' }, /Name: it is empty/],
  ['an authority that nobody wrote down', { ...bank, authority: 'office-suplier' }, /office-supplier/],
  ['a review that has passed', { ...bank, reviewBy: '2026-11-22' }, /has passed/],
  ['a review in years', { ...bank, reviewBy: '2027-11-23' }, /more than a year/],
  ['a day that is none', { ...bank, reviewBy: '2027-02-30' }, /is no day/],
  ['a day as others write it', { ...bank, since: '21/11/2026' }, /is no day.*2027-05-21/],
  ['a day to come', { ...bank, since: '2026-11-23' }, /still to come/],
  ['a formula', { ...bank, name: '=HYPERLINK("http://evil.example")' }, /begins like a formula/],
  ['a hidden direction', { ...bank, name: 'Bank \u202Eline' }, /cannot be seen/],
  ['a name without end', { ...bank, name: 'a'.repeat(81) }, /81 characters/],
  ['a number with a sign-in', { ...bank, login: 'a@b.example' }, /has a sign-in/],
  ['a number with a deputy', { ...bank, deputy: 'x' }, /has a deputy/],
  ['a number with a passphrase', { ...bank, passphrase: 'blue kettle tuesday' }, /Only a colleague/],
  ['a colleague whom nobody can reach', { ...jo, login: '' }, /neither a number nor a sign-in/],
  ['a sign-in that is none', { ...jo, login: 'jo' }, /no sign-in/],
  ['a colleague with an authority', { ...jo, authority: 'office-supplier' }, /has an authority/],
  ['a deputy who is not there', { ...jo, deputy: 'nobody' }, /must be another colleague/],
  ['a short passphrase', { ...jo, passphrase: 'ab 1 - - - - - - - -' }, /easy to guess/],
] as const satisfies readonly (readonly [string, GivenEntry, RegExp])[];
test('what is wrong is refused in words that say what to do, and nothing is proposed', async (t) => {
  const { ask, storage } = await raise(t);
  for (const [what, given, words] of wrong)
    await t.test(what, () => refused(ask({ kind: 'add', given }), 'not-understood', words));
  assert.deepEqual(await storage.listProposals('main'), []);
});

test('the same number or person is not proposed twice, and another client may have it', async (t) => {
  const { ask, hold } = await raise(t);
  await hold(bank);
  const again = { ...bank, name: 'Other', number: '+443456001234' };
  await refused(ask({ kind: 'add', given: again }), 'conflict', /already, as "Bank fraud line"/);
  await ask({ kind: 'add', given: jo });
  await refused(
    ask({ kind: 'add', given: { ...jo, login: 'JO.HART@acme.example' } }),
    'conflict',
    /waits for approval/,
  );
  await ask({ kind: 'add', given: again }, sam, 'harbour');
});

test('a passphrase is kept as a hash, shown to nobody, and stays until it is changed or taken away', async (t) => {
  const { ask, hold, list, decideAll, storage, audit } = await raise(t);
  const { id: entry } = await hold({ ...jo, passphrase: 'Blue kettle, Tuesday' });
  const fits = createComparePassphrase(storage);
  const change = async (version: number, more: Partial<GivenEntry>): Promise<void> => {
    await ask({ kind: 'change', entry, version, given: { ...jo, ...more } });
    assert.equal((await decideAll('approve', lee)).done, 1);
  };
  await change(1, { owner: 'Reception' });
  assert.equal((await list()).entries[0]?.hasPassphrase, true);
  assert.equal(await fits('main', entry, 'blue kettle tuesday'), true);
  await change(2, { passphrase: '' });
  assert.equal((await list()).entries[0]?.hasPassphrase, false);
  assert.equal(await fits('main', entry, 'blue kettle tuesday'), false);
  const told = JSON.stringify([await list(), await audit()]);
  assert.doesNotMatch(told, /kettle|scrypt/i);
  assert.match(told, /"passphrase":"gone"/);
});

test('an entry whose day of review has passed is marked, and told to those who look after the client', async (t) => {
  const { hold, list, clock, desk } = await raise(t);
  await hold(bank);
  await hold(jo, 'harbour');
  clock.now = new Date('2027-05-21T12:00:00.000Z');
  assert.equal((await list()).entries[0]?.overdue, false);
  assert.deepEqual(await overdueHeld(desk, lee), []);
  clock.now = new Date('2027-05-22T12:00:00.000Z');
  assert.equal((await list()).entries[0]?.overdue, true);
  const titles = async (who: Viewer) => (await overdueHeld(desk, who)).map(({ title }) => title);
  assert.deepEqual(await titles(lee), ['Bank fraud line (Main)', 'Jo Hart (Harbour)']);
  assert.deepEqual(await titles(viewer('Ola', 'lead', ['harbour'])), ['Jo Hart']);
});
