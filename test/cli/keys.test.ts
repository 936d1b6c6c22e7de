import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { run, type Outcome } from '../../src/cli/keys.ts';
import { isSecretOf, readToken } from '../../src/server/api/key.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';

async function inFolder(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-keys-'));
  context.after(() => rm(folder, { recursive: true }));
  return {
    keys: (...args: string[]): Promise<Outcome> => run(args, { DATA_DIR: folder }),
    kept: async () => {
      const storage = await openSqlite(join(folder, 'callcheck.sqlite'));
      const kept = {
        keys: await storage.listKeys(),
        audit: await storage.readAudit({ clients: 'all', reader: '', limit: 9 }),
      };
      await storage.close();
      return kept;
    },
  };
}

describe('the command keys', () => {
  it('makes a key that is shown once, lists it without its secret, and revokes it', async (t) => {
    const { keys, kept } = await inFolder(t);
    assert.match((await keys('list')).text, /no keys yet/);
    const made = await keys(
      'add',
      'Telephone  system',
      '--scopes',
      'calls:write, assess',
      '--client',
      'acme',
    );
    assert.equal(made.status, 0);
    const token = readToken(made.text.split('\n')[0] ?? '') ?? assert.fail(made.text);
    const [key] = (await kept()).keys;
    assert.deepEqual(
      [key?.id, key?.name, key?.client, key?.scopes],
      [token.id, 'Telephone system', 'acme', ['calls:write', 'assess']],
    );
    assert.ok(isSecretOf(token.secret, key?.secretHash ?? ''));
    const listed = (await keys('list')).text;
    assert.match(
      listed,
      new RegExp(`^${token.id}  acme  calls:write,assess  "Telephone system".*never used\n$`),
    );
    assert.ok(!listed.includes(token.secret));
    assert.equal((await keys('revoke', token.id)).status, 0);
    assert.equal((await keys('revoke', token.id)).status, 1);
    assert.match((await keys('list')).text, /revoked 20/);
    assert.deepEqual(
      (await kept()).audit.map(({ who, what, about }) => [who, what, about]),
      [
        ['console', 'key-revoked', token.id],
        ['console', 'key-added', token.id],
      ],
    );
  });

  for (const [name, args] of [
    ['no command', []],
    ['a key without a name', ['add']],
    ['a key without scopes', ['add', 'PBX']],
    ['a scope that is none', ['add', 'PBX', '--scopes', 'everything']],
    ['scopes without a value', ['add', 'PBX', '--scopes']],
    ['a client that is none', ['add', 'PBX', '--scopes', 'assess', '--client', 'A B']],
    ['a revocation of nothing', ['revoke']],
    ['a revocation of nobody', ['revoke', 'nobody']],
  ] as const)
    it(`refuses ${name}, and says what to do`, async (t) => {
      const { keys, kept } = await inFolder(t);
      const { status, text } = await keys(...args);
      assert.equal(status, 1);
      assert.match(text, /npm run -s keys|choose from|such as main/);
      assert.deepEqual((await kept()).keys, []);
    });

  it('tells what is wrong with the settings', async () => {
    const { status, text } = await run(['list'], { PORT: 'x' });
    assert.deepEqual([status, text.startsWith('PORT')], [1, true]);
  });
});

describe('a key', () => {
  for (const token of [
    '',
    'cck_',
    'cck_0123456789_',
    `cck_0123456789_${'a'.repeat(42)}`,
    `cck_0123456789_${'a'.repeat(44)}`,
    `x cck_0123456789_${'a'.repeat(43)}`,
    `cck_0123456789_${'a'.repeat(43)}\n`,
  ])
    it(`is not ${JSON.stringify(token)}`, () => assert.equal(readToken(token), undefined));
});
