import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { words } from '../../src/web/words.ts';
import { sharedBrowser } from './browser.ts';
import { sharedServer, type TestServer } from './server.ts';
import * as see from './visit.ts';

let browser: Browser;
let server: TestServer;
before(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), sharedServer()]);
});

test('from the first message to a verdict by mouse', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address);
  await see.offers(page).first().waitFor();
  await see.keepScreenshot(page, 'greeting');
  await see.tell(page, see.vagueStory);
  const asked = await see.answerUntilVerdict(page);
  assert.ok(asked >= 1);
  assert.equal(await see.stopCards(page).count(), 0);
  await see.keepScreenshot(page, 'undecided');
  assert.deepEqual(complaints, []);
  await end();
});

test('a decisive stop in two taps: the text box and Send', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address, see.phone);
  await see.box(page).tap();
  await page.keyboard.type(see.decisiveStory);
  await page.getByRole('button', { name: 'Send' }).tap();
  await see.stopCards(page).waitFor();
  assert.match(await page.title(), /^Hang up now/);
  assert.match((await page.getByRole('alert').first().textContent()) ?? '', /^Hang up now/);
  assert.ok(await isAtTopOfView(page), 'the heading of the stop card is not in view');
  assert.deepEqual(complaints, []);
  await end();
});

async function isAtTopOfView(page: Page): Promise<boolean> {
  const heading = await see.stopCards(page).getByRole('heading').first().boundingBox();
  const header = await page.locator('body > header').boundingBox();
  const input = await see.box(page).boundingBox();
  assert.ok(heading !== null && header !== null && input !== null);
  return heading.y >= header.y + header.height && heading.y + heading.height < input.y;
}

test('from the first message to a verdict with the keyboard alone', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address);
  await see.offers(page).first().waitFor();
  await tabTo(page, () => document.activeElement?.closest('.webchat__suggested-actions') !== null);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await see.messages(page).nth(3).waitFor({ state: 'attached' });
  await tabTo(page, () => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type(see.decisiveStory);
  await page.keyboard.press('Enter');
  await see.stopCards(page).waitFor();
  await page.waitForFunction(() => document.activeElement?.className.includes('adaptive-card-renderer'));
  await see.keepScreenshot(page, 'stop-keyboard');
  const earlier = await see.messages(page).count();
  await page.keyboard.press('Tab');
  assert.ok(await see.stopCards(page).getByText('Read more about this').evaluate(isFocused));
  await page.keyboard.press('Tab');
  assert.ok(await see.stopCards(page).locator('.ac-pushButton').first().evaluate(isFocused));
  await page.keyboard.press('Enter');
  await see.messages(page).nth(earlier).waitFor({ state: 'attached' });
  assert.deepEqual(complaints, []);
  await end();
});

async function tabTo(page: Page, isThere: () => boolean): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    if (await page.evaluate(isThere)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not lead to ${isThere.toString()}`);
}

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}

test('a stop card does not take the focus from somebody who is typing', async () => {
  const { page, end } = await see.visit(browser, server.address);
  await see.tell(page, see.decisiveStory);
  await see.box(page).fill('and he says he is');
  await see.stopCards(page).waitFor();
  await page.waitForFunction(() => document.title.startsWith('Hang up'));
  await page.keyboard.type(' from head office');
  assert.equal(await see.box(page).inputValue(), 'and he says he is from head office');
  await end();
});

test('a reload in the middle keeps the chat and goes on with the next question', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address);
  await see.tell(page, see.vagueStory);
  await see.messages(page).nth(3).waitFor({ state: 'attached' });
  await see.answerNotSure(page);
  await settle(page);
  const earlier = await see.messages(page).allTextContents();
  await page.reload();
  await see
    .messages(page)
    .nth(earlier.length - 1)
    .waitFor({ state: 'attached' });
  assert.deepEqual(await see.messages(page).allTextContents(), earlier);
  await see.answerUntilVerdict(page);
  assert.deepEqual(complaints, []);
  await end();
});

/** Resolves when nothing has been added for a moment. */
async function settle(page: Page): Promise<void> {
  let earlier = -1;
  for (let now = 0; now !== earlier; now = await see.messages(page).count()) {
    earlier = now;
    await page.waitForTimeout(700);
  }
}

test('a restart of the server in the middle is told, mended and loses nothing', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address);
  await see.tell(page, see.vagueStory);
  await see.messages(page).nth(3).waitFor({ state: 'attached' });
  await settle(page);
  const earlier = await see.messages(page).allTextContents();
  await see.box(page).fill('half a sentence');

  await server.stop();
  await page.getByText(words.lost).waitFor();
  await see.keepScreenshot(page, 'line-lost');
  await server.start();
  await page.getByText(words.restored).waitFor();

  assert.equal(await see.box(page).inputValue(), 'half a sentence');
  assert.deepEqual(await see.messages(page).allTextContents(), earlier);
  await see.box(page).fill('');
  await see.answerUntilVerdict(page);
  // Refused while it is away, and reset when it went with a request half-way.
  const others = complaints.filter((complaint) => !/ERR_CONNECTION_(REFUSED|RESET)/.test(complaint));
  assert.deepEqual(others, []);
  await end();
});

test('what is sent while the line is down is sent when it is back, once and in order', async () => {
  const { page, end } = await see.visit(browser, server.address);
  await see.offers(page).first().waitFor();
  await page.route('**/api/chat/token', (route) => route.abort());
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.getByText(words.lost).waitFor();
  await see.tell(page, see.vagueStory);
  await page.locator('#person').click();
  await page.waitForTimeout(500);
  const mine = page.locator('.webchat__bubble--from-user');
  assert.equal(await mine.count(), 0);
  await page.unroute('**/api/chat/token');
  await mine.nth(1).waitFor();
  await settle(page);
  assert.deepEqual(await mine.allTextContents(), [see.vagueStory, words.person]);
  await end();
});

test('on a network that lets no WebSocket through the chat works all the same', async () => {
  const page = await see.prepareVisit(browser);
  await page.routeWebSocket('**', (socket) => socket.close());
  await page.goto(server.address);
  await see.tell(page, see.decisiveStory);
  await see.stopCards(page).waitFor();
  await page.context().close();
});

test('"Get a person" and "Start again" work at any time', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address, see.phone);
  await see.offers(page).first().waitFor();
  for (const command of ['person', 'restart'] as const) {
    await page.locator(`#${command}`).tap();
    await page.locator('.webchat__bubble--from-user').filter({ hasText: words[command] }).waitFor();
    await settle(page);
    assert.notEqual(await see.messages(page).last().textContent(), words[command]);
  }
  assert.deepEqual(complaints, []);
  await end();
});

test('the answer comes into view although somebody had scrolled up to read', async () => {
  const { page, end } = await see.visit(browser, server.address, see.phone);
  await see.tell(page, see.decisiveStory);
  await see.stopCards(page).waitFor();
  await see.stopCards(page).getByRole('button', { name: 'Why?' }).tap();
  await settle(page);
  await page.locator('.webchat__basic-transcript__scrollable').evaluate((list) => list.scrollTo({ top: 0 }));
  await page.locator('#person').tap();
  await settle(page);
  const answer = await see.messages(page).last().boundingBox();
  const input = await see.box(page).boundingBox();
  assert.ok(answer !== null && input !== null && answer.y < input.y, 'the answer is below what can be seen');
  await end();
});

test('what people typed is never read as markup', async () => {
  const { page, complaints, end } = await see.visit(browser, server.address);
  const story = `He said <img src=x onerror=alert(1)> and **bold** and [a link](http://127.0.0.1:9/)`;
  await see.tell(page, story);
  await see.messages(page).filter({ hasText: 'onerror' }).first().waitFor();
  await settle(page);
  assert.equal(await page.locator('main img').count(), 0);
  assert.equal(await page.locator('main a[href*=":9/"]').count(), 0);
  assert.deepEqual(complaints, []);
  await end();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, size] of Object.entries({ desktop: see.desktop, phone: see.phone })) {
    test(`a stop fits on a ${name} in ${colorScheme}`, async () => {
      const { page, end } = await see.visit(browser, server.address, { ...size, colorScheme });
      await see.tell(page, see.decisiveStory);
      await see.stopCards(page).waitFor();
      await settle(page);
      await see.keepScreenshot(page, `stop-${name}-${colorScheme}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      assert.deepEqual(await findSmallTargets(page), []);
      await end();
    });
  }
}

/** Buttons that a shaky hand could miss. */
function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('header button, .ac-pushButton, .webchat__suggested-actions button')]
      .filter((button) => button.checkVisibility() && button.getBoundingClientRect().height < 44)
      .map((button) => button.textContent),
  );
}
