import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import sparticuz, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const cache = fileURLToPath(new URL('../../node_modules/.cache/callcheck/', import.meta.url));
const unpacked = join(cache, 'chromium-153.0.0');

/** Our own flags: the package's defaults switch web security off, and then no policy would be tested. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

let opened: Promise<Browser> | undefined;
after(async () => await (await opened)?.close());

/** One for all test files of this process; `visit` gives each test a profile of its own. It ends with the last test. */
export async function sharedBrowser(): Promise<Browser> {
  const browser = await (opened ??= launchBrowser());
  return browser.isConnected() ? browser : await (opened = launchBrowser());
}

/** A real Chromium: the one named by CALLCHECK_BROWSER, else the one that npm brought. No system package is needed. */
async function launchBrowser(): Promise<Browser> {
  const named = process.env['CALLCHECK_BROWSER'];
  if (named !== undefined && named !== '') return chromium.launch({ executablePath: named, args });
  await unpackOnce();
  const executablePath = join(unpacked, 'chromium');
  const env = { ...process.env, FONTCONFIG_FILE: await describeFonts() };
  try {
    return await chromium.launch({ executablePath, args, env });
  } catch (error) {
    if (!String(error).includes('shared libraries')) throw error;
    // A bare container lacks libnss3 and its like; the package carries them.
    const libraries = await inTemporaryFolder(unpacked, () => inflate(packed('al2023.tar.br')));
    const withLibraries = { ...env, LD_LIBRARY_PATH: join(libraries, 'lib') };
    return chromium.launch({ executablePath, args, env: withLibraries });
  }
}

/** Unpacked beside its place and then renamed: test files run side by side, and none may see half a browser. */
async function unpackOnce(): Promise<void> {
  if (await exists(unpacked)) return;
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${unpacked}-`);
  await inTemporaryFolder(beside, () => sparticuz.executablePath());
  await rename(beside, unpacked).catch(async (error: unknown) => {
    await rm(beside, { recursive: true, force: true });
    if (!(await exists(unpacked))) throw error;
  });
}

/** The package's own description of its fonts names folders of a cloud service; without a font there is no text at all. */
async function describeFonts(): Promise<string> {
  const file = join(unpacked, 'fonts.conf');
  const folders = [join(unpacked, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`);
  const cacheFolder = `<cachedir>${join(unpacked, 'font-cache')}</cachedir>`;
  await writeFile(file, `<?xml version="1.0"?><fontconfig>${folders.join('')}${cacheFolder}</fontconfig>`);
  return file;
}

/** The package unpacks into the temporary folder, whichever that is. */
async function inTemporaryFolder<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

function packed(name: string): string {
  return join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin', name);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
