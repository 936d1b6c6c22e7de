import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { buildDesk } from '../../src/server/desk/page.ts';
import { launchBrowser } from './browser.ts';
import { meetStaff, type Staff } from './handoff/staff.ts';
import { meetTechnician, type Technician } from './handoff/technician.ts';
import { startServer, type TestServer } from './server.ts';
import * as see from './visit.ts';

/** Staff in one browser, a technician in another, and the real program between them, which is killed and comes back. */
let browsers: { staff: Browser; desk: Browser };
let folder: string;
let settingsFile: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callcheck-handoff-'));
  settingsFile = join(folder, 'desk.yaml');
  await writeFile(settingsFile, alwaysOpen);
  await buildDesk();
  const [staff, desk] = await Promise.all([launchBrowser(), launchBrowser()]);
  browsers = { staff, desk };
});
after(async () => {
  await Promise.all([browsers.staff.close(), browsers.desk.close()]);
  await rm(folder, { recursive: true, force: true });
});

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

/** Half a desktop each, as the two stand beside each other in the documents. */
const half: BrowserContextOptions = { viewport: { width: 720, height: 900 } };
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

const story =
  'A man from Microsoft is on the phone now and wants me to install AnyDesk. The number 020 7946 0101 shows.';
const contact = 'Jo Hart, extension 214';
/** A red picture, 96 by 48. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAGAAAAAwCAIAAABhdOiYAAAAVklEQVR42u3QQQkAAAgEsItz/VMYywb+hcESLNNyiAJBggQJEiRIkCAECRIkSJAgQYIQJEiQIEGCBAlCkCBBggQJEiRIEIIECRIkSJAgQQgSJEiQoB8WOc2xHq+UzqIAAAAASUVORK5CYII=',
  'base64',
);

/** Side by side, because one of them waits for a minute. */
describe('from one person to another', { concurrency: 2 }, () => {
  test('a technician answers in the same window, and a kill of the server loses and doubles nothing', async (t) => {
    const { server, staff, technician } = await bringTogether(t, { chat: half, desk: desktop });
    await askForPerson(staff, technician);
    await takeCase(staff, technician);
    await talk(staff, technician);
    await talkThroughKill(server, staff, technician);
    await close(staff, technician);
  });

  test('on a phone: something has happened, nobody takes the case, and after a minute there is a number to ring', async (t) => {
    const { staff, technician } = await bringTogether(t, { chat: phone, desk: phone });
    await staff.write('A man from Microsoft rang. I let him on to my computer and I gave him the code');
    await staff.sees('Do this now');
    const toldAt = Date.now();
    await staff.sees('What is your name');
    await technician.page.locator('.case-line-p1').first().waitFor();
    await keepBoth('phone-1-told', staff, technician);
    await see.offers(staff.page).filter({ hasText: 'Skip' }).tap();
    await staff.sees('They will answer you here');
    await staff.page.waitForTimeout(55_000 - (Date.now() - toldAt));
    assert.ok(!(await staff.transcript()).some((text) => text.includes('Nobody has answered yet')));
    await staff.sees(/Nobody has answered yet\. Ring Alex Moor now on 01632 960 777/);
    await technician.page.locator('.case-line a').first().tap();
    await technician.page.locator('.timeline').getByText('was given the number of Alex Moor').waitFor();
    await keepBoth('phone-2-number', staff, technician);
    assert.deepEqual(fromPages(staff, technician), []);
  });
});

/** A server of their own, and each in a browser of their own. What they see at the end is kept, above all when something failed. */
async function bringTogether(
  t: TestContext,
  looks: { chat: BrowserContextOptions; desk: BrowserContextOptions },
): Promise<{ server: TestServer; staff: Staff; technician: Technician }> {
  const server = await startServer({ SETTINGS_FILE: settingsFile });
  t.after(() => server.clear());
  const technician = await meetTechnician(browsers.desk, server.deskLink(), looks.desk);
  const staff = await meetStaff(browsers.staff, server.address, looks.chat);
  t.after(async () => {
    await keepBoth(`at-the-end-${looks.chat === phone ? 'phone' : 'desktop'}`, staff, technician);
    await Promise.all([staff.end(), technician.end()]);
  });
  return { server, staff, technician };
}

async function askForPerson(staff: Staff, technician: Technician): Promise<void> {
  await technician.page.getByText('Nobody is waiting').waitFor();
  await staff.write(story);
  await see.stopCards(staff.page).waitFor();
  await keepBoth('1-verdict', staff, technician);
  await see.stopCards(staff.page).getByRole('button', { name: 'Get a person' }).click();
  await staff.sees('What is your name, and on what number');
  await see.offers(staff.page).filter({ hasText: 'Skip' }).waitFor();
  await staff.page.waitForTimeout(300);
  await keepBoth('2-contact', staff, technician);
  await staff.write(contact);
  await staff.sees('I passed this on');
}

/** Everything that was told stands in the case, so that there is nothing to ask again. */
async function takeCase(staff: Staff, technician: Technician): Promise<void> {
  const { page } = technician;
  const first = page.locator('.case-line').first();
  await first.getByText('caller claimed to be Microsoft').waitFor();
  await first.getByText('opened just now').waitFor();
  await first.getByText(contact).waitFor();
  await first.getByText('Caller still on the line').waitFor();
  await keepBoth('3-waiting', staff, technician);
  await first.getByRole('link').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await technician.sees(contact);
  const blocks = await technician.blocks();
  for (const [title, told] of mandatory) assert.match(blocks.get(title) ?? '', told, title);
  assert.doesNotMatch(
    blocks.get('What to do') ?? '',
    /on what number they can|still on the line|what the caller said/,
  );
  await page.getByRole('button', { name: 'Take this case' }).click();
  await technician.composer.waitFor();
  await staff.sees(/^Somebody from the IT desk is here now and can read all you wrote/);
  await staff.sees(/They know your case number, CC-\w+, and never ask for a password or a code/);
  await staff.sees('To be sure that it is them, you can ring the IT desk on 01632 960 123');
  await keepBoth('4-taken', staff, technician);
}

const mandatory: readonly [string, RegExp][] = [
  ['What has happened', /Nothing that we were told of/],
  ['Person', /Jo Hart, extension 214[^]*Web chat/],
  ['Caller', /Microsoft[^]*020 7946 0101\s+Do not ring/],
  ['What the caller wanted', /install AnyDesk[^]*A man from Microsoft is on the phone now/],
  ['What the bot says', /Scam[^]*The honest call like it[^]*What would change this[^]*Why/],
  ['Done so far', /Hang up now[^]*Still open/],
  ['Timeline and notes', /Case opened/],
  ['Evidence', /Collect before it is gone[^]*by \w+ \d+/],
  ['Related cases and tickets', /cases? like this/],
  ['What to do', /Get them off the line first/],
  ['How it ended', /Not closed yet/],
];

/** Each with the name of who says it in front; neither side may lose, double or move one. */
const said = {
  before: [
    'T1 Hello Jo. Please hang up now, you owe him nothing.',
    'S1 I have hung up',
    'T2 Well done. Did he get on to your computer?',
    'S2 No, I stopped when it asked for a number',
  ],
  edited: 'T2 Well done. Did he get on to your computer at all?',
  staff: ['S1', 'S2', 'S3', 'S4', 'S5'],
  technician: ['T1', 'T2', 'T3', 'T4', 'T5'],
};

async function talk(staff: Staff, technician: Technician): Promise<void> {
  for (const text of said.before) {
    if (text.startsWith('T')) await technician.write(text).then(() => staff.sees(text));
    else await staff.write(text).then(() => technician.sees(text));
  }
  await technician.change(said.before[2] ?? '', said.edited);
  await staff.sees(said.edited);
  await technician.message('changed').waitFor();

  await see.box(staff.page).pressSequentially('and then');
  await technician.page.locator('.relay-typing').getByText('is typing').waitFor();
  await see.keepScreenshot(technician.page, 'handoff-5-typing-desk');
  await see.box(staff.page).fill('');
  await technician.composer.pressSequentially('look');
  await staff.typing.waitFor();
  await see.keepScreenshot(staff.page, 'handoff-5-typing-chat');
  await technician.composer.fill('');

  await staff.send('screen.png', 'image/png', picture);
  await technician.page.locator('.message-staff .file-link img').waitFor();
  await technician.page.locator('.block .evidence').getByText('screen.png').waitFor();
  await technician.send('steps.png', 'image/png', picture);
  await staff.pictures.nth(1).waitFor();
  await keepBoth('6-files', staff, technician);

  const before = [await staff.transcript(), await technician.transcript()];
  await Promise.all([staff.page.reload(), technician.page.reload()]);
  await Promise.all([staff.sees(said.edited), technician.sees(said.edited)]);
  await staff.pictures.nth(1).waitFor();
  await technician.page.locator('.message .file-link').nth(1).waitFor();
  assert.deepEqual([await staff.transcript(), await technician.transcript()], before);
  await keepBoth('7-reloaded', staff, technician);
}

async function talkThroughKill(server: TestServer, staff: Staff, technician: Technician): Promise<void> {
  await Promise.all([
    staff.write('S3 There was a box with nine numbers'),
    technician.write('T3 Do not read them out'),
  ]);
  await server.kill();
  await staff.page.getByText('The line to Callcheck dropped').waitFor();
  await technician.page.getByText('The line to the desk dropped').waitFor();
  await staff.write('S4 Are you still there?');
  await technician.write('T4 I look at the computer now');
  await keepBoth('8-down', staff, technician);
  await server.start();
  await Promise.all([technician.sees('S4'), staff.sees('T4')]);
  await Promise.all([staff.write('S5 Thank you'), technician.sees('S5')]);
  await Promise.all([technician.write('T5 All is well'), staff.sees('T5')]);
  await staff.page.waitForTimeout(1000);
  await keepBoth('9-back', staff, technician);
  const [atStaff, atDesk] = [marks(await staff.transcript()), marks(await technician.transcript())];
  assert.deepEqual(atStaff, atDesk, 'both read the same in the same order');
  assert.deepEqual(
    atDesk.filter((mark) => mark.startsWith('S')),
    said.staff,
  );
  assert.deepEqual(
    atDesk.filter((mark) => mark.startsWith('T')),
    said.technician,
  );
}

/** The mark in front of each of our own messages. */
function marks(transcript: readonly string[]): string[] {
  return transcript.flatMap((text) => /^[ST]\d(?= )/.exec(text) ?? []);
}

async function close(staff: Staff, technician: Technician): Promise<void> {
  const { page } = technician;
  await page.getByLabel('Get them off the line first').check();
  await page.locator('.tick').first().waitFor();
  const initials = await page.locator('.tick abbr').first().innerText();
  assert.match(initials, /^[A-Z]{1,3}$/);
  const botSaid = await page.locator('.message-bot').count();
  await page.getByRole('button', { name: 'Close case' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('A scam').check();
  await dialog.getByRole('radiogroup', { name: 'Was the bot right?' }).getByLabel('Yes').check();
  await dialog.getByLabel('Note').fill('AnyDesk was not installed.');
  await keepBoth('10-closing', staff, technician);
  await dialog.getByRole('button', { name: 'Close case' }).click();
  await page.getByRole('button', { name: 'Open it again' }).waitFor();
  await staff.sees(/closed your case: it was a scam/);
  assert.match((await technician.blocks()).get('How it ended') ?? '', /A scam[^]*AnyDesk was not installed/);
  assert.deepEqual(await technician.botWhileOwned(), [], 'the bot spoke while a technician had the chat');
  assert.ok((await page.locator('.message-bot').count()) > botSaid);
  await keepBoth('11-closed', staff, technician);
  await staff.write('Now a woman from the bank wants me to move our money to a safe account');
  await see.stopCards(staff.page).nth(1).waitFor();
  assert.deepEqual(fromPages(staff, technician), []);
}

/** What the browsers complained of, but for the line that we cut. */
function fromPages(staff: Staff, technician: Technician): string[] {
  const all = [...staff.complaints, ...technician.complaints];
  return all.filter((complaint) => !complaint.includes('ERR_CONNECTION_REFUSED'));
}

async function keepBoth(name: string, staff: Staff, technician: Technician): Promise<void> {
  await see.keepScreenshot(staff.page, `handoff-${name}-chat`);
  await see.keepScreenshot(technician.page, `handoff-${name}-desk`);
}
