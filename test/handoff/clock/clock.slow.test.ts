import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { caseOf, turnOf } from '../../storage/samples.ts';
import { simulate } from './simulated.ts';

const alex = { name: 'Alex', phone: '020 7946 0020' };
const jo = { name: 'Jo', phone: '020 7946 0021' };
const onCall = { onCall: [alex, jo] };
const join = { kind: 'join', takeOver: false } as const;
const close = { kind: 'close', closing: { outcome: 'scam', botWasRight: 'yes', note: '' } } as const;

describe('a person who waits', () => {
  for (const [what, priority, from, until, settings, phone, told] of [
    [
      'with a P1 is given the numbers one after the other',
      'P1',
      'Mon 10:00',
      'Mon 10:10',
      onCall,
      '020 7946 0018',
      ['Mon 10:02 Alex', 'Mon 10:04 Jo', 'Mon 10:06 the IT desk'],
    ],
    [
      'with a P1 and no number is told a time',
      'P1',
      'Mon 10:00',
      'Mon 12:00',
      {},
      undefined,
      ['Mon 10:05 Tuesday 24 November at 09:05'],
    ],
    [
      'with a P1 at night is given the numbers at once, and then a time',
      'P1',
      'Fri 23:00',
      'Fri 23:10',
      onCall,
      undefined,
      ['Fri 23:00 Alex', 'Fri 23:02 Jo', 'Fri 23:04 Monday 30 November at 09:05'],
    ],
    [
      'with a P2 is given a number when its time is up',
      'P2',
      'Mon 10:00',
      'Mon 10:16',
      onCall,
      undefined,
      ['Mon 10:15 Alex'],
    ],
    [
      'with a P2 is given a number when the desk closes',
      'P2',
      'Mon 17:25',
      'Mon 17:31',
      onCall,
      undefined,
      ['Mon 17:30 Alex'],
    ],
    [
      'with a P3 is told a time when the desk closes, and the number when its time is up',
      'P3',
      'Mon 17:00',
      'Tue 12:00',
      onCall,
      '020 7946 0018',
      ['Mon 17:30 Tuesday 24 November at 09:30', 'Tue 09:30 the IT desk'],
    ],
    [
      'with a P4 at the weekend is told a time',
      'P4',
      'Sat 12:00',
      'Sat 13:00',
      {},
      undefined,
      ['Sat 12:00 Monday 30 November at 17:00'],
    ],
  ] as const)
    it(what, async (context) => {
      const stage = await simulate(context, settings, phone);
      stage.goTo(from);
      await stage.openCase(priority);
      await stage.tick();
      await stage.runUntil(until, from.slice(0, 3) === until.slice(0, 3) ? 1 : 30);
      assert.deepEqual(stage.told, told);
    });

  it('is told everything once, however often the process restarts', async (context) => {
    const stage = await simulate(context, onCall, '020 7946 0018');
    const id = await stage.openCase('P1');
    for (const minutes of ['01', '02', '03', '04', '05', '06', '08', '12']) {
      await stage.runUntil(`Mon 10:${minutes}`);
      await stage.restart();
      await stage.tick();
      await stage.tick();
    }
    assert.deepEqual(stage.told, ['Mon 10:02 Alex', 'Mon 10:04 Jo', 'Mon 10:06 the IT desk']);
    assert.equal((await stage.notes(id)).length, 6, 'three warnings and three numbers');
  });

  it('is told once however many ticks run at the same time', async (context) => {
    const stage = await simulate(context, onCall);
    await stage.openCase('P1');
    stage.goTo('Mon 10:02');
    await Promise.all([stage.tick(), stage.tick(), stage.tick()]);
    assert.deepEqual(stage.told, ['Mon 10:02 Alex']);
  });

  it('after a long stop is told the first number first, and warned once', async (context) => {
    const stage = await simulate(context, onCall);
    const id = await stage.openCase('P1');
    stage.goTo('Mon 10:30');
    await stage.restart();
    await stage.tick();
    await stage.runUntil('Mon 10:35');
    assert.deepEqual(stage.told, ['Mon 10:30 Alex', 'Mon 10:32 Jo']);
    const warned = (await stage.notes(id)).filter((note) => note.includes('per cent'));
    assert.deepEqual(warned.length, 1);
    assert.match(warned[0] ?? '', /100 per cent/);
  });

  it('is told no time that is over', async (context) => {
    const stage = await simulate(context);
    stage.goTo('Sat 12:00');
    await stage.openCase('P3');
    stage.goTo('Mon 09:30');
    await stage.tick();
    assert.deepEqual(stage.told, []);
  });

  it('is told no more once somebody has the case, and anew when it is handed back', async (context) => {
    const stage = await simulate(context, onCall);
    const id = await stage.openCase('P1');
    await stage.runUntil('Mon 10:02');
    await stage.desk(id, join);
    await stage.runUntil('Mon 10:40');
    assert.deepEqual(stage.told, ['Mon 10:02 Alex']);
    await stage.desk(id, { kind: 'hand-back' });
    await stage.setPriority(id, 'P1');
    await stage.runUntil('Mon 10:43');
    assert.deepEqual(stage.told, ['Mon 10:02 Alex', 'Mon 10:42 Alex']);
  });

  it('is told no more once a case is given to somebody, whoever had it', async (context) => {
    const stage = await simulate(context, onCall);
    const id = await stage.openCase('P1');
    await stage.desk(id, { kind: 'assign', to: { id: 'alex', name: 'Alex' }, asLead: true });
    await stage.runUntil('Mon 10:40');
    assert.deepEqual(stage.told, []);
  });

  it('is not told of another case while a technician talks with them', async (context) => {
    const stage = await simulate(context, onCall);
    const first = await stage.openCase('P1', 'c1');
    await stage.say('c1', 'start again');
    const second = await stage.openCase('P1', 'c1');
    assert.notEqual(first, second);
    await stage.desk(first, join);
    await stage.runUntil('Mon 10:20');
    assert.deepEqual(stage.told, []);
    await stage.desk(first, close);
    await stage.runUntil('Mon 10:21');
    assert.deepEqual(stage.told, ['Mon 10:21 Alex']);
  });

  it('is told nothing more when the case is closed', async (context) => {
    const stage = await simulate(context, onCall);
    const id = await stage.openCase('P1');
    await stage.desk(id, join);
    await stage.desk(id, close);
    await stage.runUntil('Mon 11:00');
    assert.deepEqual(stage.told, []);
  });

  it('whose channel is down is told nothing twice: the next try is left to who delivers', async (context) => {
    const stage = await simulate(context, onCall);
    await stage.openCase('P1');
    stage.line.isDown = true;
    await stage.runUntil('Mon 10:03');
    assert.deepEqual((await stage.storage.undeliveredTurns(['clock'])).length, 1);
    stage.line.isDown = false;
    await stage.runUntil('Mon 10:03');
    assert.deepEqual(stage.told, []);
    assert.match(stage.logged.join('\n'), /could not be told/);
  });

  it('does not wait for another whose case cannot be read', async (context) => {
    const stage = await simulate(context, onCall);
    const broken = await stage.openCase('P1', 'broken');
    await stage.openCase('P1', 'well');
    const readCase = stage.storage.readCase.bind(stage.storage);
    stage.storage.readCase = async (id) => {
      if (id === broken) throw new Error('damaged');
      return await readCase(id);
    };
    await stage.runUntil('Mon 10:02');
    assert.deepEqual(stage.told, ['Mon 10:02 Alex']);
    assert.match(stage.logged.join('\n'), /could not be looked at damaged/);
  });
});

describe('the desk', () => {
  it('is warned at 50, 80 and 100 per cent, once each', async (context) => {
    const stage = await simulate(context);
    const id = await stage.openCase('P3');
    await stage.runUntil('Mon 12:00');
    assert.deepEqual(
      (await stage.notes(id)).map((note) => /^(\S+ \S+) .*?(\d+) per cent/.exec(note)?.slice(1).join(' ')),
      ['Mon 10:30 50', 'Mon 10:48 80', 'Mon 11:00 100', undefined],
    );
  });

  it('is not warned of a lower share when the priority is lowered', async (context) => {
    const stage = await simulate(context);
    const id = await stage.openCase('P2');
    await stage.runUntil('Mon 10:20');
    await stage.setPriority(id, 'P4');
    await stage.runUntil('Mon 14:30');
    const warned = (await stage.notes(id)).filter((note) => note.includes('per cent'));
    assert.equal(warned.length, 3);
  });
});

describe('cases that wait for ever', () => {
  it('are left alone once they had everything, until they change', async (context) => {
    const stage = await simulate(context, onCall);
    const id = await stage.openCase('P1', 'c1');
    await stage.runUntil('Mon 18:00');
    const looks = mock.method(stage.storage, 'handledTimes');
    assert.equal(await stage.tick(), 0);
    assert.equal(looks.mock.callCount(), 0);
    await stage.setPriority(id, 'P2');
    await stage.tick();
    assert.equal(looks.mock.callCount(), 1);
  });

  it('keep nobody else from being told, however many there are', async (context) => {
    const stage = await simulate(context, onCall);
    for (let count = 0; count < 501; count++) {
      const turn = turnOf({});
      const old = caseOf(turn.conversation, { priority: 'P1', openedAt: '2026-11-01T10:00:00.000Z' });
      await stage.storage.commitTurn({ ...turn, cases: [old] });
    }
    await stage.openCase('P4');
    await stage.runUntil('Mon 18:00', 60);
    assert.equal(stage.told.length, 1, 'when the desk closes');
  });
});
