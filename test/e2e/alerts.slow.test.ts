import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { words } from '../../src/web/words.ts';
import { findBarriers } from './barriers.ts';
import { sharedBrowser } from './browser.ts';
import { builtDesk } from './desk/built.ts';
import { meetTechnician } from './handoff/technician.ts';
import { startServer, type TestServer } from './server.ts';
import * as see from './visit.ts';

/** A lead at the desk, staff at the chat page and in the widget, and the real program between them. */
let browser: Browser;
let server: TestServer;
before(async () => {
  await builtDesk();
  [browser, server] = await Promise.all([sharedBrowser(), startServer()]);
});
after(async () => {
  await server.clear();
});

const title = 'A caller who says that they are your bank';
const banner = (page: Page | FrameLocator) => page.getByRole('region', { name: words.alertLabel });
test('an alert that a lead approved is shown above every chat, answered there, and counted at the desk', async () => {
  const lead = await meetTechnician(browser, server.deskLink(), see.desktop);
  await writeAtDesk(lead.page);
  await seeOnPage();
  await seeInWidget();
  await lead.page.getByText(/Reached 2 people · 1 had this call · 1 has read it/).waitFor();
  await lead.end();
});

async function writeAtDesk(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Alerts/ }).click();
  await page.getByRole('button', { name: 'Write an alert' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('What is it about?').fill(title);
  const text = form.getByLabel('What does the caller say and want?');
  await text.fill('They ask you to move money. Their number is 07700 900123.');
  await form.getByLabel('What to do').fill('Hang up.\nRing the bank on a number you hold.');
  await form.getByLabel('Everybody on the chat page').check();
  await form.getByRole('button', { name: 'Approve and send' }).click();
  await form.getByText('07700 900123 looks like a phone number').waitFor();
  await text.fill('They ask you to move money to another account.');
  assert.deepEqual(await findBarriers(page), []);
  await form.getByRole('button', { name: 'Approve and send' }).click();
  await page.getByRole('list', { name: 'Out now' }).getByText(title).waitFor();
  assert.deepEqual(await findBarriers(page), []);
  await see.keepScreenshot(page, 'alert-desk');
}

/** Somebody hides it, comes back to it in another tab of their browser, and had the call. */
async function seeOnPage(): Promise<void> {
  const { page, complaints, end } = await see.visit(browser, server.address);
  await banner(page).waitFor();
  await see.offers(page).first().waitFor();
  await look(page, 'page');
  assert.ok(!(await banner(page).evaluate((one) => one.contains(document.activeElement))));
  assert.deepEqual(await overlaps(page), []);
  await banner(page).getByRole('button', { name: words.alertHide }).press('Enter');
  await banner(page).waitFor({ state: 'detached' });
  assert.ok(await see.box(page).evaluate((one) => one === document.activeElement));
  const tab = await page.context().newPage();
  await tab.goto(server.address);
  await banner(tab).getByRole('button', { name: words.alertHad }).click();
  await tab.getByText('Tell me what they said').last().waitFor();
  assert.deepEqual(complaints, []);
  await end();
}

/** In both colours, for people to look at, and for whoever cannot. */
async function look(page: Page, name: string, chat: Page | Frame = page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The colours follow a moment later.
    await page.waitForTimeout(200);
    await see.keepScreenshot(page, `alert-${name}-${colorScheme}`);
    assert.deepEqual(await findBarriers(chat), []);
  }
}

/** What lies over what: the alert over the chat, or the page wider than the screen. */
async function overlaps(page: Page | Frame): Promise<string[]> {
  return await page.evaluate(() => {
    const [alert, chat, typing] = ['.banner', 'main', 'main :is(textarea, input[type="text"])'].map(
      (selector) => document.querySelector(selector)?.getBoundingClientRect(),
    );
    if (!alert || !chat || !typing) return ['something is not there'];
    return [
      ...(alert.bottom > chat.top + 0.5 ? ['the alert lies over the chat'] : []),
      ...(typing.bottom > innerHeight + 0.5 ? ['the box to write in is out of view'] : []),
      ...(chat.height < innerHeight * 0.35 ? [`the chat is ${chat.height} high`] : []),
      ...(document.documentElement.scrollWidth > innerWidth ? ['the page is too wide'] : []),
    ];
  });
}

async function seeInWidget(): Promise<void> {
  const { page, complaints, end } = await see.visit(browser, `${server.address}/demo`, see.phone);
  await page.getByRole('button', { name: words.widgetOpen }).click();
  const chat = page.frameLocator(`iframe[title="${words.chatLabel}"]`);
  await banner(chat).waitFor();
  await see.offers(chat).first().waitFor();
  const frame = page.frames()[1] ?? assert.fail('the widget has no frame');
  await look(page, 'widget', frame);
  assert.deepEqual(await overlaps(frame), []);
  await banner(chat).getByText(words.alertMore).click();
  assert.deepEqual(await overlaps(frame), []);
  const answered = page.waitForResponse((response) => response.url().includes('/api/chat/alerts/'));
  await banner(chat).getByRole('button', { name: words.alertRead }).click();
  await banner(chat).waitFor({ state: 'detached' });
  assert.equal((await answered).status(), 200);
  assert.deepEqual(complaints, []);
  await end();
}
