import type { Browser, BrowserContextOptions } from 'playwright-core';
import * as see from '../visit.ts';

/** A technician at the desk. */
export type Technician = Awaited<ReturnType<typeof meetTechnician>>;

/** Signs in by the one-time link. */
export async function meetTechnician(browser: Browser, link: string, options: BrowserContextOptions) {
  const { page, complaints, end } = await see.visit(browser, link, { locale: 'en-GB', ...options });
  await page.getByRole('heading', { name: 'Cases' }).waitFor();
  const composer = page.getByLabel('Message to the person');
  const message = (text: string) => page.locator('.message').filter({ hasText: text });
  return {
    page,
    complaints,
    end,
    composer,
    message,
    write: async (text: string): Promise<void> => {
      await composer.fill(text);
      await composer.press('Enter');
    },
    /** Changes what was said. */
    change: async (text: string, changed: string): Promise<void> => {
      await message(text).getByRole('button', { name: 'Change this message' }).click();
      await page.getByLabel('Change the message').fill(changed);
      await page.getByRole('button', { name: 'Save' }).click();
    },
    /** What the bot said after it told who answers now, and before it told how the case ended. */
    botWhileOwned: async (): Promise<string[]> => {
      const all = await page.locator('.message-bot .message-text').allInnerTexts();
      const from = all.findIndex((text) => text.includes('To be sure that it is them'));
      const to = all.findIndex((text) => text.includes('closed your case'));
      return all.slice(from + 1, to);
    },
    sees: (text: string) => message(text).first().waitFor(),
    send: async (name: string, mimeType: string, buffer: Buffer): Promise<void> => {
      await page.getByLabel('Files to send').setInputFiles({ name, mimeType, buffer });
      await page.locator('.chosen-files').getByLabel('Ready').waitFor();
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },
    /** The words of every block of the case, by its heading. */
    blocks: async (): Promise<ReadonlyMap<string, string>> =>
      new Map(
        await page.locator('.block').evaluateAll((blocks) =>
          blocks.map((block): [string, string] => [
            block.querySelector('h2')?.textContent ?? '',
            [...block.children]
              .slice(1)
              .map((part) => (part instanceof HTMLElement ? part.innerText : ''))
              .join('\n'),
          ]),
        ),
      ),
    /** What stands in the chat with the person, from the first message on. */
    transcript: () => page.locator('.message .message-text').allInnerTexts(),
  };
}
