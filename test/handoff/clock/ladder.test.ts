import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildLadder } from '../../../src/handoff/clock/ladder.ts';
import { Settings } from '../../../src/settings/schema.ts';

const alex = { name: 'Alex', phone: '020 7946 0020' };
const sam = { name: 'Sam', phone: '020 7946 0021' };
const nobody = Settings.parse({});
const two = Settings.parse({ onCall: [alex, sam] });
const desk = { name: 'the IT desk', phone: '020 7946 0018' };
const noDesk = { name: 'the IT desk', phone: undefined };

/** 21 November 2026 is a Saturday; `closed` marks what is left out while the desk is open. */
const ladders: readonly [
  what: string,
  priority: 'P1' | 'P2' | 'P3' | 'P4',
  since: string,
  settings: typeof two,
  itDesk: typeof desk | typeof noDesk,
  rungs: string[],
][] = [
  [
    'P1 in the day',
    'P1',
    'Mon 10:00',
    two,
    desk,
    ['Mon 10:02 Alex', 'Mon 10:04 Sam', 'Mon 10:06 the IT desk', 'Mon 10:08 booked, closed'],
  ],
  [
    'P1 in the day, nobody on call',
    'P1',
    'Mon 10:00',
    nobody,
    desk,
    ['Mon 10:02 the IT desk', 'Mon 10:04 booked, closed'],
  ],
  ['P1 in the day, no number at all', 'P1', 'Mon 10:00', nobody, noDesk, ['Mon 10:05 booked']],
  [
    'P1 just before closing',
    'P1',
    'Mon 17:29',
    two,
    noDesk,
    ['Mon 17:30 Alex', 'Mon 17:32 Sam', 'Mon 17:34 booked, closed'],
  ],
  [
    'P1 at the weekend',
    'P1',
    'Sat 22:00',
    two,
    noDesk,
    ['Sat 22:00 Alex', 'Sat 22:02 Sam', 'Sat 22:04 booked, closed'],
  ],
  [
    'P1 at the weekend, nobody on call',
    'P1',
    'Sat 22:00',
    nobody,
    desk,
    ['Sat 22:00 the IT desk', 'Sat 22:02 booked, closed'],
  ],
  ['P1 at the weekend, no number at all', 'P1', 'Sat 22:00', nobody, noDesk, ['Sat 22:00 booked']],
  [
    'P2 in the day',
    'P2',
    'Mon 10:00',
    two,
    noDesk,
    ['Mon 10:15 Alex', 'Mon 10:17 Sam', 'Mon 10:19 booked, closed'],
  ],
  [
    'P2 just before closing',
    'P2',
    'Mon 17:20',
    two,
    noDesk,
    ['Mon 17:30 Alex', 'Mon 17:32 Sam', 'Mon 17:34 booked, closed'],
  ],
  [
    'P2 at the weekend',
    'P2',
    'Sat 22:00',
    two,
    noDesk,
    ['Sat 22:00 Alex', 'Sat 22:02 Sam', 'Sat 22:04 booked, closed'],
  ],
  [
    'P3 in the day',
    'P3',
    'Mon 10:00',
    two,
    desk,
    ['Mon 17:30 booked, closed', 'Mon 11:00 the IT desk', 'Mon 11:00 booked, closed'],
  ],
  [
    'P3 in the day, no number',
    'P3',
    'Mon 10:00',
    two,
    noDesk,
    ['Mon 17:30 booked, closed', 'Mon 11:00 booked'],
  ],
  [
    'P3 just before closing',
    'P3',
    'Mon 17:00',
    two,
    noDesk,
    ['Mon 17:30 booked, closed', 'Tue 09:30 booked'],
  ],
  ['P3 at the weekend', 'P3', 'Sat 22:00', two, noDesk, ['Sat 22:00 booked, closed', 'Mon 10:00 booked']],
  [
    'P4 at the weekend',
    'P4',
    'Sat 22:00',
    nobody,
    desk,
    ['Sat 22:00 booked, closed', 'Mon 17:00 the IT desk', 'Mon 17:00 booked, closed'],
  ],
];

describe('the ladder of', () => {
  for (const [what, priority, since, settings, itDesk, rungs] of ladders)
    it(what, () => {
      const built = buildLadder(priority, timeOf(since), settings, itDesk);
      const written = built.map(({ at, onlyWhenClosed, tells }) => {
        const told = tells.kind === 'number' ? tells.name : 'booked';
        return `${dayOf(at)} ${told}${onlyWhenClosed ? ', closed' : ''}`;
      });
      assert.deepEqual(written, rungs);
      assert.equal(new Set(built.map(({ name }) => name)).size, built.length);
    });

  it('every case ends in a number or a booked time, whatever is set up', () => {
    for (const priority of ['P1', 'P2', 'P3', 'P4'] as const)
      for (const settings of [nobody, two])
        for (const itDesk of [desk, noDesk])
          for (const since of ['Mon 03:00', 'Mon 10:00', 'Mon 17:29', 'Sat 12:00']) {
            const built = buildLadder(priority, timeOf(since), settings, itDesk);
            assert.ok(
              built.some(({ tells, onlyWhenClosed }) => tells.kind === 'number' || !onlyWhenClosed),
              `${priority} ${since}`,
            );
          }
  });
});

const days: Readonly<Record<string, string>> = {
  Sat: '2026-11-21',
  Sun: '2026-11-22',
  Mon: '2026-11-23',
  Tue: '2026-11-24',
};

function timeOf(written: string): number {
  const [day = '', time = ''] = written.split(' ');
  return Date.parse(`${days[day]}T${time}Z`);
}

function dayOf(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const day = Object.keys(days).find((name) => days[name] === date) ?? date;
  return `${day} ${time.slice(0, 5)}`;
}
