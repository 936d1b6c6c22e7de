import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { sharedBrowser } from './browser.ts';

const folder = new URL('../../teams/', import.meta.url);
const artefacts = new URL('../../test-artefacts/', import.meta.url);
const icons = [
  { name: 'color', size: 192 },
  { name: 'outline', size: 32 },
] as const;

/** Of 255; browsers smooth edges a little differently. */
const mostOff = 12;

let browser: Browser;
before(async () => (browser = await sharedBrowser()));

for (const { name, size } of icons)
  test(`teams/${name}.png is what teams/${name}.svg shows`, async () => {
    const drawn = await draw(await readFile(new URL(`${name}.svg`, folder), 'utf8'), size);
    await mkdir(artefacts, { recursive: true });
    await writeFile(new URL(`teams-${name}.png`, artefacts), drawn);
    const [now, kept] = [drawn, await readFile(new URL(`${name}.png`, folder))].map((png) =>
      PNG.sync.read(png),
    );
    assert.deepEqual([kept?.width, kept?.height], [size, size]);
    const off = now?.data.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (kept?.data[at] ?? 0))),
      0,
    );
    assert.ok(
      (off ?? 255) <= mostOff,
      `copy test-artefacts/teams-${name}.png to teams/${name}.png after changing the drawing`,
    );
  });

/** The drawing in its own size on nothing at all, so that what is not drawn is see-through. */
async function draw(svg: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  return await page.screenshot({ omitBackground: true });
}
