import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerTimes, bookedFor, clockOf } from '../../../src/handoff/clock/level.ts';
import { Settings } from '../../../src/settings/schema.ts';

const alone = Settings.parse({});
const onCall = Settings.parse({ onCall: [{ name: 'Alex', phone: '020 7946 0020' }] });

const monday = (time: string): string => `2026-11-23T${time}:00.000Z`;
const saturday = (time: string): string => `2026-11-21T${time}:00.000Z`;

describe('the clock of a case', () => {
  for (const [what, settings, priority, opened, now, dueAt, share, state] of [
    ['has just begun', alone, 'P3', monday('10:00'), monday('10:00'), monday('11:00'), 0, 'running'],
    ['is half gone', alone, 'P3', monday('10:00'), monday('10:30'), monday('11:00'), 50, 'running'],
    ['is not quite used up', alone, 'P2', monday('10:00'), monday('10:14'), monday('10:15'), 93, 'running'],
    ['is just used up', alone, 'P2', monday('10:00'), monday('10:15'), monday('10:15'), 100, 'running'],
    ['is missed', alone, 'P1', monday('10:00'), monday('10:06'), monday('10:05'), 120, 'missed'],
    [
      'stops counting at some time',
      alone,
      'P1',
      monday('09:00'),
      monday('17:00'),
      monday('09:05'),
      1000,
      'missed',
    ],
    [
      'stands still on a Saturday',
      alone,
      'P3',
      saturday('10:00'),
      saturday('20:00'),
      monday('10:00'),
      0,
      'running',
    ],
    [
      'goes on at night for an urgent case',
      onCall,
      'P1',
      saturday('10:00'),
      saturday('10:03'),
      saturday('10:05'),
      60,
      'running',
    ],
    [
      'stands still at night when nobody is on call',
      alone,
      'P1',
      saturday('10:00'),
      saturday('10:03'),
      monday('09:05'),
      0,
      'running',
    ],
    [
      'stands still at night for others',
      onCall,
      'P3',
      saturday('10:00'),
      saturday('10:30'),
      monday('10:00'),
      0,
      'running',
    ],
    [
      'takes an unknown priority for an ordinary one',
      alone,
      'urgent',
      monday('10:00'),
      monday('10:30'),
      monday('11:00'),
      50,
      'running',
    ],
    ['was set back', alone, 'P1', monday('10:00'), monday('09:00'), monday('10:05'), 0, 'running'],
  ] as const)
    it(what, () => {
      const found = { priority, openedAt: opened, acceptedAt: null, closedAt: null };
      assert.deepEqual(clockOf(found, new Date(now), settings), { dueAt, share, state });
    });

  for (const [what, acceptedAt, closedAt, share, state] of [
    ['was met in time', monday('10:12'), null, 80, 'met'],
    ['was met at the last moment', monday('10:15'), monday('12:00'), 100, 'met'],
    ['was missed', monday('10:30'), monday('12:00'), 200, 'missed'],
    ['was stopped by closing', null, monday('10:03'), 20, 'stopped'],
  ] as const)
    it(`${what}, and stands still from then on`, () => {
      const found = { priority: 'P2', openedAt: monday('10:00'), acceptedAt, closedAt };
      assert.deepEqual(clockOf(found, new Date(monday('17:00')), alone), {
        dueAt: monday('10:15'),
        share,
        state,
      });
    });

  it('has no end when the desk never opens', () => {
    const closed = Settings.parse({ officeHours: { days: [] } });
    const found = { priority: 'P3', openedAt: monday('10:00'), acceptedAt: null, closedAt: null };
    assert.deepEqual(clockOf(found, new Date(monday('12:00')), closed), {
      dueAt: null,
      share: 0,
      state: 'running',
    });
  });
});

describe('when a case that is opened now should be taken', () => {
  it('is promised in open hours, and for the next day in the evening', () => {
    assert.deepEqual(answerTimes(alone, new Date(monday('10:00'))), {
      P1: monday('10:05'),
      P2: monday('10:15'),
      P3: monday('11:00'),
      P4: '2026-11-24T09:30:00.000Z',
    });
    assert.equal(answerTimes(alone, new Date(saturday('20:00'))).P3, monday('10:00'));
  });

  it('is promised for hours in which somebody is at the desk, also when somebody is on call at night', () => {
    assert.equal(answerTimes(onCall, new Date(saturday('09:00'))).P1, monday('09:05'));
    assert.equal(answerTimes(onCall, new Date(monday('10:00'))).P1, monday('10:05'));
  });

  it('is what a person who waits on is told again, and another time only once that one is over', () => {
    for (const settings of [alone, onCall])
      for (const priority of ['P1', 'P2', 'P3', 'P4'] as const)
        for (const opened of [saturday('09:00'), monday('08:00'), monday('10:00'), monday('17:29')]) {
          const promised = answerTimes(settings, new Date(opened))[priority] ?? '';
          const since = Date.parse(opened);
          const before = new Date(Date.parse(promised) - 1000);
          assert.equal(bookedFor(settings, priority, since, before), promised, `${priority} ${opened}`);
          const after = bookedFor(settings, priority, since, new Date(promised)) ?? '';
          assert.ok(after > promised, `${priority} ${opened}: ${after}`);
        }
    const missed = bookedFor(alone, 'P3', Date.parse(monday('10:00')), new Date(monday('17:30')));
    assert.equal(missed, '2026-11-24T10:00:00.000Z');
  });

  it('is promised for nothing that nobody is ever there for', () => {
    const never = Settings.parse({ officeHours: { days: [] } });
    assert.deepEqual(answerTimes(never, new Date(monday('10:00'))), {});
  });
});
