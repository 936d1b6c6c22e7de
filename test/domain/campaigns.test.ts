import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { alike, enoughAmong, likeness } from '../../src/domain/alike.ts';
import { placeOf, seenBefore, type Place, type Sighted } from '../../src/domain/campaigns.ts';
import { fingerprint, type Fingerprint, type Traits } from '../../src/domain/fingerprint.ts';

const hash = (text: string): string => createHmac('sha256', 'a key').update(text).digest('hex').slice(0, 12);
const nothing: Traits = {
  scam: undefined,
  authority: undefined,
  requests: [],
  numbers: [],
  withheld: false,
  story: '',
  teller: undefined,
};
const printOf = (traits: Partial<Traits>): Fingerprint => fingerprint({ ...nothing, ...traits }, hash);

const words = fc.array(fc.stringMatching(/^[a-z]{4,10}$/), { maxLength: 20 });
const number = fc.stringMatching(/^0[0-9]{10}$/);
const traits: fc.Arbitrary<Traits> = fc.record({
  scam: fc.option(fc.constantFrom('microsoft-support-call', 'police-courier-fraud'), { nil: undefined }),
  authority: fc.option(fc.stringMatching(/^[a-z]{4,10}( [a-z]{4,10})?$/), { nil: undefined }),
  requests: fc.subarray(['remote-access-request', 'payment-request', 'secrecy']),
  numbers: fc.array(number, { maxLength: 2 }),
  withheld: fc.boolean(),
  story: fc
    .tuple(words, fc.stringMatching(/^[A-Z][a-z]{3,9}$/), number)
    .map(([told, name, shown]) => `${told.join(' ')}. He said his name was ${name}, ringing from ${shown}.`),
  teller: fc.option(fc.stringMatching(/^[A-Z][a-z]{3,9}$/), { nil: undefined }),
});

describe('a fingerprint', () => {
  test('holds no word of the story, no name and no digits of a number', () => {
    fc.assert(
      fc.property(traits, (told) => {
        const kept = new Set(valuesOf(fingerprint(told, hash)).flatMap((value) => readable(value)));
        const personal = [
          told.story,
          told.authority ?? '',
          told.teller ?? '',
          told.scam ?? '',
          ...told.numbers,
        ];
        assert.deepEqual(
          personal.flatMap(readable).filter((part) => [...kept].some((value) => value.includes(part))),
          [],
        );
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test('says nothing to whoever has another key', () => {
    const told = { ...nothing, numbers: ['0161 496 0123'], story: 'The firewall at Swindon is down' };
    const other = fingerprint(told, (text) => createHmac('sha256', 'another').update(text).digest('hex'));
    assert.equal(alike(printOf(told), other), false);
    assert.equal(alike(printOf(told), printOf(told)), true);
  });

  test('is the same for a number with and without the code of its country', () => {
    assert.deepEqual(printOf({ numbers: ['+44 161 496 0123'] }), printOf({ numbers: ['0161 4960123'] }));
  });

  test('takes no name of the person who tells for the caller’s', () => {
    const story = 'I am Priya and his name was Priya';
    assert.equal(printOf({ story, teller: 'Priya Nair' }).names.length, 0);
    assert.equal(printOf({ story }).names.length, 1);
  });
});

describe('likeness', () => {
  test('is symmetric', () => {
    fc.assert(
      fc.property(traits, traits, (one, two) => {
        const [a, b] = [fingerprint(one, hash), fingerprint(two, hash)];
        assert.equal(likeness(a, b), likeness(b, a));
        assert.equal(alike(a, b), alike(b, a));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  const call = {
    scam: 'microsoft-support-call',
    authority: 'microsoft',
    requests: ['remote-access-request'],
  };
  for (const [what, one, two, expected] of [
    ['the same scam alone is not enough', call, call, false],
    ['a withheld number adds little', { ...call, withheld: true }, { ...call, withheld: true }, false],
    ['the same number is enough', { numbers: ['0161 496 0123'] }, { numbers: ['01614960123'] }, true],
    [
      'the same number outweighs another name',
      { numbers: ['0161 496 0123'], story: 'name was Kevin' },
      { numbers: ['0161 496 0123'], story: 'name was Steve' },
      true,
    ],
    ['a first name alone is not enough', { story: 'name was Kevin' }, { story: 'name was Kevin' }, false],
    [
      'the same particulars in other words are enough',
      { ...call, story: 'He wants the firewall at Swindon rebooted before the tills open' },
      { ...call, story: 'says our Swindon firewall takes the tills down, wants it rebooted' },
      true,
    ],
    ['nothing told is like nothing', {}, {}, false],
  ] as const)
    test(what, () => assert.equal(alike(printOf(one), printOf(two)), expected));
});

const hour = 60 * 60 * 1000;
const same = printOf({ numbers: ['0161 496 0123'] });
const another = printOf({ numbers: ['0161 496 0999'] });

/** `client hour reporter`, with the campaign that it belongs to, if any. */
function at(client: string, hours: number, more: Partial<Sighted> = {}): Sighted {
  const id = `${client}${hours}`;
  return { id, client, reporter: id, atMs: hours * hour, print: same, campaign: null, ...more };
}

const opens = (...ids: string[]): Place => ({ kind: 'opens', with: ids });

describe('a call', () => {
  const joins: Place = { kind: 'joins', campaign: 'CA-1' };
  const alone: Place = { kind: 'alone' };
  const known = { campaign: 'CA-1' };
  for (const [what, one, others, expected] of [
    ['alone is no campaign', at('a', 0), [], alone],
    ['opens one with another at its client within a day', at('a', 24), [at('a', 0)], opens('a0')],
    ['opens none with one that is longer ago', at('a', 25), [at('a', 0)], alone],
    ['opens none with one at another client', at('b', 1), [at('a', 0)], alone],
    ['opens one with two elsewhere in three days', at('c', 72), [at('a', 0), at('b', 1)], opens('a0', 'b1')],
    ['opens none where three take longer', at('c', 73), [at('a', 0), at('b', 1)], alone],
    [
      'opens one with two at its own client in three days',
      at('a', 60),
      [at('a', 0), at('a', 30)],
      opens('a0', 'a30'),
    ],
    ['that nothing is like opens none', at('a', 1), [at('a', 0, { print: another })], alone],
    ['of the same person is the same call', at('a', 1), [at('a', 0, { reporter: 'a1' })], alone],
    ['joins the campaign at its client', at('a', 70), [at('a', 0, known), at('a', 1, known)], joins],
    [
      'joins a campaign elsewhere that it makes three with',
      at('b', 9),
      [at('a', 0, known), at('a', 1, known)],
      joins,
    ],
    ['joins none elsewhere that is too long ago', at('b', 73), [at('a', 0, known), at('a', 1, known)], alone],
    ['that was told of late opens one with those after it', at('a', 0), [at('a', 5)], opens('a5')],
  ] as const)
    test(what, () => assert.deepEqual(placeOf(one, others), expected));

  test('is compared with what colleagues told, never with what the same person did', () => {
    const told = { ...nothing, numbers: ['0161 496 0123'] };
    const members = [at('a', 0), at('a', 1), at('b', 2)].map((one) => ({ ...one, campaign: 'CA-1' }));
    const seen = (reporter: string, hours: number, client = 'a') => {
      const found = seenBefore(told, hours * hour, { client, reporter, hash, known: members });
      return found && [found.here.length, found.elsewhere];
    };
    assert.deepEqual(seen('somebody', 3), [2, 1]);
    assert.deepEqual(seen('a1', 3), [1, 1]);
    assert.deepEqual(seen('somebody', 3, 'c'), [0, 3]);
    assert.equal(seen('somebody', 80), undefined);
  });
});

function valuesOf(print: Fingerprint): string[] {
  const { scam, authority, requests, numbers, names, words: telling } = print;
  return [scam ?? '', authority ?? '', ...requests, ...numbers, ...names, ...telling, String(print.withheld)];
}

/** Words and digits that somebody would know again. */
function readable(text: string): string[] {
  return text.toLowerCase().match(/[a-z]{4,}|\d{7,}/g) ?? [];
}

/** What two calls of one caller share, and what is told of them otherwise. */
const print = (more: Partial<Fingerprint>): Fingerprint => ({
  version: 1,
  scam: 'scam',
  authority: 'authority',
  requests: [],
  numbers: [],
  withheld: false,
  names: ['name'],
  words: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'],
  ...more,
});

test('among many calls of the same days more is asked for two to be alike, but not where the number is the same', () => {
  assert.deepEqual([0, 50, 100, 200].map(enoughAmong), [5.75, 5.75, 7.25, 8.75]);
  const told = [print({}), print({ words: ['a', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's'] })] as const;
  assert.ok(alike(...told, 50) && !alike(...told, 400));
  const numbers = ['number'];
  const both = [print({ numbers }), print({ numbers, words: [] })] as const;
  assert.ok(alike(...both, 50) && alike(...both, 400));
});
