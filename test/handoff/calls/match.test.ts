import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findCase, isSameNumber } from '../../../src/handoff/calls/match.ts';
import type { StoredCall } from '../../../src/storage/api-port.ts';
import type { StoredCase } from '../../../src/storage/port.ts';

const call: StoredCall = {
  id: 'r1',
  key: 'k1',
  call: 'c1',
  client: 'main',
  number: '+441614960123',
  direction: 'inbound',
  startedAt: '2026-11-21T10:00:00.000Z',
  endedAt: '2026-11-21T10:10:00.000Z',
  extension: '204',
  person: 'Priya Nair',
  recording: null,
  receivedAt: '2026-11-21T10:11:00.000Z',
  case: null,
};
const withheld = { ...call, number: null, extension: null, person: null };

type Told = {
  id?: string;
  client?: string;
  openedAt?: string;
  number?: string;
  whose?: string;
  withheld?: boolean;
  name?: string;
  contact?: string;
};

function caseOf(told: Told = {}): StoredCase {
  const { id = 'CC-1', client = 'main', openedAt = '2026-11-21T10:05:00.000Z', number, name, contact } = told;
  const numbers = number === undefined ? [] : [{ number, kind: 'valid', whose: told.whose ?? 'showed' }];
  const person = { id: 'u1', channel: 'webchat', language: 'en-GB', name, contact };
  return {
    id,
    client,
    conversation: id,
    openedAt,
    priority: 'P3',
    status: 'waiting',
    technician: null,
    acceptedAt: null,
    closedAt: null,
    brief: { person, caller: { numbers, withheld: told.withheld ?? false } },
    closing: null,
  };
}

const idOf = (about: StoredCall, ...cases: Told[]) => findCase(about, cases.map(caseOf))?.id;

describe('a call belongs to a case', () => {
  for (const [name, about, told] of [
    ['with the number it showed', call, { number: '0161 496 0123' }],
    ['with the number the caller gave', call, { number: '(0161) 496-0123', whose: 'given' }],
    ['of the person who was rung', { ...call, number: null }, { name: 'priya nair' }],
    ['of the person as the other system knows them', { ...call, person: 'U1' }, {}],
    ['whose person is reached at the extension', call, { contact: 'Priya, ext. 204' }],
    ['that says withheld, while it lasted', withheld, { withheld: true }],
    ['that says withheld, just after it', withheld, { withheld: true, openedAt: '2026-11-21T10:39:00.000Z' }],
    ['told hours later', call, { number: '01614960123', openedAt: '2026-11-22T10:09:00.000Z' }],
    [
      'told a moment before, by another clock',
      call,
      { number: '01614960123', openedAt: '2026-11-21T09:51:00.000Z' },
    ],
  ] as const)
    it(name, () => assert.equal(idOf(about, told), 'CC-1'));

  it('that was told while it lasted, of several with the same number', () => {
    const number = '0161 496 0123';
    const cases = [
      { id: 'CC-1', number, openedAt: '2026-11-21T10:30:00.000Z' },
      { id: 'CC-2', number, openedAt: '2026-11-21T10:09:00.000Z' },
      { id: 'CC-3', number, openedAt: '2026-11-21T09:55:00.000Z' },
    ];
    assert.equal(idOf(call, ...cases), 'CC-2');
    assert.equal(idOf(call, ...cases.toReversed()), 'CC-2');
  });

  it('by number and person rather than by number, and by number rather than by person', () => {
    const number = '0161 496 0123';
    assert.equal(idOf(call, { id: 'CC-1', number }, { id: 'CC-2', number, name: 'Priya Nair' }), 'CC-2');
    assert.equal(idOf(call, { id: 'CC-1', name: 'Priya Nair' }, { id: 'CC-2', number }), 'CC-2');
  });
});

describe('a call belongs to no case', () => {
  for (const [name, about, ...told] of [
    ['when there is none', call],
    ['when nothing but the time fits', call, {}],
    ['of another client', call, { number: '0161 496 0123', name: 'Priya Nair', client: 'other' }],
    ['that showed another number, whoever was rung', call, { number: '020 7946 0999', name: 'Priya Nair' }],
    ['told more than a day later', call, { number: '0161 496 0123', openedAt: '2026-11-22T10:11:00.000Z' }],
    ['told before it', call, { number: '0161 496 0123', openedAt: '2026-11-21T09:49:00.000Z' }],
    [
      'by "withheld" alone, an hour later',
      withheld,
      { withheld: true, openedAt: '2026-11-21T11:11:00.000Z' },
    ],
    ['by "withheld" alone, when two fit', withheld, { withheld: true }, { id: 'CC-2', withheld: true }],
    [
      'that was withheld for one and shown for the other',
      { ...withheld, number: '+441614960123' },
      { withheld: true },
    ],
  ] as const)
    it(name, () => assert.equal(idOf(about, ...told), undefined));
});

describe('two numbers are the same', () => {
  for (const [one, other, same] of [
    ['+44 161 496 0123', '0161 496 0123', true],
    ['0044 161 496 0123', '+441614960123', true],
    ['101', '101', true],
    ['101', '0101', true],
    ['101', '01614960101', false],
    ['0161 496 0123', '0161 496 0124', false],
    ['', '0161 496 0123', false],
    ['', '', false],
    ['+', '()', false],
  ] as const)
    it(`"${one}" and "${other}": ${same}`, () => {
      assert.equal(isSameNumber(one, other), same);
      assert.equal(isSameNumber(other, one), same);
    });
});
