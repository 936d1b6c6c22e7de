import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { sharedBrowser } from './browser.ts';
import { sharedServer, type TestServer } from './server.ts';
import * as see from './visit.ts';

let browser: Browser;
let server: TestServer;
let axe: string;
before(async () => {
  axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  [browser, server] = await Promise.all([sharedBrowser(), sharedServer()]);
});

const box = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search' });
const found = (page: Page): Locator => page.locator('#found .entry');
const titles = (page: Page): Locator => page.locator('.entry h3:visible');
const open = (options?: Parameters<typeof see.visit>[2], rest = '') =>
  see.visit(browser, `${server.address}/knowledge${rest}`, options);

suite('search', () => {
  const wanted: readonly [words: string, title: RegExp][] = [
    ['microsft', /Microsoft/],
    ['cable man from openreach', /Openreach/],
    ['hmrc arrest', /HMRC|tax/i],
    ['withheld number', /The number was hidden/],
  ];
  for (const [words, title] of wanted)
    test(`for "${words}" puts the right entry first, and says how many there are`, async () => {
      const { page, complaints, end } = await open();
      await box(page).fill(words);
      await found(page).first().waitFor();
      assert.match((await titles(page).first().textContent()) ?? '', title);
      assert.match((await page.getByRole('status').textContent()) ?? '', /entr(?:y|ies) fits?/);
      assert.deepEqual(complaints, []);
      await end();
    });

  test('that finds nothing says so, and everything is back in its place after', async () => {
    const { page, end } = await open();
    const atFirst = await titles(page).allTextContents();
    await box(page).fill('parcel');
    await found(page).first().waitFor();
    await box(page).fill('zzqxw');
    await page.getByText('Nothing fits “zzqxw”').waitFor();
    assert.equal(await titles(page).count(), 0);
    await box(page).press('Escape');
    await titles(page).first().waitFor();
    assert.deepEqual(await titles(page).allTextContents(), atFirst);
    await end();
  });

  test('can be linked to', async () => {
    const { page, end } = await open(see.desktop, '?q=parcel');
    assert.ok((await found(page).count()) > 0);
    await end();
  });
});

test('a region shows what counts there, and what counts everywhere', async () => {
  const { page, end } = await open();
  await page.getByLabel('Region').selectOption({ label: 'Singapore' });
  const regions = await page
    .locator('.entry:not([hidden])')
    .evaluateAll((entries) => entries.map((entry) => entry.getAttribute('data-regions') ?? ''));
  assert.ok(regions.some((codes) => codes.includes('SG')));
  assert.deepEqual(
    regions.filter((codes) => !/\bSG\b|\*/.test(codes)),
    [],
  );
  await end();
});

test('the reason of an answer leads from the chat to its entry, opened and in view', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address);
  await see.tell(page, see.decisiveStory);
  const card = see.stopCards(page);
  await card.waitFor();
  const [entry] = await Promise.all([
    page.context().waitForEvent('page'),
    card.getByText('Read more about this').click(),
  ]);
  await entry.waitForLoadState();
  const { pathname, hash } = new URL(entry.url());
  assert.equal(pathname, '/knowledge');
  const body = entry.locator(`[id="${hash.slice(1)}"]`);
  assert.ok(await body.isVisible());
  const summary = await entry.locator(`.entry:has([id="${hash.slice(1)}"]) > summary`).boundingBox();
  assert.ok(summary !== null && summary.y >= 0 && summary.y < 400, `the title is at ${summary?.y}`);
  assert.deepEqual(complaints, []);
  await see.keepScreenshot(page, 'reason-link');
  await see.keepScreenshot(entry, 'reason-entry');
  await end();
});

for (const options of [see.desktop, see.phone])
  test(`a link from outside shows the title of its entry (${options.viewport?.width} wide)`, async () => {
    const { page, end } = await open(options, '#scam-toner-office-supplies');
    const summary = page.locator('.entry:has(#scam-toner-office-supplies) > summary');
    const [tools, title] = [await page.locator('#tools').boundingBox(), await summary.boundingBox()];
    assert.ok(tools !== null && title !== null);
    assert.ok(title.y >= tools.y + tools.height && title.y < 200, `the title is at ${title.y}`);
    await box(page).fill('parcel');
    await found(page).first().waitFor();
    const best = await found(page).first().boundingBox();
    assert.ok(best !== null && best.y > 0 && best.y < 300, `the best entry is at ${best?.y}`);
    await end();
  });

test('a link inside the page leads on, also out of a search', async () => {
  const { page, end } = await open(see.desktop, '#scam-microsoft-support-call');
  const scam = page.locator('.entry:has(#scam-microsoft-support-call)');
  await scam.getByRole('link', { name: 'The number was hidden' }).click();
  await page.locator('#signal-withheld-number').waitFor();
  await box(page).fill('parcel');
  await found(page).first().waitFor();
  await page.goBack();
  await page.locator('#scam-microsoft-support-call').waitFor();
  assert.equal(await box(page).inputValue(), '');
  await end();
});

test('without scripts every entry can be read, and a link opens its entry', async () => {
  const { page, end } = await open(
    { ...see.desktop, javaScriptEnabled: false },
    '#scam-microsoft-support-call',
  );
  assert.ok(await page.locator('#scam-microsoft-support-call').isVisible());
  assert.equal(await page.locator('#tools').isVisible(), false);
  await page.locator('.entry > summary').first().click();
  assert.ok(await page.locator('.entry').first().getByText('If they push').isVisible());
  await end();
});

test('by keyboard alone: search, go to the best entry, open it', async () => {
  const { page, end } = await open();
  await box(page).focus();
  await page.keyboard.type('openreach');
  await found(page).first().waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await found(page).first().getAttribute('open'), '');
  await end();
});

const looks = [
  { look: 'desktop-light', options: { ...see.desktop, colorScheme: 'light' } },
  { look: 'desktop-dark', options: { ...see.desktop, colorScheme: 'dark' } },
  { look: 'phone-light', options: see.phone },
  { look: 'phone-contrast', options: { ...see.phone, colorScheme: 'dark', forcedColors: 'active' } },
] as const;
for (const { look, options } of looks)
  test(`no barrier, and nothing to scroll sideways (${look})`, async () => {
    const { page, complaints, end } = await open(options, '#scam-microsoft-support-call');
    await see.keepScreenshot(page, `catalogue-${look}-entry`);
    await box(page).fill('parcel');
    await found(page).first().waitFor();
    await see.keepScreenshot(page, `catalogue-${look}-search`);
    await page.evaluate(() => document.querySelectorAll('.shelf[hidden]').forEach((shelf) => shelf.remove()));
    assert.deepEqual(await findBarriers(page), []);

    await page.goto(`${server.address}/knowledge?again`);
    await see.keepScreenshot(page, `catalogue-${look}`);
    await keepOneOfEach(page);
    assert.deepEqual(await findBarriers(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(complaints, []);
    await end();
  });

/** All entries of a kind are made alike, and looking at one takes long; what is closed is not looked at at all. */
async function keepOneOfEach(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const shelf of document.querySelectorAll('.entries')) {
      const [kept, ...rest] = shelf.querySelectorAll<HTMLDetailsElement>('.entry');
      for (const entry of rest) entry.remove();
      for (const part of kept?.querySelectorAll('details') ?? []) part.open = true;
      if (kept) kept.open = true;
    }
  });
}

/** Violations, each with the first element that has it. */
async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  // In high contrast the browser picks the colours, and axe reads those that it replaced.
  const forced = await page.evaluate(() => matchMedia('(forced-colors: active)').matches);
  const ours = violations.filter(({ id }) => !forced || id !== 'color-contrast');
  return ours.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html ?? ''}`);
}
