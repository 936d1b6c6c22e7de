import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import * as see from '../visit.ts';

/** A member of staff in the chat window. */
export type Staff = Awaited<ReturnType<typeof meetStaff>>;

export async function meetStaff(browser: Browser, address: string, options: BrowserContextOptions) {
  const { page, complaints, end } = await see.visit(browser, address, { locale: 'en-GB', ...options });
  await see.offers(page).first().waitFor();
  const write = (text: string): Promise<void> => see.tell(page, text);
  return {
    page,
    complaints,
    end,
    write,
    /** The button of the header, which is there at any time. */
    getPerson: () => page.locator('#person').click(),
    /** Waits until the chat shows this, whoever says it. */
    sees: (text: string | RegExp) => said(page, text).first().waitFor(),
    send: async (name: string, mimeType: string, buffer: Buffer): Promise<void> => {
      await page.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer });
      await page.locator('.webchat__attachment-icon--checked').waitFor();
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },
    pictures: page.locator('.webchat__bubble__content img'),
    /** That somebody writes. */
    typing: page.locator('.webchat__typing-indicator'),
    transcript: () => transcriptOf(page),
  };
}

function said(page: Page, text: string | RegExp): Locator {
  return see.messages(page).filter({ hasText: text });
}

/** Everything that stands in the chat, from the first message on. */
async function transcriptOf(page: Page): Promise<string[]> {
  const all = await see.messages(page).allInnerTexts();
  return all.map((text) => text.trim());
}
