import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addOpenTime,
  closingAfter,
  isOpen,
  nextOpening,
  openTimeBetween,
  type OfficeHours,
} from '../../../src/handoff/clock/office-hours.ts';
import { Settings } from '../../../src/settings/schema.ts';

/** Monday to Friday, 09:00 to 17:30 in London; 21 November 2026 is a Saturday. */
const usual = Settings.parse({}).officeHours;
const ms = (at: string): number => Date.parse(at);
const iso = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString().replace(':00.000Z', 'Z');
const hours = (given: Partial<OfficeHours>): OfficeHours => ({ ...usual, ...given });
const everyDay = (from: string, to: string): OfficeHours['days'] =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to }));

describe('the desk', () => {
  for (const [what, given, at, open, closes, opens] of [
    ['on a Monday morning', usual, '2026-11-23T10:00Z', true, '2026-11-23T17:30Z', '2026-11-24T09:00Z'],
    ['the moment it opens', usual, '2026-11-23T09:00Z', true, '2026-11-23T17:30Z', '2026-11-24T09:00Z'],
    ['the moment it closes', usual, '2026-11-23T17:30Z', false, '2026-11-23T17:30Z', '2026-11-24T09:00Z'],
    ['on a Friday night', usual, '2026-11-20T20:00Z', false, '2026-11-20T20:00Z', '2026-11-23T09:00Z'],
    [
      'in summer, by the wall clock',
      usual,
      '2026-07-06T08:00Z',
      true,
      '2026-07-06T16:30Z',
      '2026-07-07T08:00Z',
    ],
    [
      'after the clocks went back',
      usual,
      '2026-10-23T18:00Z',
      false,
      '2026-10-23T18:00Z',
      '2026-10-26T09:00Z',
    ],
    ['after they went forward', usual, '2026-03-27T18:00Z', false, '2026-03-27T18:00Z', '2026-03-30T08:00Z'],
    [
      'before a bank holiday',
      hours({ closed: ['2026-12-25', '2026-12-28'] }),
      '2026-12-24T18:00Z',
      false,
      '2026-12-24T18:00Z',
      '2026-12-29T09:00Z',
    ],
    [
      'over a lunch break',
      hours({ days: [...everyDay('13:00', '17:00'), ...everyDay('09:00', '12:00')] }),
      '2026-11-23T12:30Z',
      false,
      '2026-11-23T12:30Z',
      '2026-11-23T13:00Z',
    ],
    [
      'over midnight',
      hours({
        days: [
          { day: 1, from: '22:00', to: '24:00' },
          { day: 2, from: '00:00', to: '06:00' },
        ],
      }),
      '2026-11-23T23:00Z',
      true,
      '2026-11-24T06:00Z',
      '2026-11-30T22:00Z',
    ],
    ['never open', hours({ days: [] }), '2026-11-23T10:00Z', false, '2026-11-23T10:00Z', undefined],
  ] as const)
    it(`${what} knows whether it is open, when it closes and when it opens next`, () => {
      assert.deepEqual(
        [isOpen(given, ms(at)), iso(closingAfter(given, ms(at))), iso(nextOpening(given, ms(at)))],
        [open, closes, opens],
      );
    });

  for (const [what, given, from, minutes, until] of [
    ['within a day', usual, '2026-11-23T10:00Z', 60, '2026-11-23T11:00Z'],
    ['to the last moment of a day', usual, '2026-11-23T16:30Z', 60, '2026-11-23T17:30Z'],
    ['over a night', usual, '2026-11-23T17:00Z', 60, '2026-11-24T09:30Z'],
    ['over a weekend', usual, '2026-11-20T17:00Z', 60, '2026-11-23T09:30Z'],
    ['from a weekend', usual, '2026-11-21T12:00Z', 60, '2026-11-23T10:00Z'],
    ['over two days', usual, '2026-11-23T09:00Z', 510 + 60, '2026-11-24T10:00Z'],
    [
      'over the hour that is there twice',
      hours({ days: everyDay('00:00', '24:00') }),
      '2026-10-25T00:00Z',
      180,
      '2026-10-25T03:00Z',
    ],
  ] as const)
    it(`counts open minutes ${what}, there and back`, () => {
      const end = addOpenTime(given, ms(from), minutes * 60_000);
      assert.equal(iso(end), until);
      assert.equal(openTimeBetween(given, ms(from), ms(until), Infinity), minutes * 60_000);
    });

  it('counts no more than it is asked to, nothing backwards, and ends when it never opens', () => {
    assert.equal(openTimeBetween(usual, ms('2026-01-01T00:00Z'), ms('2026-12-31T00:00Z'), 1000), 1000);
    assert.equal(openTimeBetween(usual, ms('2026-11-23T11:00Z'), ms('2026-11-23T10:00Z'), Infinity), 0);
    assert.equal(addOpenTime(hours({ days: [] }), ms('2026-11-23T11:00Z'), 1), undefined);
  });
});
