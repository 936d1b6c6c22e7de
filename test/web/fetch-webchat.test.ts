import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { create } from 'tar';
import { fetchWebChat, type PackTarball, type WebChatRelease } from '../../src/web/fetch-webchat.ts';

const script = 'window.WebChat = {};';
let work: string;
let folder: string;
let release: WebChatRelease;
let packed: number;
let pack: PackTarball;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'callcheck-test-'));
  folder = join(work, 'cache');
  const tarball = await makeTarball();
  packed = 0;
  pack = async (_version, into) => {
    packed += 1;
    await writeFile(join(into, 'one.tgz'), tarball);
    return join(into, 'one.tgz');
  };
  release = {
    version: '1.0.0',
    tarballSha512: hash('sha512', tarball),
    entry: 'package/dist/webchat.js',
    fileSha256: hash('sha256', Buffer.from(script)),
  };
});
afterEach(() => rm(work, { recursive: true, force: true }));

async function makeTarball(): Promise<Buffer> {
  await mkdir(join(work, 'package/dist'), { recursive: true });
  await writeFile(join(work, 'package/dist/webchat.js'), script);
  await writeFile(join(work, 'package/dist/other.js'), 'not wanted');
  await create({ file: join(work, 'made.tgz'), cwd: work, gzip: true }, ['package']);
  return readFile(join(work, 'made.tgz'));
}

async function failOffline(): Promise<string> {
  throw new Error('npm error code ENOTFOUND');
}

function hash(algorithm: 'sha256' | 'sha512', bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('base64');
}

test('takes the one file out of the tarball and keeps it', async () => {
  const bundle = await fetchWebChat({ folder, release, pack });
  assert.deepEqual(bundle, { kind: 'ready', script: Buffer.from(script) });
  assert.deepEqual(await readdir(folder), ['webchat-1.0.0.js']);
});

test('does not ask npm again for a file that is there', async () => {
  await fetchWebChat({ folder, release, pack });
  await fetchWebChat({ folder, release, pack });
  assert.equal(packed, 1);
});

test('fetches a damaged file again', async () => {
  await fetchWebChat({ folder, release, pack });
  await writeFile(join(folder, 'webchat-1.0.0.js'), 'half a fi');
  const bundle = await fetchWebChat({ folder, release, pack });
  assert.equal(bundle.kind, 'ready');
  assert.equal(packed, 2);
});

const refusals: readonly { why: string; change: Partial<WebChatRelease>; says: RegExp }[] = [
  {
    why: 'a tarball with another hash',
    change: { tarballSha512: 'AAAA' },
    says: /tarball is not the one we know/,
  },
  { why: 'a script with another hash', change: { fileSha256: 'AAAA' }, says: /script inside is not the one/ },
  { why: 'a tarball without the file', change: { entry: 'package/none.js' }, says: /none\.js/ },
];
for (const { why, change, says } of refusals) {
  test(`refuses ${why} and stores nothing`, async () => {
    const bundle = await fetchWebChat({ folder, release: { ...release, ...change }, pack });
    assert.ok(bundle.kind === 'missing');
    assert.match(bundle.reason, says);
    await assert.rejects(readdir(folder));
  });
}

test('says what happened, why it matters and what to do when npm cannot reach the registry', async () => {
  const bundle = await fetchWebChat({ folder, release, pack: failOffline });
  assert.ok(bundle.kind === 'missing');
  const [what, why, remedy] = bundle.reason.split('\n');
  assert.match(what ?? '', /could not be taken.*ENOTFOUND/);
  assert.match(why ?? '', /cannot open without it/);
  assert.match(remedy ?? '', /npm run postinstall/);
});
