import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { words } from '../../src/web/words.ts';
import { findBarriers } from './barriers.ts';
import { sharedBrowser } from './browser.ts';
import { sharedServer, type TestServer } from './server.ts';
import * as see from './visit.ts';

let browser: Browser;
let server: TestServer;
before(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), sharedServer()]);
});

const looks = [
  { look: 'desktop, light', options: { ...see.desktop, colorScheme: 'light' } },
  { look: 'desktop, dark', options: { ...see.desktop, colorScheme: 'dark' } },
  { look: 'phone, light', options: { ...see.phone, colorScheme: 'light' } },
  {
    look: 'phone, dark, high contrast',
    options: { ...see.phone, colorScheme: 'dark', forcedColors: 'active' },
  },
] as const;
for (const { look, options } of looks) {
  test(`no barrier in the chat: greeting, several answers, undecided and stop (${look})`, async () => {
    const { page, end } = await see.visit(browser, server.address, options);
    await see.offers(page).first().waitFor();
    assert.deepEqual(await findBarriers(page), []);

    await see.tell(page, see.vagueStory);
    await page.getByRole('checkbox').first().waitFor();
    assert.deepEqual(await findBarriers(page), []);

    await see.answerUntilVerdict(page);
    assert.deepEqual(await findBarriers(page), []);

    await see.tell(page, see.decisiveStory);
    await see.stopCards(page).waitFor();
    await page.waitForTimeout(500);
    await see.keepScreenshot(page, `access-${look.replaceAll(', ', '-').replaceAll(' ', '-')}`);
    assert.deepEqual(await findBarriers(page), []);
    await end();
  });
}

test('no barrier on the demonstration page, with the widget closed and open', async () => {
  const { page, end } = await see.visit(browser, `${server.address}/demo`);
  const launcher = page.getByRole('button', { name: words.widgetOpen });
  await launcher.waitFor();
  assert.deepEqual(await findBarriers(page), []);
  await launcher.click();
  await see.offers(page.frameLocator('iframe')).first().waitFor();
  assert.deepEqual(await findBarriers(page), []);
  const chat = page.frames().find((frame) => frame.parentFrame() === page.mainFrame());
  assert.ok(chat !== undefined);
  assert.deepEqual(await findBarriers(chat), []);
  await end();
});

test('at 400 % zoom on a small screen nothing has to be scrolled sideways', async () => {
  const { page, end } = await see.visit(browser, server.address, { viewport: { width: 320, height: 256 } });
  await see.tell(page, see.decisiveStory);
  await see.stopCards(page).waitFor();
  await page.waitForTimeout(500);
  await see.keepScreenshot(page, 'zoom-400');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const heading = await see.stopCards(page).getByRole('heading').first().boundingBox();
  assert.ok(
    heading !== null && heading.y >= 0 && heading.y < 256,
    'the heading of the stop card is not in view',
  );
  await end();
});
