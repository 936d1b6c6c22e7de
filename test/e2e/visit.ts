import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';

/** A page as one person sees it, and everything that a browser would complain of meanwhile. */
export type Visit = { page: Page; complaints: string[]; end: () => Promise<void> };

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };
export const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };

const artefacts = fileURLToPath(new URL('../../test-artefacts/', import.meta.url));

/** A fresh browser profile: no cookie of another visit. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = desktop,
): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(`console: ${line.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!isOnThisMachine(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { page, complaints, end: () => context.close() };
}

function isOnThisMachine(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return ['data:', 'blob:', 'about:'].includes(protocol) || ['127.0.0.1', 'localhost'].includes(hostname);
}

/** Kept for people to look at; no test compares them. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(artefacts, { recursive: true });
  await page.screenshot({ path: `${artefacts}${name}.png` });
}

/** A page that is not opened yet, for tests that change the network first. */
export async function prepareVisit(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...desktop });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

/** The chat on its page, or inside the widget's frame. */
export type Chat = Page | FrameLocator;

export const decisiveStory =
  'A man from Microsoft is on the line and wants me to install AnyDesk so that he can mend my computer';
export const vagueStory = 'Somebody rang me about a delivery';

export const box = (chat: Chat): Locator => chat.getByRole('textbox');
export const offers = (chat: Chat): Locator => chat.locator('.webchat__suggested-actions button');
export const verdictCards = (chat: Chat): Locator => chat.locator('.ac-adaptiveCard:has([role="heading"])');
export const stopCards = (chat: Chat): Locator =>
  chat.locator('.ac-adaptiveCard:has([style*="--stop-surface"])');
export const messages = (chat: Chat): Locator => chat.locator('.webchat__bubble__content');

export async function tell(chat: Chat, story: string): Promise<void> {
  await box(chat).fill(story);
  await box(chat).press('Enter');
}

/** Says "Not sure" to everything until there is a verdict; at most six questions are ever asked. */
export async function answerUntilVerdict(chat: Chat): Promise<number> {
  for (let asked = 0; asked <= 6; asked += 1) {
    const question = offers(chat).or(openChoices(chat)).or(verdictCards(chat));
    await question.first().waitFor();
    if (await verdictCards(chat).count()) return asked;
    await answerNotSure(chat);
  }
  throw new assert.AssertionError({ message: 'More than six questions were asked' });
}

/** A question with several answers, the newest thing in the chat. */
function openChoices(chat: Chat): Locator {
  return chat.locator('article:last-of-type .ac-choiceSetInput-multiSelect');
}

/** Taps "Not sure" and waits for what the bot says to it. */
export async function answerNotSure(chat: Chat): Promise<void> {
  const before = await messages(chat).count();
  if (await offers(chat).count()) {
    // The tap appears as a message of its own; a form's answer does not.
    await offers(chat).filter({ hasText: 'Not sure' }).click();
    await messages(chat)
      .nth(before + 1)
      .waitFor({ state: 'attached' });
  } else {
    const form = chat.locator('article:last-of-type .ac-adaptiveCard');
    await form.getByLabel('Not sure').check();
    await form.locator('.ac-pushButton').click();
    await messages(chat).nth(before).waitFor({ state: 'attached' });
  }
}
