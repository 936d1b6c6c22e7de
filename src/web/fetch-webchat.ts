import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extract } from 'tar';

/** The one release of Web Chat we serve. Both hashes are pinned, so nobody can swap the file on its way here. */
export const webChatRelease = {
  version: '4.18.1',
  tarballSha512: '7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg==',
  entry: 'package/dist/webchat.js',
  fileSha256: 'CmitCmT8BNYhGX2hDD7sD4Q+FvfQP2vL7Sm0dRfPm/8=',
} as const;

export type WebChatRelease = {
  version: string;
  tarballSha512: string;
  entry: string;
  fileSha256: string;
};

/** The bundle, or what happened, why it matters and what to do. */
export type WebChatBundle = { kind: 'ready'; script: Buffer } | { kind: 'missing'; reason: string };

/** Gets the tarball of that version into a folder and returns its path; throws when it cannot. */
export type PackTarball = (version: string, folder: string) => Promise<string>;

type Place = { folder: string; release: WebChatRelease; pack: PackTarball };

const here: Place = {
  folder: fileURLToPath(new URL('../../node_modules/.cache/callcheck/', import.meta.url)),
  release: webChatRelease,
  pack: packWithNpm,
};

/**
 * The official Web Chat script: from the cache when it is there, else taken once out of its npm tarball.
 * Never throws: without it the rest of the product still works, so the caller shows the reason instead.
 */
export async function fetchWebChat({ folder, release, pack }: Place = here): Promise<WebChatBundle> {
  const file = join(folder, `webchat-${release.version}.js`);
  const stored = await readGenuine(file, release);
  if (stored !== undefined) return { kind: 'ready', script: stored };
  try {
    await store(file, { folder, release, pack });
    const script = await readGenuine(file, release);
    if (script === undefined) throw new Error(`${file} could not be read back`);
    return { kind: 'ready', script };
  } catch (error) {
    return { kind: 'missing', reason: explainMissing(release, error) };
  }
}

/** The file when it is there and whole; a damaged or changed one counts as missing and is fetched again. */
async function readGenuine(file: string, release: WebChatRelease): Promise<Buffer | undefined> {
  const script = await readFile(file).catch(() => undefined);
  return script !== undefined && hash('sha256', script) === release.fileSha256 ? script : undefined;
}

async function store(file: string, { folder, release, pack }: Place): Promise<void> {
  const workshop = await mkdtemp(join(tmpdir(), 'callcheck-webchat-'));
  try {
    const tarball = await pack(release.version, workshop);
    refuseUnlike('The tarball', 'sha512', await readFile(tarball), release.tarballSha512);
    await extract({ file: tarball, cwd: workshop, strict: true }, [release.entry]);
    const unpacked = join(workshop, release.entry);
    refuseUnlike('The script inside', 'sha256', await readFile(unpacked), release.fileSha256);
    await mkdir(folder, { recursive: true });
    await moveInto(file, unpacked);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

function refuseUnlike(what: string, algorithm: 'sha256' | 'sha512', bytes: Buffer, expected: string): void {
  const found = hash(algorithm, bytes);
  if (found !== expected)
    throw new Error(`${what} is not the one we know: its ${algorithm} is ${found}, not ${expected}`);
}

function hash(algorithm: 'sha256' | 'sha512', bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('base64');
}

/** Copied beside its place first: a rename within one folder is the only move that cannot leave half a file. */
async function moveInto(file: string, source: string): Promise<void> {
  const beside = `${file}.${process.pid}`;
  await copyFile(source, beside);
  await rename(beside, file);
}

/** The user's own npm, so that their registry, proxy and sign-in settings hold. */
async function packWithNpm(version: string, folder: string): Promise<string> {
  const words = ['pack', `botframework-webchat@${version}`, '--silent', '--fetch-retries=1'];
  await promisify(execFile)('npm', [...words, '--pack-destination', folder], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    timeout: 120_000,
    // On Windows npm is a .cmd file, which only a shell can start; no word of the command comes from outside.
    shell: process.platform === 'win32',
  });
  return join(folder, `botframework-webchat-${version}.tgz`);
}

function explainMissing(release: WebChatRelease, error: unknown): string {
  const cause = error instanceof Error ? error.message.trim() : String(error);
  return [
    `Web Chat ${release.version} could not be taken from the npm registry. ${cause}`,
    'The chat page cannot open without it. The terminal chat and Teams work as usual.',
    'Check that npm can reach your registry (npm ping), then run: npm run postinstall',
  ].join('\n');
}

if (import.meta.main) {
  const bundle = await fetchWebChat();
  process.stdout.write(
    bundle.kind === 'ready' ? `Web Chat ${webChatRelease.version} is in place.\n` : `${bundle.reason}\n`,
  );
}
