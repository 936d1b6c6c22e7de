import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { run, type Outcome } from '../../src/cli/directory.ts';
import { makeFolder } from '../knowledge/folder.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';

const head = 'kind,name,number,source,owner,review by';
const inMonths = (months: number): string => {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() + months, 15);
  return day.toISOString().slice(0, 10);
};
const line = `number,Bank,+44 345 600 1234,the card,finance,${inMonths(6)}`;

async function inFolder(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-directory-'));
  context.after(() => rm(folder, { recursive: true }));
  const knowledge = await makeFolder(context);
  const path = join(folder, 'held.csv');
  const open = () => openSqlite(join(folder, 'callcheck.sqlite'));
  return {
    path,
    write: (text: string) => writeFile(path, text),
    directory: (...args: string[]): Promise<Outcome> =>
      run(args, { DATA_DIR: folder, KNOWLEDGE_DIR: knowledge }),
    approve: async () => {
      const storage = await open();
      const at = '2026-11-22T09:00:00.000Z';
      for (const { id, entry } of await storage.listProposals('main'))
        await storage.approveProposal('main', id, 'p-2', {
          at,
          who: 'p-2',
          what: 'x',
          about: entry,
          detail: {},
        });
      await storage.close();
    },
  };
}

describe('the command directory', () => {
  it('proposes a file under the name that is given, and lists what was approved at the desk', async (t) => {
    const { path, write, directory, approve } = await inFolder(t);
    await write(`${head}\n${line}\n`);
    assert.match((await directory('list')).text, /^Nothing is held for main yet/);
    const proposed = await directory('import', path, '--by', 'Jo Hart');
    assert.deepEqual([proposed.status, /1 new, 0 changed, 0 the same/.test(proposed.text)], [0, true]);
    assert.match((await directory('list')).text, /^Nothing is held.*\n1 waiting for approval/);
    await approve();
    assert.equal(
      (await directory('list')).text,
      `number  "Bank"  +44 345 600 1234, owner finance, review by ${inMonths(6)}\n`,
    );
    assert.match((await directory('overdue')).text, /^Nothing of main is overdue on 20/);
  });

  it('tells each faulty line as path:line: what · why · fix, and proposes nothing', async (t) => {
    const { path, write, directory } = await inFolder(t);
    await write(`${head}\n${line}\n${line.replace('+44 345 600 1234', '0345 600 1234')}\n`);
    const { status, text } = await directory('import', path, '--by', 'Jo Hart');
    assert.equal(status, 1);
    assert.ok(text.startsWith(`${path}:3: number: "0345 600 1234" has no country code · `), text);
    assert.doesNotMatch((await directory('list')).text, /waiting/);
  });

  for (const [what, args, told] of [
    ['no command', [], /npm run -s directory/],
    ['another command', ['approve'], /npm run -s directory/],
    ['a file without a name of who brings it', ['import', 'x.csv'], /--by/],
    ['a name of nobody', ['import', 'x.csv', '--by', ' '], /--by/],
    ['a file that is not there', ['import', '/nowhere/x.csv', '--by', 'Jo'], /cannot be read/],
    ['a client that is none', ['list', '--client', 'nobody'], /no client.*choose from main/],
    ['an option that is none', ['list', '--all'], /npm run -s directory/],
  ] as const)
    it(`refuses ${what}, and says what to do`, async (t) => {
      const { directory } = await inFolder(t);
      const { status, text } = await directory(...args);
      assert.equal(status, 1);
      assert.match(text, told);
    });
});
