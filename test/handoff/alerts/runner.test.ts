import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  approveStaffAlert,
  draftStaffAlert,
  listStaffAlerts,
  withdrawStaffAlert,
} from '../../../src/handoff/alerts/desk.ts';
import { openMailbox } from '../../support/mailbox.ts';
import { blocked, lee, simulate, words, type Simulated } from './simulated.ts';

const told = (who: string, title = words.title): string => `msteams/${who}: Alert: ${title}`;
const settled = (who: string, title = words.title): string => `${told(who, title)} (settled)`;

describe('an alert', () => {
  it('reaches everybody in Teams once, however often the runner looks and the server restarts', async (test) => {
    const stage = await simulate(test);
    for (const who of ['a', 'b', 'c']) await stage.meet(who);
    await approve(stage);
    assert.equal(await stage.tick(), 3);
    assert.equal(await stage.tick(), 0);
    await stage.restart();
    assert.equal(await stage.tick(), 0);
    assert.deepEqual(stage.cards.toSorted(), [told('a'), told('b'), told('c')]);
  });

  it('reaches whoever opens the bot while it counts', async (test) => {
    const stage = await simulate(test);
    await approve(stage);
    await stage.tick();
    await stage.meet('late');
    await stage.tick();
    assert.deepEqual(stage.cards, [told('late')]);
  });

  it('reaches nobody before a lead approved it', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    await draftStaffAlert(stage.desk, lee, { client: 'main', words, groups: ['teams'] });
    assert.equal(await stage.tick(), 0);
  });

  it('goes to a named group alone, by what its people sign in with', async (test) => {
    const stage = await simulate(test, {
      clients: [
        {
          id: 'main',
          name: 'Main',
          alertGroups: [{ id: 'desk', name: 'Desk', teams: ['JO@a.example', 'c', 'gone'] }],
        },
      ],
    });
    await stage.meet('a', { login: 'jo@A.example' });
    await stage.meet('b', { login: 'other@a.example' });
    await stage.meet('c');
    await approve(stage, { groups: ['group:desk'] });
    await stage.tick();
    assert.deepEqual(stage.cards.toSorted(), [told('a'), told('c')]);
    assert.equal((await peopleOf(stage)).notInTeams, 1);
  });

  it('never goes to the people of another client', async (test) => {
    const stage = await simulate(test, twoClients);
    await stage.meet('ours', { client: 'acme' });
    await stage.meet('theirs', { client: 'bright' });
    await approve(stage, { client: 'acme', groups: ['teams', 'chat', 'group:all'] });
    await stage.tick();
    assert.deepEqual(stage.cards, [told('ours')]);
  });

  it('is good for fourteen days, and then stands without its buttons', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    await approve(stage);
    await stage.tick();
    stage.pass(13.9);
    assert.equal(await stage.tick(), 0);
    stage.pass(0.2);
    await stage.meet('late');
    await stage.tick();
    assert.equal(await stage.tick(), 0);
    assert.deepEqual(stage.cards, [told('a'), settled('a')]);
  });

  it('that is withdrawn reaches nobody more, and is settled where it was shown', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    const { id, version } = await approve(stage);
    await stage.tick();
    await stage.meet('late');
    await withdrawStaffAlert(stage.desk, lee, id, { version });
    await stage.restart();
    await stage.tick();
    await stage.tick();
    assert.deepEqual(stage.cards, [told('a'), settled('a')]);
  });

  it('that was answered is not touched when it ends', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    const { id } = await approve(stage);
    await stage.tick();
    const tap = { verb: 'alert', alert: id, answer: 'got-it' } as const;
    await stage.turn('msteams/a', { kind: 'tapped', tap });
    stage.pass(15);
    assert.equal(await stage.tick(), 0);
  });
});

describe('a week', () => {
  it('has two alerts for anybody, the oldest first; the third waits', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    for (const title of ['One', 'Two', 'Three']) await approve(stage, { title });
    await stage.tick();
    assert.deepEqual(stage.cards, [told('a', 'One'), told('a', 'Two')]);
    assert.equal((await peopleOf(stage)).held, 1);
    stage.pass(6.9);
    await stage.tick();
    assert.equal(stage.cards.length, 2);
    stage.pass(0.2);
    await stage.tick();
    assert.deepEqual(stage.cards.slice(2), [told('a', 'Three')]);
  });

  it('drops the third when it ended meanwhile', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    await approve(stage, { title: 'One' });
    await approve(stage, { title: 'Two' });
    const { id, version } = await approve(stage, { title: 'Three' });
    await stage.tick();
    await withdrawStaffAlert(stage.desk, lee, id, { version });
    stage.pass(8);
    await stage.tick();
    assert.equal(stage.cards.length, 2);
  });
});

describe('somebody who cannot be reached', () => {
  it('is told at the desk, and alerted once they are back', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    await stage.storage.markTeamsPerson('msteams/a', 'removed', '2026-11-23T10:00:00.000Z');
    await approve(stage);
    await stage.tick();
    assert.equal((await peopleOf(stage)).unreachable, 1);
    assert.equal(await stage.tick(), 0);
    stage.pass(1);
    await stage.meet('a');
    await stage.tick();
    assert.deepEqual(stage.cards, [told('a')]);
    assert.deepEqual([(await peopleOf(stage)).got, (await peopleOf(stage)).unreachable], [1, 0]);
  });

  it('takes no place in their week', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    stage.lost.set('msteams/a', blocked());
    await approve(stage, { title: 'One' });
    await approve(stage, { title: 'Two' });
    await approve(stage, { title: 'Three' });
    await stage.tick();
    const { alerts } = await listStaffAlerts(stage.desk, lee);
    assert.deepEqual(
      alerts.map(({ people }) => [people.unreachable, people.held]),
      [
        [1, 0],
        [1, 0],
        [1, 0],
      ],
    );
  });

  it('is tried again while the line is down, and holds up nobody', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    await stage.meet('b');
    stage.lost.set('msteams/a', new Error('the line is down'));
    await approve(stage);
    await stage.tick();
    assert.deepEqual(stage.cards, [told('b')]);
    assert.equal((await peopleOf(stage)).onItsWay, 1);
    await stage.restart();
    stage.lost.clear();
    await stage.tick();
    assert.deepEqual(stage.cards, [told('b'), told('a')]);
  });

  it('is not alerted after the end, when the line comes back too late', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    stage.lost.set('msteams/a', new Error('the line is down'));
    await approve(stage);
    await stage.tick();
    stage.pass(15);
    stage.lost.clear();
    await stage.tick();
    assert.deepEqual(stage.cards, []);
    assert.equal((await peopleOf(stage)).missed, 1);
  });
});

describe('the process dies', () => {
  it('between the claim and the card: the card is shown once', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    const { id } = await approve(stage);
    const place = {
      alert: id,
      person: 'teams:a',
      way: 'teams',
      login: null,
      conversation: 'msteams/a',
    } as const;
    await stage.storage.claimAlert({ ...place, at: '2026-11-23T10:00:00.000Z', since: '', most: 2 });
    await stage.restart();
    await stage.tick();
    await stage.tick();
    assert.deepEqual(stage.cards, [told('a')]);
  });

  it('between the card and its mark: the card is shown once', async (test) => {
    const stage = await simulate(test);
    await stage.meet('a');
    const { id } = await approve(stage);
    await stage.tick();
    const place = {
      alert: id,
      person: 'teams:a',
      way: 'teams',
      login: null,
      conversation: 'msteams/a',
    } as const;
    await stage.storage.setDelivery({ ...place, state: 'sending', why: null });
    await stage.restart();
    await stage.tick();
    assert.deepEqual(stage.cards, [told('a')]);
    assert.equal((await peopleOf(stage)).got, 1);
  });

  it('while an email was sent: nobody reads it twice, and the desk is told', async (test) => {
    const { stage, box } = await withMail(test);
    const { id } = await approve(stage, { groups: ['group:desk'] });
    const address = 'jo@a.example';
    const place = {
      alert: id,
      person: `email:${address}`,
      way: 'email',
      login: address,
      conversation: null,
    } as const;
    await stage.storage.claimAlert({ ...place, at: '2026-11-23T10:00:00.000Z', since: '', most: 2 });
    await stage.restart();
    await stage.tick();
    assert.equal(box.mails.length, 0);
    assert.equal((await peopleOf(stage)).unknown, 1);
  });
});

describe('an email', () => {
  it('is one for each person, as plain text that nothing in it can change', async (test) => {
    const { stage, box } = await withMail(test, ['jo@a.example', 'sam@a.example']);
    const hostile = 'Bank\r\nBcc: all <script> http://evil.example/ \u202Ex';
    await approve(stage, { groups: ['group:desk'], title: hostile, text: `${hostile}\n.\nDATA` });
    await stage.tick();
    await stage.tick();
    assert.deepEqual(box.recipients.flat().toSorted(), ['jo@a.example', 'sam@a.example']);
    for (const mail of box.mails) {
      assert.equal(mail.to?.length, 1);
      assert.equal(mail.bcc, undefined);
      assert.equal(mail.html, undefined);
      assert.match(mail.subject ?? '', /^Alert: Bank Bcc: all/);
      assert.match(mail.text ?? '', /hxxp:\/\/evil\[\.\]example/);
      assert.ok(!mail.text?.includes('\u202E'));
    }
  });

  it('is not sent to whoever was reached in Teams', async (test) => {
    const { stage, box } = await withMail(test);
    await stage.meet('a', { login: 'Jo@A.example' });
    await approve(stage, { groups: ['teams', 'group:desk'] });
    await stage.tick();
    await stage.tick();
    assert.deepEqual([stage.cards, box.mails.length], [[told('a')], 0]);
  });

  it('is sent to whoever could not be reached in Teams', async (test) => {
    const { stage, box } = await withMail(test);
    await stage.meet('a', { login: 'jo@a.example' });
    stage.lost.set('msteams/a', blocked());
    await approve(stage, { groups: ['teams', 'group:desk'] });
    await stage.tick();
    stage.lost.clear();
    await stage.meet('a');
    await stage.tick();
    assert.deepEqual([stage.cards, box.mails.length], [[], 1]);
  });

  it('waits while the mail server is busy, and is given up when it says never', async (test) => {
    const { stage, box } = await withMail(test);
    box.answer = () => Object.assign(new Error('busy'), { responseCode: 451 });
    await approve(stage, { groups: ['group:desk'] });
    await stage.tick();
    assert.equal((await peopleOf(stage)).unreachable, 1);
    box.answer = () => Object.assign(new Error('no such mailbox'), { responseCode: 550 });
    await stage.tick();
    assert.equal((await peopleOf(stage)).missed, 1);
    box.answer = () => undefined;
    assert.equal(await stage.tick(), 0);
  });

  it('waits while there is no mail server to speak to', async (test) => {
    const stage = await simulate(test, mailSettings(1, ['jo@a.example']));
    await approve(stage, { groups: ['group:desk'] });
    await stage.tick();
    assert.equal((await peopleOf(stage)).unreachable, 1);
  });
});

const twoClients = {
  clients: [
    { id: 'acme', name: 'Acme', alertGroups: [{ id: 'all', name: 'All', teams: ['theirs'] }] },
    { id: 'bright', name: 'Bright' },
  ],
};

type Wanted = { client?: string; groups?: string[]; title?: string; text?: string };

async function approve(
  stage: Simulated,
  { client = 'main', groups = ['teams'], ...more }: Wanted = {},
): Promise<{ id: string; version: number }> {
  const { desk } = stage;
  const request = { words: { ...words, ...more }, groups };
  const { id, version } = await draftStaffAlert(desk, lee, { client, ...request });
  stage.pass(0.001);
  return await approveStaffAlert(desk, lee, id, { ...request, version });
}

async function peopleOf({ desk }: Simulated) {
  const { alerts } = await listStaffAlerts(desk, lee);
  return alerts.find(({ status }) => status !== 'draft')?.people ?? assert.fail('no alert');
}

async function withMail(test: TestContext, emails = ['jo@a.example']) {
  const box = await openMailbox(test);
  return { box, stage: await simulate(test, mailSettings(box.port, emails)) };
}

function mailSettings(port: number, emails: string[]) {
  const target = { kind: 'email', id: 'mail', to: ['desk@a.example'], from: 'callcheck@a.example' };
  return {
    clients: [{ id: 'main', name: 'Main', alertGroups: [{ id: 'desk', name: 'Desk', emails }] }],
    targets: [
      {
        ...target,
        host: '127.0.0.1',
        port,
        security: 'none',
        user: 'callcheck',
        passwordSecret: 'MAIL_PASSWORD',
      },
    ],
  };
}
