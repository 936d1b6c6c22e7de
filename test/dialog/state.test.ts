import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { initialState, readState } from '../../src/dialog/state.ts';

const stored = {
  ...initialState(),
  story: ['Somebody rang.'],
  answers: [{ question: 'number-shown', choices: ['withheld'] }],
  proofs: [{ kind: 'callback', outcome: 'denied', at: '2026-11-21T10:00:00.000Z' }],
  pending: 'who-they-say',
  answerCard: 'answer-1',
  opened: {
    reference: 'CASE-1',
    harm: true,
    reason: 'harm',
    person: { id: 'u1', name: null, channel: 'webchat', language: 'en-GB' },
  },
  earlier: [{ reference: 'CASE-0', closed: true }],
  technician: { id: 't1', name: 'Sam' },
  serving: 'CASE-1',
  spoken: [
    { message: 'a1', files: [{ id: 'f1', name: 'a.png', type: 'image/png', bytes: 3, sha256: 'abc' }] },
  ],
};

describe('stored state', () => {
  test('is read back as it was written', () => {
    assert.deepEqual(readState(JSON.parse(JSON.stringify(stored))), stored);
    assert.deepEqual(readState(JSON.parse(JSON.stringify(initialState()))), initialState());
  });

  const unreadable: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['text', 'state'],
    ['a newer version', { ...stored, version: 5 }],
    ['no version', { ...stored, version: undefined }],
    ['an unknown dialog', { ...stored, dialog: 'lost-device' }],
    ['a story that is one text', { ...stored, story: 'Somebody rang.' }],
    ['an answer without choices', { ...stored, answers: [{ question: 'number-shown' }] }],
    ['a proof of an unknown kind', { ...stored, proofs: [{ ...stored.proofs[0], kind: 'hunch' }] }],
    ['a proof with another outcome', { ...stored, proofs: [{ ...stored.proofs[0], outcome: 'maybe' }] }],
    ['a pending question that is a number', { ...stored, pending: 3 }],
    ['a missing field', { ...stored, opened: undefined }],
    ['a case without reference', { ...stored, opened: { ...stored.opened, reference: undefined } }],
    ['a case of nobody', { ...stored, opened: { ...stored.opened, person: undefined } }],
    ['an earlier case that may be open or closed', { ...stored, earlier: [{ reference: 'CASE-0' }] }],
    ['a technician without a name', { ...stored, technician: { id: 't1' } }],
    ['words of a technician without an id', { ...stored, spoken: [{ files: [] }] }],
  ];
  for (const [what, value] of unreadable) {
    test(`is dropped when it is ${what}`, () => assert.equal(readState(value), undefined));
  }
});
