import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { run, type Outcome } from '../../../src/cli/privacy.ts';
import { createFileStore } from '../../../src/handoff/files.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite.ts';
import { caseOf, turnOf } from '../../storage/samples.ts';
import { bytesOf } from '../../support/file-bytes.ts';

const whom = ['--case', 'cc-1', '--by', 'Dana'];

describe('privacy export', () => {
  it('writes all that is kept of somebody, with their files, for this account alone', async (test) => {
    const stage = await begin(test);
    const to = join(stage.folder, 'out');
    const { status, text } = await stage.run('export', ...whom, '--to', to);
    assert.deepEqual([status, text.split('\n')[0]], [0, 'Conversations: 1, cases: 1, files: 1'], text);
    const written: unknown = JSON.parse(await readFile(join(to, 'person.json'), 'utf8'));
    const all = JSON.stringify(written);
    for (const kept of [
      'He wanted a code',
      'Priya Nair',
      'call-1',
      'TICKET-7',
      'opened',
      'screen.png',
      'web words',
    ])
      assert.ok(all.includes(kept), kept);
    assert.ok(!all.includes('somebody else'));
    const [file = ''] = await readdir(join(to, 'files'));
    assert.match(file, /-screen\.png$/);
    assert.deepEqual(await readFile(join(to, 'files', file)), bytesOf('png'));
    for (const path of ['person.json', 'files', join('files', file)])
      assert.equal((await stat(join(to, path))).mode & 0o077, 0, path);
    assert.deepEqual(await stage.audit(), [['Dana', 'exported', 'CC-1']]);
  });

  it('mixes nothing with what is in a folder', async (test) => {
    const stage = await begin(test);
    const { status, text } = await stage.run('export', ...whom, '--to', stage.folder);
    assert.deepEqual([status, /is not empty/.test(text)], [1, true]);
  });
});

describe('privacy erase', () => {
  it('shows first what would go, and where copies are', async (test) => {
    const stage = await begin(test);
    const { status, text } = await stage.run('erase', ...whom);
    assert.equal(status, 0);
    for (const line of [
      /^Conversations: c1$/m,
      /^Cases: CC-1$/m,
      /^Files: 1$/m,
      /halo holds ticket TICKET-7 of case CC-1/,
      /Nothing was erased\. Add --yes/,
    ])
      assert.match(text, line);
    await stage.look(async (storage) => assert.notEqual(await storage.readCase('CC-1'), undefined));
  });

  it('leaves a stub that says who did it and how much, and nothing of the person', async (test) => {
    const stage = await begin(test);
    const { status, text } = await stage.run('erase', ...whom, '--yes');
    assert.equal(status, 0);
    assert.match(text, /Erased: .*1 cases/);
    const [first, second] = await stage.audit();
    assert.deepEqual([first?.[0], first?.[1], second], ['Dana', 'erased', ['Dana', 'erased', 'CC-1']]);
    await stage.look(async (storage) => {
      assert.equal(await storage.readCase('CC-1'), undefined);
      assert.equal(await storage.readConversation('c1'), undefined);
      assert.deepEqual(await storage.callsOf('CC-1'), []);
      assert.notEqual(await storage.readCase('CC-2'), undefined, 'somebody else’s case stays');
    });
    assert.deepEqual(await readdir(join(stage.data, 'files')), []);
    const database = await readFile(join(stage.data, 'callcheck.sqlite'), 'latin1');
    for (const gone of ['Priya Nair', 'He wanted a code', 'web words', 'screen.png'])
      assert.ok(!database.includes(gone), gone);
  });

  it('refuses while a case is open', async (test) => {
    const stage = await begin(test, 'waiting');
    const { status, text } = await stage.run('erase', ...whom, '--yes');
    assert.deepEqual([status, /Still open: CC-1/.test(text)], [1, true]);
    await stage.look(async (storage) => assert.notEqual(await storage.readCase('CC-1'), undefined));
  });
});

describe('privacy purge', () => {
  it('deletes what is old and says how much', async (test) => {
    const stage = await begin(test);
    assert.deepEqual(await stage.run('purge'), { status: 0, text: 'Deleted: none.\n' });
    await stage.look(async (storage) => {
      await storage.addAudit({ at: '2001-01-01T00:00:00.000Z', who: 'a', what: 'b', about: 'c', detail: {} });
    });
    assert.deepEqual(await stage.run('purge'), { status: 0, text: 'Deleted: 1 audit.\n' });
  });
});

describe('privacy', () => {
  for (const args of [
    [],
    ['forget'],
    ['erase'],
    ['erase', '--case', 'CC-1'],
    ['erase', '--by', 'Dana'],
    ['erase', '--case', 'CC-1', '--user', 'u1', '--by', 'Dana'],
    ['erase', '--name', ' ', '--by', 'Dana'],
    ['export', '--case', 'CC-1', '--by', 'Dana'],
    ['erase', '--everybody'],
  ])
    it(`explains itself when asked "${args.join(' ')}"`, async (test) => {
      const stage = await begin(test);
      const { status, text } = await stage.run(...args);
      assert.deepEqual([status, text.startsWith('npm run -s privacy')], [1, true], text);
    });

  it('says when nothing is kept', async (test) => {
    const stage = await begin(test);
    const { status, text } = await stage.run('erase', '--name', 'Nobody', '--by', 'Dana', '--yes');
    assert.deepEqual([status, text.startsWith('Nothing is kept of them')], [1, true]);
  });
});

type Stage = {
  folder: string;
  data: string;
  run(...args: string[]): Promise<Outcome>;
  look(work: (storage: SqliteStorage) => Promise<unknown>): Promise<void>;
  audit(): Promise<[string, string, string][]>;
};

/** One person with a closed case, a file, a ticket and a call record, and somebody else. */
async function begin(test: TestContext, status: 'closed' | 'waiting' = 'closed'): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-privacy-'));
  const data = join(folder, 'data');
  test.after(() => rm(folder, { recursive: true }));
  const look: Stage['look'] = async (work) => {
    const storage = await openSqlite(join(data, 'callcheck.sqlite'));
    try {
      await work(storage);
    } finally {
      await storage.close();
    }
  };
  await look(async (storage) => {
    await tell(storage, 'c1', 'CC-1', 'Priya Nair', status);
    await tell(storage, 'c2', 'CC-2', 'somebody else', status);
    await addTrimmings(storage, join(data, 'files'));
  });
  return {
    folder,
    data,
    run: (...args) => run(args, { DATA_DIR: data }),
    look,
    audit: async () => {
      let rows: [string, string, string][] = [];
      await look(async (storage) => {
        const read = await storage.readAudit({ clients: 'all', reader: '', limit: 10 });
        rows = read.toReversed().map(({ who, what, about }) => [who, what, about]);
      });
      return rows;
    },
  };
}

async function tell(
  storage: SqliteStorage,
  conversation: string,
  id: string,
  name: string,
  status: 'closed' | 'waiting',
): Promise<void> {
  const at = new Date().toISOString();
  const story = id === 'CC-1' ? 'He wanted a code' : 'Another story';
  const brief = { person: { id: `u-${id}`, name }, story };
  const closedAt = status === 'closed' ? at : null;
  await storage.commitTurn({
    ...turnOf({ conversation, at, reference: { user: { id: `u-${id}`, name } } }),
    cases: [caseOf(conversation, { id, openedAt: at, brief, status, closedAt })],
    caseEvents: [{ case: id, event: { at, kind: 'opened', by: 'bot', detail: brief } }],
    messages: [{ id: 'm1', at, from: 'staff', name, text: story, files: [] }],
  });
}

async function addTrimmings(storage: SqliteStorage, folder: string): Promise<void> {
  const at = new Date().toISOString();
  await storage.createWebConversation({ id: 'c1', user: 'dl_1', client: 'main', createdAt: at });
  const words = {
    conversation: 'c1',
    id: 'w1',
    clientId: undefined,
    at,
    from: 'user',
    body: 'web words',
  } as const;
  await storage.logActivity(words);
  await storage.keepTicket({ case: 'CC-1', target: 'halo', reference: 'TICKET-7', url: null, state: 'open' });
  const unknown = { number: null, endedAt: null, extension: null, person: null, recording: null };
  const call = { ...unknown, id: 'r1', key: 'k', call: 'call-1', direction: 'inbound' } as const;
  await storage.keepCall({ ...call, client: 'main', startedAt: at, receivedAt: at });
  const found = (await storage.readCase('CC-1')) ?? assert.fail('no case');
  const nothing = { caseEvents: [], outbox: [], audit: [] };
  assert.equal(await storage.attachCall('r1', { ...found, readVersion: found.version }, nothing), 'attached');
  const limits = { maxBytes: 10_000, maxPerConversation: 5 };
  const files = createFileStore({ folder, storage, limits, now: () => new Date() });
  const sent = { conversation: 'c1', client: 'main', name: 'screen.png', by: 'Priya Nair' };
  assert.equal((await files.keep({ ...sent, bytes: bytesOf('png') })).kind, 'kept');
}
