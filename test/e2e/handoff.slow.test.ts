import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bringTogether, complaintsOf, desktop, half, keepBoth } from './handoff/together.ts';
import type { Staff } from './handoff/staff.ts';
import type { Technician } from './handoff/technician.ts';
import { sharedBrowser } from './browser.ts';
import type { TestServer } from './server.ts';
import * as see from './visit.ts';

/** Staff in one browser profile, a technician in another, and the real program between them, which is killed and comes back. */

const story =
  'A man from Microsoft is on the phone now and wants me to install AnyDesk. The number 020 7946 0101 shows.';
const contact = 'Jo Hart, extension 214';
test('a technician answers in the same window, and a kill of the server loses and doubles nothing', async (t) => {
  const { server, staff, technician } = await bringTogether(t, { chat: half, desk: desktop });
  await askForPerson(staff, technician);
  await takeCase(staff, technician);
  await talk(staff, technician);
  await talkThroughKill(server, staff, technician);
  await close(staff, technician);
});

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

const staffSaid = [
  'I have hung up.',
  'No. I stopped when it asked for a number.',
  'There were nine numbers in a box.',
  'Are you still there?',
  'Thank you.',
] as const;
const technicianSaid = [
  'Hello Jo. Please hang up now. You owe him nothing.',
  'Well done. Did he get on to your computer at all?',
  'Do not read them out to anybody.',
  'I am looking at your computer now.',
  'All is well. You did the right thing.',
] as const;
const beforeEdit = 'Well done. Did he get on to your computer?';

async function talk(staff: Staff, technician: Technician): Promise<void> {
  await Promise.all([technician.write(technicianSaid[0]), staff.sees(technicianSaid[0])]);
  await Promise.all([staff.write(staffSaid[0]), technician.sees(staffSaid[0])]);
  await Promise.all([technician.write(beforeEdit), staff.sees(beforeEdit)]);
  await Promise.all([staff.write(staffSaid[1]), technician.sees(staffSaid[1])]);
  await technician.change(beforeEdit, technicianSaid[1]);
  await staff.sees(technicianSaid[1]);
  await technician.message('changed').waitFor();

  await see.box(staff.page).pressSequentially('and then');
  await technician.page.locator('.relay-typing').getByText('is typing').waitFor();
  await see.keepScreenshot(technician.page, 'handoff-5-typing-desk');
  await see.box(staff.page).fill('');
  await technician.composer.pressSequentially('look');
  await staff.typing.waitFor();
  await staff.page.waitForTimeout(700);
  await see.keepScreenshot(staff.page, 'handoff-5-typing-chat');
  await technician.composer.fill('');

  const [screen, steps] = await Promise.all([draw(enterNumber), draw(pullCable)]);
  await staff.send('screen.png', 'image/png', screen);
  await technician.page.locator('.message-staff .file-link img').waitFor();
  await technician.page.locator('.block .evidence').getByText('screen.png').waitFor();
  await technician.send('steps.png', 'image/png', steps);
  await staff.pictures.nth(1).waitFor();
  await keepBoth('6-files', staff, technician);

  const earlier = [await staff.transcript(), await technician.transcript()];
  await Promise.all([staff.page.reload(), technician.page.reload()]);
  await Promise.all([staff.sees(technicianSaid[1]), technician.sees(technicianSaid[1])]);
  await staff.pictures.nth(1).waitFor();
  await technician.page.locator('.message .file-link').nth(1).waitFor();
  assert.deepEqual([await staff.transcript(), await technician.transcript()], earlier);
  await keepBoth('7-reloaded', staff, technician);
}

const enterNumber = 'AnyDesk <p>Enter the nine numbers that you see: <b>123 456 789</b>';
const pullCable = 'The cable <p>Pull out the <b>blue</b> one, at the back on the left.';

/** A small picture of a screen. */
async function draw(content: string): Promise<Buffer> {
  const page = await (await sharedBrowser()).newPage({ viewport: { width: 400, height: 170 } });
  await page.setContent(
    `<body style="margin:0;padding:24px;background:#e9eef3;font:20px sans-serif">${content}</body>`,
  );
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function talkThroughKill(server: TestServer, staff: Staff, technician: Technician): Promise<void> {
  await Promise.all([staff.write(staffSaid[2]), technician.write(technicianSaid[2])]);
  await server.kill();
  await staff.page.getByText('The line to Callcheck dropped').waitFor();
  await technician.page.getByText('The line to the desk dropped').waitFor();
  await staff.write(staffSaid[3]);
  await technician.write(technicianSaid[3]);
  await keepBoth('8-down', staff, technician);
  await server.start();
  await Promise.all([technician.sees(staffSaid[3]), staff.sees(technicianSaid[3])]);
  await Promise.all([staff.write(staffSaid[4]), technician.sees(staffSaid[4])]);
  await Promise.all([technician.write(technicianSaid[4]), staff.sees(technicianSaid[4])]);
  await staff.page.waitForTimeout(1000);
  await keepBoth('9-back', staff, technician);
  assert.equal(await staff.page.getByText(/^Send failed/).count(), 0);
  const [atStaff, atDesk] = [ours(await staff.transcript()), ours(await technician.transcript())];
  assert.deepEqual(atStaff, atDesk, 'both read the same in the same order');
  assert.deepEqual(
    atDesk.filter((text) => isOf(staffSaid, text)),
    staffSaid,
  );
  assert.deepEqual(
    atDesk.filter((text) => isOf(technicianSaid, text)),
    technicianSaid,
  );
}

/** What the two said, without the bot; twice when it stands there twice. */
function ours(transcript: readonly string[]): string[] {
  return transcript.filter((text) => isOf(staffSaid, text) || isOf(technicianSaid, text));
}

function isOf(said: readonly string[], text: string): boolean {
  return said.includes(text);
}

async function close(staff: Staff, technician: Technician): Promise<void> {
  const { page } = technician;
  await page.getByLabel('Get them off the line first').click();
  await page.locator('.tick').first().waitFor();
  const initials = await page.locator('.tick abbr').first().innerText();
  assert.match(initials, /^[A-Z]{1,3}$/);
  await page.getByRole('button', { name: 'Close case' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('A scam').check();
  await dialog.getByRole('radiogroup', { name: 'Was the bot right?' }).getByLabel('Yes').check();
  await dialog.getByLabel('Note').fill('AnyDesk was not installed.');
  await keepBoth('10-closing', staff, technician);
  await dialog.getByRole('button', { name: 'Close case' }).click();
  await page.getByRole('button', { name: 'Open it again' }).waitFor();
  await Promise.all([
    staff.sees(/closed your case: it was a scam/),
    technician.sees('When there is another call'),
  ]);
  assert.match((await technician.blocks()).get('How it ended') ?? '', /A scam[^]*AnyDesk was not installed/);
  assert.deepEqual(await technician.botWhileOwned(), [], 'the bot spoke while a technician had the chat');
  await keepBoth('11-closed', staff, technician);
  await staff.write('Now a woman from the bank wants me to move our money to a safe account');
  await see.stopCards(staff.page).nth(1).waitFor();
  assert.deepEqual(complaintsOf(staff, technician), []);
}
