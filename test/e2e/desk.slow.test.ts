import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, suite, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findBarriers } from './barriers.ts';
import { sharedBrowser } from './browser.ts';
import { builtDesk } from './desk/built.ts';
import { type DeskDouble, startDouble } from './desk/double.ts';
import { alex } from './desk/seed.ts';
import * as see from './visit.ts';

/** The real page in a real browser, against a double of the desk API. */
let browser: Browser;
let built: string;
let desk: DeskDouble;
before(async () => {
  [browser, built] = await Promise.all([sharedBrowser(), builtDesk()]);
});

const first = 'CC-7F3K2';
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };
const open = (hash: string, options: BrowserContextOptions = see.desktop) =>
  see.visit(browser, `${desk.address}${hash}`, { locale: 'en-GB', ...options });
const titles = (page: Page) => page.locator('.case-line-title').allInnerTexts();
const composer = (page: Page) => page.getByLabel('Message to the person');
const writes = (page: Page, text: string) =>
  composer(page)
    .fill(text)
    .then(() => composer(page).press('Enter'));
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector(':is(a, button):focus')?.textContent ?? '');
const mine = (page: Page) => page.locator('.message-mine .message-text').allInnerTexts();

suite('the desk', () => {
  beforeEach(async () => {
    desk = await startDouble(built);
  });
  afterEach(() => desk.close());

  test('the list shows the most urgent first, narrows by filter, and stays as it was after a reload', async () => {
    const { page, complaints, end } = await open('#/');
    await page.getByText('Remote access given,').waitFor();
    assert.equal((await titles(page)).length, 4);
    await page.getByLabel('Priority').selectOption('P2');
    await page.getByText('1 waiting, 0 with you, 1 in this list').waitFor();
    await page.reload();
    await page.getByText('1 waiting, 0 with you, 1 in this list').waitFor();
    await page.getByLabel('Priority').selectOption('');
    await page.getByLabel('Client').selectOption('harbour');
    await page.getByText('1 in this list').waitFor();
    await page.getByLabel('Client').selectOption('');
    await page.getByLabel('Search cases').fill('supplier');
    await page.getByText('1 in this list').waitFor();
    assert.match((await titles(page))[0] ?? '', /supplier/);
    await page.getByLabel('Search cases').fill('');
    await page.getByLabel('Only mine').check();
    await page.getByText('No case fits these filters').waitFor();
    assert.deepEqual(complaints, []);
    await end();
  });

  test('the clock ticks, and what happens elsewhere shows by itself', async () => {
    const { page, end } = await open('#/');
    const clock = page.locator('.case-line').first().locator('.clock-time');
    const atFirst = await clock.innerText();
    await page.waitForFunction(
      (text) => document.querySelector('.clock-time')?.textContent !== text,
      atFirst,
    );
    desk.change(first, { status: 'accepted', technician: alex }, 'accepted', alex.name);
    await page.locator('.case-line').first().getByText('Alex Moor').waitFor();
    await end();
  });

  test('who asks whether it was us stands above every page, and whoever it was sees the words', async () => {
    const { page, complaints, end } = await open('#/insights', phone);
    await page.getByRole('heading', { name: 'Insights' }).waitFor();
    const now = new Date().toISOString();
    desk.memory.checks = [
      {
        id: 'check-1',
        case: first,
        client: 'main',
        clientName: 'Northgate Supplies',
        person: { name: 'Jo Hart', contact: null },
        askedAt: now,
        dueAt: new Date(Date.now() + 60_000).toISOString(),
        own: false,
        technician: null,
        words: null,
      },
    ];
    desk.change(first, {}, 'check-asked', 'bot');
    await page.getByRole('heading', { name: /Did you ring Jo Hart/ }).waitFor();
    await page.getByText('If they rang you, do not press it').waitFor();
    assert.deepEqual(await findBarriers(page), []);
    await page.getByRole('button', { name: 'I rang them' }).tap();
    await page.getByText('copper').waitFor();
    assert.equal(await page.getByRole('button', { name: 'I rang them' }).count(), 0);
    assert.deepEqual(complaints, []);
    await end();
  });

  test('a line that dropped is told of, comes back, and what was missed is read', async () => {
    const { page, end } = await open('#/');
    await page.getByText('Remote access given,').waitFor();
    desk.fail('down');
    await page.getByText('The line to the desk dropped').waitFor();
    desk.change(first, { status: 'accepted', technician: alex }, 'accepted', alex.name);
    desk.fail('none');
    await page.locator('.case-line').first().getByText('Alex Moor').waitFor();
    await page.getByText('The line to the desk dropped').waitFor({ state: 'detached' });
    await end();
  });

  test('a case shows its blocks in order of need, and what a caller wrote does nothing', async () => {
    const { page, complaints, end } = await open(`#/cases/${first}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const blocks = await page.locator('.block h2').allInnerTexts();
    assert.deepEqual(blocks, [
      'What has happened',
      'Person',
      'Caller',
      'What the caller wanted',
      'What the bot says',
      'Done so far',
      'Timeline and notes',
      'Evidence',
      'Related cases and tickets',
      'What to do',
      'How it ended',
    ]);
    assert.equal(await page.locator('.numbers').getByText('Do not ring').count(), 2);
    assert.equal(await page.locator('a[href^="tel:"], a[href*="support-fix"]').count(), 0);
    const shown = await page.locator('main').innerText();
    assert.match(shown, /hxxp:\/\/support-fix\[\.\]example\[\.\]com/);
    assert.doesNotMatch(shown, /http:\/\/support-fix/);
    assert.match(
      shown,
      /Alert to staff\s+They said that it is the call of this alert: A caller wants AnyDesk/,
    );
    assert.match(
      shown,
      /Can be reached in Teams\s+No, because they blocked the bot\. Since [^.]+\. Ring them instead\./,
    );
    assert.equal(await page.locator('main img[src="x"], main script').count(), 0);
    assert.doesNotMatch(await page.title(), /^owned/);
    assert.deepEqual(complaints, []);
    await end();
  });

  test('a technician takes a case, talks, edits, sends a file, ticks, notes and closes', async () => {
    const { page, complaints, end } = await open(`#/cases/${first}`);
    await page.getByRole('button', { name: 'Take this case' }).click();
    await page.getByText('You answer').waitFor();
    assert.ok(
      await composer(page).evaluate((box) => box === document.activeElement),
      'the focus is in the chat',
    );
    for (const text of ['Hello Jo, I am Sam.', 'Is the cable out?', 'Good.']) await writes(page, text);
    await page.locator('.message-mine:not(.message-waiting)').nth(2).waitFor();
    await page.locator('.message-waiting').first().waitFor({ state: 'detached' });
    assert.deepEqual(await mine(page), ['Hello Jo, I am Sam.', 'Is the cable out?', 'Good.']);

    desk.news('typing', { conversation: `talk-${first}` });
    await page.getByText('Jo Hart is typing').waitFor();
    desk.say(first, { id: 'late', from: 'staff', name: 'Jo Hart', text: 'Yes. See evil.example.com' });
    await page.getByText('Yes. See evil[.]example[.]com').waitFor();

    await page.locator('.message-mine').last().getByRole('button', { name: 'Change this message' }).click();
    await page.getByLabel('Change the message').fill('Well done.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.message-mine').last().getByText('changed').waitFor();
    assert.equal((await mine(page)).at(-1), 'Well done.');

    const picture = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('89504e47', 'hex') };
    await page.getByLabel('Files to send').setInputFiles(picture);
    await page.locator('.chosen-files').getByLabel('Ready').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.message-mine .file-link').waitFor();
    assert.equal(await page.getByText('(taken back)').count(), 0);

    await page.getByLabel('Take the computer off the network').click();
    await page.locator('.tick').getByText('SF').waitFor();
    await page.getByLabel('Add a note').fill('Laptop 14 is here.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.locator('.timeline-note').getByText('Laptop 14 is here.').waitFor();

    await page.getByRole('button', { name: 'Close case' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Close case' }).click();
    await dialog.getByText('Choose what it was.').waitFor();
    await dialog.getByLabel('A scam').check();
    await dialog.getByRole('radiogroup', { name: 'Was the bot right?' }).getByLabel('Yes').check();
    await dialog.getByLabel('Note').fill('AnyDesk is gone.');
    await see.keepScreenshot(page, 'desk-close');
    await dialog.getByRole('button', { name: 'Close case' }).click();
    await page.getByRole('button', { name: 'Open it again' }).waitFor();
    await page.getByText('AnyDesk is gone.').first().waitFor();
    assert.deepEqual(complaints, []);
    await end();
  });

  test('what was written while the line was down is sent after a reload, once and in order', async () => {
    const { page, end } = await open(`#/cases/${first}`);
    await page.getByRole('button', { name: 'Take this case' }).click();
    await page.getByText('You answer').waitFor();
    // The server does what it is asked, and its answer is lost: the browser cannot know.
    desk.fail('lost-answers');
    await writes(page, 'First');
    await page
      .getByText('Not sent yet')
      .or(page.locator('.message-mine:not(.message-waiting)'))
      .first()
      .waitFor();
    desk.fail('down');
    await writes(page, 'Second');
    await writes(page, 'Third');
    await page.reload();
    await page.waitForTimeout(300);
    desk.fail('none');
    await page.getByText('Third').waitFor();
    await page.locator('.message-waiting').first().waitFor({ state: 'detached' });
    assert.deepEqual(await mine(page), ['First', 'Second', 'Third']);
    const said = (desk.memory.messages.get(first) ?? [])
      .filter(({ mine: own }) => own)
      .map(({ text }) => text);
    assert.deepEqual(said, ['First', 'Second', 'Third']);
    await end();
  });

  test('whoever comes second is told who was first', async () => {
    const { page, end } = await open(`#/cases/${first}`);
    await page.getByRole('button', { name: 'Take this case' }).waitFor();
    // Alex is first, and the news of it has not come yet.
    desk.memory.cases = desk.memory.cases.map((one) =>
      one.id === first ? { ...one, status: 'accepted', technician: alex, version: one.version + 1 } : one,
    );
    await page.getByRole('button', { name: 'Take this case' }).click();
    await page.getByText('Alex Moor took this case first.').waitFor();
    await page.getByRole('button', { name: 'Take over from Alex Moor' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
    await page.getByText('You answer').waitFor();

    // The page reads the case once more after its own change.
    await page.waitForTimeout(500);
    desk.memory.cases = desk.memory.cases.map((one) =>
      one.id === first ? { ...one, version: one.version + 1 } : one,
    );
    await page.getByRole('button', { name: 'Change priority' }).click();
    await page.getByLabel('P2: Soon').check();
    await page.getByLabel('Why?').fill('The call is over.');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText('Alex Moor changed this first.').waitFor();
    await end();
  });

  test('a case is given to somebody else by keys alone, and whoever had it writes no longer', async () => {
    const { page, complaints, end } = await open(`#/cases/${first}`);
    await page.getByRole('button', { name: 'Take this case' }).click();
    await page.getByText('You answer').waitFor();
    await page.getByRole('button', { name: 'Give to…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You can then no longer write to them.').waitFor();
    await dialog.getByLabel('Who takes it?').waitFor();
    await dialog.getByRole('button', { name: 'Give the case' }).press('Enter');
    await dialog.getByText('Choose who takes it.').waitFor();
    assert.deepEqual(await dialog.getByRole('option').allInnerTexts(), ['Choose somebody', 'Alex Moor']);
    await dialog.getByLabel('Who takes it?').focus();
    await page.keyboard.type('Alex');
    await dialog.getByText('Last seen at the desk or in Teams').waitFor();
    await see.keepScreenshot(page, 'desk-give');
    assert.deepEqual(await findBarriers(page), []);
    await dialog.getByRole('button', { name: 'Give the case' }).press('Enter');
    await page.getByText('Alex Moor answers').waitFor();
    await page.locator('.timeline').getByText('Given to Alex Moor').waitFor();
    assert.equal(await composer(page).count(), 0);
    assert.ok(
      await page.evaluate(() => document.activeElement?.closest('.case-head-side') !== null),
      'the focus is at what can be done now',
    );
    assert.deepEqual(complaints, []);
    await end();
  });

  test('a session that ended asks to sign in, and keeps what was written', async () => {
    const { page, end } = await open(`#/cases/${first}`);
    await page.getByRole('button', { name: 'Take this case' }).click();
    await page.getByText('You answer').waitFor();
    await composer(page).fill('Are you there?');
    desk.fail('signed-out');
    await composer(page).press('Enter');
    await page.getByText('You were signed out.').waitFor();
    await see.keepScreenshot(page, 'desk-sign-in');
    assert.deepEqual(await findBarriers(page), []);
    desk.fail('none');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.message-mine:not(.message-waiting)').getByText('Are you there?').waitFor();
    await end();
  });

  test('a message that was given up can be tried again, and every chart has its numbers', async () => {
    const { page, complaints, end } = await open('#/alerts');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Messages that did not arrive').waitFor({ state: 'detached' });
    assert.deepEqual(desk.memory.retried, ['d1']);
    await page.getByRole('link', { name: 'Insights' }).click();
    const charts = page.locator('.chart-card');
    await charts.first().waitFor();
    const count = await charts.count();
    assert.equal(count, 4);
    const said = await page.locator('main').innerText();
    assert.match(said, /half are faster, week from \d+ \w+/);
    assert.ok(!/last week/i.test(said), 'the newest week is not over, or may be long ago');
    for (let index = 0; index < count; index += 1) {
      const chart = charts.nth(index);
      assert.match((await chart.getByRole('link').getAttribute('href')) ?? '', /insights\.csv\?table=\w+/);
      await chart.getByRole('button', { name: /as a table/ }).click();
      assert.ok((await chart.locator('tbody tr').count()) > 0);
    }
    assert.deepEqual(complaints, []);
    await end();
  });

  test('in the directory a change of somebody else is approved, one’s own only taken back, and a file’s faults are told', async () => {
    const { page, complaints, end } = await open('#/directory');
    await page.getByText('Waiting for approval 4').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve Jo Hart' }).count(), 0);
    await page.getByRole('button', { name: 'Take back Jo Hart' }).click();
    await page.getByRole('button', { name: 'Approve all 2' }).click();
    await page.getByText('Waiting for approval 1').waitFor();
    assert.match(await page.locator('main').innerText(), /hxxp:\/\/evil\[\.\]example|<img src=x>/);
    assert.equal(await page.locator('main img').count(), 0);

    await page.getByLabel('Search the directory').fill('0161 9');
    await page.getByText('Nothing fits').waitFor();
    await page.getByLabel('Search the directory').fill('0161 4960123');
    await page.getByText('Review was due on').waitFor();
    assert.equal(await page.locator('.held-number').count(), 1);

    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Landlord');
    await page.getByRole('textbox', { name: 'Number' }).fill('0161 496 0199');
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByText('it has no country code').waitFor();
    assert.deepEqual(await findBarriers(page), []);
    await page.getByRole('textbox', { name: 'Number' }).fill('+44 161 496 0199');
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const fault = {
      line: 3,
      what: 'number: it is empty',
      why: 'there would be nothing to ring',
      fix: 'write it',
    };
    desk.memory.imported = { kind: 'refused', faults: [fault], more: 2 };
    await page.getByText('Bring many at once').click();
    const file = { name: 'held.csv', mimeType: 'text/csv', buffer: Buffer.from('kind\n') };
    await page.getByLabel('CSV file').setInputFiles(file);
    await page.getByText('Line 3: number: it is empty').waitFor();
    assert.deepEqual(await findBarriers(page), []);
    assert.deepEqual(
      complaints.filter((line) => !line.includes('400')),
      [],
    );
    await end();
  });

  test('the keyboard alone is enough, and the focus goes where the work goes on', async () => {
    const { page, end } = await open('#/');
    await page.getByText('Remote access given,').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to the main part');
    await page.keyboard.press('Enter');
    for (let steps = 0; steps < 20 && !(await focused(page)).includes('Remote access'); steps += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Take this case' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
    for (let steps = 0; steps < 20 && (await focused(page)) !== 'Take this case'; steps += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('You answer').waitFor();
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await page.locator('.message-mine').getByText('Hello').waitFor();
    await page.getByRole('button', { name: 'Close case' }).press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Close case');
    await end();
  });

  test('a case is closed by keyboard alone, and a second Enter opens it again for nobody', async () => {
    const abroad = {
      ...see.desktop,
      locale: 'en-US',
      timezoneId: 'America/New_York',
      reducedMotion: 'no-preference',
    } as const;
    const { page, complaints, end } = await open(`#/cases/${first}`, abroad);
    await page.getByRole('button', { name: 'Take this case' }).press('Enter');
    await page.getByText('You answer').waitFor();
    const tip = await page.locator('time').first().getAttribute('title');
    assert.match(tip ?? '', /^\w+, \d+ \w+ \d{4} at \d\d:\d\d:\d\d (GMT|BST)$/);
    await page.getByRole('button', { name: 'Close case' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Close case' }).press('Enter');
    await dialog.getByText('Choose what it was.').waitFor();
    await dialog.getByRole('radio', { name: 'A scam' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Space');
    await dialog.getByRole('button', { name: 'Close case' }).press('Enter');
    await dialog.getByRole('radio', { name: 'Yes' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.type('He rang off');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The case is closed.').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    await page.keyboard.press('Enter');
    assert.deepEqual(desk.memory.cases.find(({ id }) => id === first)?.closing, {
      outcome: 'scam',
      botWasRight: 'no',
      note: 'He rang off',
    });
    assert.deepEqual(complaints, []);
    await end();
  });

  test('a search is told how many it found, and the way back to all cases forgets it', async () => {
    const { page, complaints, end } = await open('#/');
    const search = page.getByLabel('Search cases');
    await search.waitFor();
    await search.pressSequentially('supplier');
    await page.getByRole('status').getByText('1 in this list').waitFor();
    assert.equal(await search.inputValue(), 'supplier');
    await page.getByRole('link', { name: 'Cases', exact: true }).press('Enter');
    await page.getByRole('status').getByText('4 in this list').waitFor();
    await page.waitForTimeout(400);
    assert.deepEqual([await search.inputValue(), new URL(page.url()).hash], ['', '#/cases']);
    assert.deepEqual(complaints, []);
    await end();
  });

  for (const width of [320, 390])
    test(`every place of the desk is within reach on a screen of ${width} px`, async () => {
      const { page, complaints, end } = await open('#/directory', { viewport: { width, height: 844 } });
      const places = page.getByRole('navigation', { name: 'Desk' });
      await places.getByRole('button', { name: 'More' }).waitFor();
      const shown = await places.getByRole('link').allInnerTexts();
      assert.ok(shown.includes('Directory'), 'the place one is at does not show');
      for (const link of await places.getByRole('link').all()) {
        const box = await link.boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= width, `${await link.innerText()} is cut`);
      }
      await places.getByRole('button', { name: 'More' }).press('Enter');
      const more = await page.getByRole('menuitem').allInnerTexts();
      await see.keepScreenshot(page, `desk-places-${width}`);
      assert.equal(shown.length + more.length, 7, [...shown, ...more].join());
      await page.getByRole('menuitem', { name: 'Audit' }).press('Enter');
      await page.getByRole('heading', { name: 'Audit' }).waitFor();
      assert.deepEqual(complaints, []);
      await end();
    });

  const all = ['cases', `cases/${first}`, 'alerts', 'campaigns', 'insights', 'directory', 'people', 'audit'];
  const some = ['cases', `cases/${first}`, 'insights'];
  const looks = [
    { look: 'desktop-light', pages: all, query: '', options: { ...see.desktop, colorScheme: 'light' } },
    { look: 'desktop-dark', pages: all, query: '', options: { ...see.desktop, colorScheme: 'dark' } },
    { look: 'phone-light', pages: all, query: '', options: { ...phone, colorScheme: 'light' } },
    { look: 'phone-dark', pages: all, query: '?theme=dark', options: { ...see.phone, colorScheme: 'light' } },
    {
      look: 'teams-contrast',
      pages: some,
      query: '?theme=contrast',
      options: { ...see.desktop, colorScheme: 'light' },
    },
    {
      look: 'forced-colours',
      pages: some,
      query: '',
      options: { ...phone, colorScheme: 'dark', forcedColors: 'active' },
    },
  ] as const;
  for (const { look, query, pages, options } of looks) {
    test(`no barrier on any page, and nothing to scroll sideways (${look})`, async () => {
      const { page, end } = await open(`${query}#/`, options);
      const barriers: string[] = [];
      const inspect = async (name: string): Promise<void> => {
        barriers.push(...(await findBarriers(page)).map((barrier) => `${name}: ${barrier}`));
      };
      for (const name of pages) {
        await page.goto(`${desk.address}${query}#/${name}`);
        await page.locator('main h1').waitFor();
        await page.waitForTimeout(name === 'insights' ? 1500 : 500);
        await see.keepScreenshot(page, `desk-${name.replace(`/${first}`, '-one')}-${look}`);
        await inspect(name);
        assert.ok(
          await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
          `${name} is too wide`,
        );
      }
      await page.goto(`${desk.address}${query}#/cases/${first}`);
      await page.getByRole('button', { name: 'Take this case' }).click();
      await composer(page).waitFor();
      await writes(page, 'I am here now, Jo.');
      await page.getByText('I am here now, Jo.').waitFor();
      await see.keepScreenshot(page, `desk-chat-${look}`);
      await inspect('chat');
      await page.getByRole('button', { name: 'Close case' }).click();
      await page.getByRole('dialog').waitFor();
      await inspect('closing');
      assert.deepEqual(barriers, []);
      await end();
    });
  }
});
