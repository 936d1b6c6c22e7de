import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { words } from '../../src/web/words.ts';
import { sharedBrowser } from './browser.ts';
import { startServer, type TestServer } from './server.ts';
import * as see from './visit.ts';

/** Another organisation's page, with as strict a policy as a page can have that still lets the widget in. */
type Host = { address: string; close(): void };

let browser: Browser;
let server: TestServer;
let allowed: Host;
let stranger: Host;
before(async () => {
  // The hosts need the server's address only once a page is asked for.
  const callcheck = () => server.address;
  [allowed, stranger] = await Promise.all([serveHost(callcheck), serveHost(callcheck)]);
  [browser, server] = await Promise.all([sharedBrowser(), startServer({ WIDGET_ORIGINS: allowed.address })]);
});
after(async () => {
  await server.clear();
  allowed.close();
  stranger.close();
});

async function serveHost(callcheck: () => string): Promise<Host> {
  const host: Server = createServer((_req, res) => {
    const policy = `default-src 'none'; script-src ${callcheck()}; frame-src ${callcheck()}; require-trusted-types-for 'script'`;
    res.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
    res.end(
      `<!doctype html><html lang="en"><head><title>Intranet</title></head><body><main><h1>Intranet</h1></main><script src="${callcheck()}/widget.js"></script></body></html>`,
    );
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  const address = host.address();
  assert.ok(address !== null && typeof address === 'object');
  return {
    address: `http://127.0.0.1:${address.port}`,
    close: () => {
      host.close();
      host.closeAllConnections();
    },
  };
}

const launcher = (page: Page) => page.getByRole('button', { name: words.widgetOpen });
const panel = (page: Page) => page.getByRole('dialog', { name: words.product });
const closeButton = (page: Page) => panel(page).getByRole('button', { name: words.widgetClose });
const chatIn = (page: Page) => page.frameLocator(`iframe[title="${words.chatLabel}"]`);

async function open(page: Page): Promise<see.Chat> {
  await launcher(page).click();
  await see.offers(chatIn(page)).first().waitFor();
  return chatIn(page);
}

test('the demonstration page loads the chat only when the widget is opened, and reaches a stop', async () => {
  const { page, complaints, end } = await see.visit(browser, `${server.address}/demo`);
  assert.equal(
    page.frames().filter((frame) => frame.url() !== page.url() && frame.url() !== 'about:blank').length,
    0,
  );
  await see.keepScreenshot(page, 'demo');
  const chat = await open(page);
  await see.tell(chat, see.decisiveStory);
  await see.stopCards(chat).waitFor();
  await page.waitForTimeout(500);
  await see.keepScreenshot(page, 'demo-widget');
  assert.deepEqual(complaints, []);
  await end();
});

test('opening moves the focus into the panel; Escape, also inside the chat, closes it and gives the focus back', async () => {
  const { page, end } = await see.visit(browser, `${server.address}/demo`);
  await open(page);
  assert.ok(await closeButton(page).evaluate(isFocusedInShadow));
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'hidden' });
  assert.ok(await launcher(page).evaluate(isFocusedInShadow));

  const chat = await open(page);
  await see.box(chat).focus();
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'hidden' });
  assert.ok(await launcher(page).evaluate(isFocusedInShadow));
  await end();
});

test('Tab stays within the open panel', async () => {
  const { page, end } = await see.visit(browser, `${server.address}/demo`);
  await open(page);
  const seen = new Set<string>();
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => document.activeElement?.tagName ?? ''));
  }
  assert.deepEqual([...seen], ['CALLCHECK-WIDGET']);
  assert.ok(await closeButton(page).isVisible());
  await end();
});

test('the next page of the site opens it again, with the same chat', async () => {
  const { page, end } = await see.visit(browser, `${server.address}/demo`);
  const chat = await open(page);
  await see.tell(chat, see.vagueStory);
  await see.messages(chat).filter({ hasText: see.vagueStory }).waitFor();
  await page.reload();
  await see.messages(chatIn(page)).filter({ hasText: see.vagueStory }).waitFor();
  await closeButton(page).evaluate(withholdCloseEvents);
  await closeButton(page).click();
  await page.reload();
  await launcher(page).waitFor();
  assert.equal(await panel(page).count(), 0);
  await end();
});

test('on a phone the panel covers the page and nothing behind it can be reached', async () => {
  const { page, end } = await see.visit(browser, `${server.address}/demo`, see.phone);
  await open(page);
  const size = await panel(page).boundingBox();
  assert.deepEqual(size, { x: 0, y: 0, width: 360, height: 740 });
  assert.ok(await panel(page).evaluate((element) => element.matches(':modal')));
  await see.keepScreenshot(page, 'widget-phone');
  await end();
});

test('works on a configured site with a strict policy', async () => {
  const { page, complaints, end } = await see.visit(browser, allowed.address);
  const chat = await open(page);
  await see.tell(chat, see.decisiveStory);
  await see.stopCards(chat).waitFor();
  assert.deepEqual(complaints, []);
  await end();
});

test('the chat does not show on a site that is not configured', async () => {
  const { page, complaints, end } = await see.visit(browser, stranger.address);
  await launcher(page).click();
  await page.waitForTimeout(1500);
  assert.equal(await see.box(chatIn(page)).count(), 0);
  assert.match(complaints.join('\n'), /frame-ancestors/);
  await end();
});

/** A person who closes the panel and follows a link at once: the page is gone before the close event comes. */
function withholdCloseEvents(element: Element): void {
  element.getRootNode().addEventListener('close', (event) => event.stopImmediatePropagation(), true);
}

function isFocusedInShadow(element: Element): boolean {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.activeElement === element;
}
