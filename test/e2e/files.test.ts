import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { FileRef } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { createLog } from '../../src/observability/log.ts';
import { mountPages } from '../../src/server/pages.ts';
import { raiseChat, type ChatStage } from '../channels/chat-stage.ts';
import { botConfig } from '../support/bot-stage.ts';
import { sharedBrowser } from './browser.ts';
import * as see from './visit.ts';

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

/** A red picture, 96 by 48. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAGAAAAAwCAIAAABhdOiYAAAAVklEQVR42u3QQQkAAAgEsItz/VMYywb+hcESLNNyiAJBggQJEiRIkCAECRIkSJAgQYIQJEiQIEGCBAlCkCBBggQJEiRIEIIECRIkSJAgQQgSJEiQoB8WOc2xHq+UzqIAAAAASUVORK5CYII=',
  'base64',
);

function addPages(
  stage: Parameters<NonNullable<NonNullable<Parameters<typeof raiseChat>[1]>['add']>>[0],
): void {
  const config = {
    organisation: 'Northgate Supplies',
    itDesk: botConfig.itDesk,
    widgetOrigins: [],
    directLineSecret: undefined,
  };
  mountPages(stage.restify, { config, log: createLog('silent'), catalogue: '/knowledge' });
}

/** Whether each picture in the chat was really drawn. */
async function drawn(page: Page): Promise<boolean[]> {
  return await page
    .locator('.webchat__bubble__content img')
    .evaluateAll((images) =>
      images.map((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
    );
}

async function untilDrawn(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => {
    const images = [...document.querySelectorAll('.webchat__bubble__content img')];
    return (
      images.length === wanted &&
      images.every((image) => image instanceof HTMLImageElement && image.naturalWidth > 0)
    );
  }, count);
}

/** Web Chat sends what it has got: a file that it is still reading would stay behind. */
async function attach(page: Page, name: string, mimeType: string): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer: picture });
  await page.locator('.webchat__attachment-icon--checked').waitFor();
}

async function keep(stage: ChatStage, conversation: string, name: string, bytes: Buffer): Promise<FileRef> {
  const kept = await stage.store.keep({ conversation, client: 'main', name, bytes, by: 'Sam' });
  assert.ok(kept.kind === 'kept');
  return kept.file;
}

test('a person sees their own picture after sending it and after a reload, and who the technician is', async (t) => {
  const stage = await raiseChat(t, { add: addPages });
  const { page, complaints, end } = await see.visit(browser, stage.base);
  await see.tell(page, 'hello');
  await see.messages(page).nth(1).waitFor({ state: 'attached' });

  await attach(page, 'screen.png', 'image/png');
  await see.box(page).fill('this is what I see');
  await page.getByRole('button', { name: 'Send' }).click();
  await untilDrawn(page, 1);
  const [kept] = stage.store.kept.values();
  assert.deepEqual(kept && Buffer.from(kept.bytes), picture);

  const conversation = kept?.conversation ?? '';
  const by = { id: 't1', name: 'Sam Okoro, IT desk' };
  const files = [
    await keep(stage, conversation, 'steps.png', picture),
    await keep(stage, conversation, 'steps.pdf', picture),
  ];
  const effects: Effect[] = [
    { kind: 'speak', by, message: 'm1', text: 'Hello, I am Sam. <b>Not bold</b>', files: [] },
    { kind: 'speak', by, message: 'm2', text: 'Do it like this', files },
  ];
  await stage.reach(conversation, 'd1', ...effects);
  await untilDrawn(page, 2);
  assert.deepEqual(await page.locator('.speaker').allTextContents(), [by.name, by.name]);
  await page.getByText('Hello, I am Sam. <b>Not bold</b>').first().waitFor();
  const link = page.getByRole('link', { name: /steps\.pdf/ });
  assert.match((await link.getAttribute('href')) ?? '', /^http:\/\/127\.0\.0\.1:\d+\/api\/chat\/files\//);
  await see.keepScreenshot(page, 'technician');

  await page.reload();
  await untilDrawn(page, 2);
  assert.deepEqual(await drawn(page), [true, true]);
  assert.equal(await page.locator('.speaker').count(), 2);
  assert.deepEqual(complaints, []);
  await end();
});

test('a file that is not kept is said in the chat, and the chat goes on', async (t) => {
  const stage = await raiseChat(t, { add: addPages });
  const { page, complaints, end } = await see.visit(browser, stage.base);
  await see.box(page).waitFor();
  await attach(page, 'run.exe', 'application/octet-stream');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('We did not keep “run.exe”. Programs are not kept.').first().waitFor();
  assert.equal(await page.getByText('Send failed').count(), 0);
  await see.tell(page, 'then I will tell you');
  await page.getByText('then I will tell you').first().waitFor();
  assert.deepEqual(complaints, []);
  await end();
});
