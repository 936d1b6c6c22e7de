import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  approveStaffAlert,
  draftStaffAlert,
  listStaffAlerts,
  withdrawStaffAlert,
} from '../../../src/handoff/alerts/desk.ts';
import { lee, simulate, words, type Simulated } from './simulated.ts';

const seat = { conversation: 'c1', user: 'dl_1', client: 'main' };

describe('the alerts beside the chat', () => {
  it('are those for everybody on the chat page, while they count', async (test) => {
    const stage = await simulate(test);
    await approve(stage, 'Teams alone', ['teams']);
    const shown = await approve(stage, 'Chat', ['chat']);
    await draftStaffAlert(stage.desk, lee, { client: 'main', words, groups: ['chat'] });
    assert.deepEqual(await stage.banner(seat), ['Chat']);
    assert.deepEqual(await stage.banner(seat), ['Chat']);
    await withdrawStaffAlert(stage.desk, lee, shown.id, shown);
    assert.deepEqual(await stage.banner(seat), []);
  });

  it('end after fourteen days', async (test) => {
    const stage = await simulate(test);
    await approve(stage, 'Chat', ['chat']);
    stage.pass(13.9);
    assert.deepEqual(await stage.banner(seat), ['Chat']);
    stage.pass(0.2);
    assert.deepEqual(await stage.banner(seat), []);
  });

  it('are never those of another client', async (test) => {
    const stage = await simulate(test, {
      clients: [
        { id: 'main', name: 'A' },
        { id: 'bright', name: 'B' },
      ],
    });
    const { id } = await approve(stage, 'Chat', ['chat']);
    const theirs = { ...seat, client: 'bright' };
    assert.deepEqual(await stage.banner(theirs), []);
    assert.equal(await stage.answer(theirs, id, 'got-it'), false);
  });

  it('are two a week', async (test) => {
    const stage = await simulate(test);
    for (const title of ['One', 'Two', 'Three']) await approve(stage, title, ['chat']);
    assert.deepEqual(await stage.banner(seat), ['One', 'Two']);
    stage.pass(7.1);
    assert.deepEqual(await stage.banner(seat), ['One', 'Two', 'Three']);
  });

  it('go once they were answered, and are counted', async (test) => {
    const stage = await simulate(test);
    const { id } = await approve(stage, 'Chat', ['chat']);
    await stage.banner(seat);
    assert.equal(await stage.answer(seat, id, 'got-it'), true);
    assert.deepEqual(await stage.banner(seat), []);
    assert.deepEqual(await countsOf(stage), { got: 1, read: 1, hadThisCall: 0 });
    assert.deepEqual(stage.said, []);
  });

  it('lead to the story of whoever had the call, once', async (test) => {
    const stage = await simulate(test);
    const { id } = await approve(stage, 'Chat', ['chat']);
    await stage.banner(seat);
    await stage.answer(seat, id, 'had-this-call');
    await stage.answer(seat, id, 'had-this-call');
    assert.equal(stage.said.length, 1);
    assert.match(stage.said[0] ?? '', /^c1: Thank you for telling us.* Tell me what they said/);
    assert.deepEqual(await countsOf(stage), { got: 1, read: 0, hadThisCall: 1 });
  });

  it('follow the person into a new chat', async (test) => {
    const stage = await simulate(test);
    const { id } = await approve(stage, 'Chat', ['chat']);
    await stage.banner(seat);
    const next = { ...seat, conversation: 'c2' };
    assert.deepEqual(await stage.banner(next), ['Chat']);
    await stage.answer(next, id, 'got-it');
    assert.deepEqual(await countsOf(stage), { got: 1, read: 1, hadThisCall: 0 });
  });

  it('take no answer from somebody to whom they were not given', async (test) => {
    const stage = await simulate(test);
    const { id } = await approve(stage, 'Chat', ['chat']);
    await stage.banner(seat);
    assert.equal(await stage.answer({ ...seat, user: 'dl_2' }, id, 'had-this-call'), false);
    assert.equal(await stage.answer(seat, 'AL-other', 'had-this-call'), false);
    assert.deepEqual(await countsOf(stage), { got: 1, read: 0, hadThisCall: 0 });
  });
});

describe('a tap in Teams', () => {
  for (const [what, conversation, expected] of [
    ['counts for whoever was alerted', 'msteams/a', 1],
    ['that was forged in another chat counts nothing', 'msteams/b', 0],
  ] as const)
    it(what, async (test) => {
      const stage = await simulate(test);
      await stage.meet('a');
      const { id } = await approve(stage, 'Teams', ['teams']);
      await stage.tick();
      const tap = { verb: 'alert', alert: id, answer: 'had-this-call' } as const;
      await stage.turn(conversation, { kind: 'tapped', tap });
      assert.equal((await countsOf(stage)).hadThisCall, expected);
    });
});

async function approve(stage: Simulated, title: string, groups: string[]) {
  const request = { words: { ...words, title }, groups };
  const { id, version } = await draftStaffAlert(stage.desk, lee, { client: 'main', ...request });
  stage.pass(0.001);
  return await approveStaffAlert(stage.desk, lee, id, { ...request, version });
}

async function countsOf({ desk }: Simulated) {
  const { alerts } = await listStaffAlerts(desk, lee);
  const { got, read, hadThisCall } = alerts[0]?.people ?? assert.fail('no alert');
  return { got, read, hadThisCall };
}
