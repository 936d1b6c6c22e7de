import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { sharedBrowser } from '../browser.ts';
import { builtDesk } from '../desk/built.ts';
import { startServer, type TestServer } from '../server.ts';
import * as see from '../visit.ts';
import { meetStaff, type Staff } from './staff.ts';
import { meetTechnician, type Technician } from './technician.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7].map((day) => `    - { day: ${day}, from: '00:00', to: '24:00' }`);
const alwaysOpen = `clients:
  - { id: main, name: Northgate Supplies }
officeHours:
  days:
${everyDay.join('\n')}
onCall:
  - { name: Alex Moor, phone: 01632 960 777 }
onCallAfterMinutes: 1
`;

/** As the two stand beside each other in the documents. */
export const half: BrowserContextOptions = { viewport: { width: 480, height: 820 } };
export const desktop: BrowserContextOptions = { viewport: { width: 1160, height: 820 } };
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** A server of their own, and each in a profile of their own. What they see at the end is kept, above all when something failed. */
export async function bringTogether(
  t: TestContext,
  looks: { chat: BrowserContextOptions; desk: BrowserContextOptions },
): Promise<{ server: TestServer; staff: Staff; technician: Technician }> {
  const [browser] = await Promise.all([sharedBrowser(), builtDesk()]);
  const server = await startOpen(t);
  const technician = await meetTechnician(browser, server.deskLink(), looks.desk);
  const staff = await meetStaff(browser, server.address, looks.chat);
  t.after(async () => {
    await keepBoth(`at-the-end-${looks.chat === phone ? 'phone' : 'desktop'}`, staff, technician);
    await Promise.all([staff.end(), technician.end()]);
  });
  return { server, staff, technician };
}

/** At a desk that never closes. */
async function startOpen(t: TestContext): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-handoff-'));
  const settingsFile = join(folder, 'desk.yaml');
  await writeFile(settingsFile, alwaysOpen);
  const server = await startServer({ SETTINGS_FILE: settingsFile });
  t.after(async () => {
    await server.clear();
    await rm(folder, { recursive: true });
  });
  return server;
}

/** What the browsers complained of, but for the line that we cut. */
export function complaintsOf(staff: Staff, technician: Technician): string[] {
  const all = [...staff.complaints, ...technician.complaints];
  return all.filter((complaint) => !/ERR_(CONNECTION|INCOMPLETE)_/.test(complaint));
}

export async function keepBoth(name: string, staff: Staff, technician: Technician): Promise<void> {
  await see.keepScreenshot(staff.page, `handoff-${name}-chat`);
  await see.keepScreenshot(technician.page, `handoff-${name}-desk`);
}
