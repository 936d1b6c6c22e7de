import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Role } from '../../../src/handoff/desk/api.ts';
import type { Viewer } from '../../../src/handoff/desk/access.ts';
import { Refusal } from '../../../src/handoff/desk/refusal.ts';
import { DecideRequest, GivenEntry, ProposeRequest } from '../../../src/handoff/directory/api.ts';
import { decide } from '../../../src/handoff/directory/decide.ts';
import { importCsv } from '../../../src/handoff/directory/import.ts';
import { listDirectory } from '../../../src/handoff/directory/list.ts';
import type { DirectoryDesk } from '../../../src/handoff/directory/options.ts';
import { hashPassphrase } from '../../../src/handoff/directory/passphrase.ts';
import { propose } from '../../../src/handoff/directory/propose.ts';
import { Settings } from '../../../src/settings/schema.ts';
import { openSqlite } from '../../../src/storage/sqlite.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

/** The real cost is a quarter of a second each. */
export const cheap = { N: 2, r: 1, p: 1 };

export const today = '2026-11-22';

/** A number that is in use, for tests that need another. */
export const bank = GivenEntry.parse({
  kind: 'number',
  name: 'Bank fraud line',
  number: '+44 345 600 1234',
  authority: 'office-supplier',
  source: 'the back of the company card',
  owner: 'finance lead',
  reviewBy: '2027-05-21',
});
export const jo = GivenEntry.parse({
  kind: 'colleague',
  name: 'Jo Hart',
  login: 'jo.hart@acme.example',
  source: 'the staff list',
  owner: 'HR',
  reviewBy: '2027-05-21',
});

export function viewer(name: string, role: Role = 'technician', clients: Viewer['clients'] = 'all'): Viewer {
  return { id: `p-${name}`, name, role, clients };
}
export const sam = viewer('Sam');
export const lee = viewer('Lee', 'lead');

type Change = ProposeRequest['change'];

/** Two clients with an empty directory each, on a real database. */
export async function raise(context: TestContext) {
  const storage = await openSqlite(':memory:');
  context.after(() => storage.close());
  const approved: string[] = [];
  const clock = { now: new Date(`${today}T12:00:00.000Z`) };
  const knowledge = await loadedKnowledge();
  const desk: DirectoryDesk = {
    storage,
    settings: Settings.parse({
      clients: [
        { id: 'main', name: 'Main' },
        { id: 'harbour', name: 'Harbour' },
      ],
    }),
    knowledge: () => knowledge,
    onApproved: async (client) => void approved.push(client),
    hashPassphrase: (passphrase) => hashPassphrase(passphrase, cheap),
    newId: randomUUID,
    now: () => clock.now,
  };
  const list = (client = 'main', who = lee) => listDirectory(desk, who, client);
  const ask = (change: Change, who = sam, client = 'main'): Promise<void> =>
    propose(desk, who, ProposeRequest.parse({ client, change }));
  const decideAll = async (decision: DecideRequest['decision'], who: Viewer, client = 'main') => {
    const open = await storage.listProposals(client);
    return await decide(desk, who, { client, proposals: open.map(({ id }) => id), decision });
  };
  return {
    desk,
    storage,
    approved,
    clock,
    list,
    ask,
    decideAll,
    /** Proposed by Sam and approved by Lee. */
    hold: async (given: GivenEntry, client = 'main') => {
      await ask({ kind: 'add', given }, sam, client);
      assert.deepEqual((await decideAll('approve', lee, client)).left, []);
      const entry = (await list(client)).entries.find(({ name }) => name === given.name);
      return entry ?? assert.fail('it is not held');
    },
    bring: (text: string | Uint8Array, client = 'main') =>
      importCsv(
        desk,
        client,
        { id: sam.id, name: sam.name },
        typeof text === 'string' ? Buffer.from(text) : text,
      ),
    audit: async () => await storage.readAudit({ clients: 'all', reader: '', limit: 50 }),
  };
}

/** Rejects as the desk does, with this code and words like these. */
export async function refused(attempt: Promise<unknown>, code: string, words: RegExp): Promise<void> {
  await assert.rejects(attempt, (error) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.failure.code, code);
    assert.match(error.message, words);
    return true;
  });
}
