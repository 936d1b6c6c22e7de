import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { numberKinds } from '../../src/domain/evidence.ts';
import { checkNumbers } from '../../src/numbers/check.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const held = { source: 'the back of the company card', owner: 'finance lead', reviewBy: '2027-05-21' };
const knowledge: Knowledge = {
  ...(await loadedKnowledge()),
  directory: [
    { ...held, name: 'Barclays fraud line', number: '+44 345 734 5345', since: '2024-03-01' },
    { ...held, name: 'our own desk', number: '4400', since: '2025-01-06' },
  ],
};

const check = (story: string, region = 'GB-ENG'): string[] =>
  checkNumbers(story, region, knowledge).map(({ number, kind, whose }) => `${number} ${kind} ${whose}`);

describe('kinds of number', () => {
  const kinds: readonly (readonly [region: string, story: string, kind: string])[] = [
    ['GB-ENG', 'he rang from 0161 850 1234', '0161 850 1234 valid'],
    ['GB-SCT', 'he rang from (0131) 440 1234', '(0131) 440 1234 valid'],
    ['GB', 'he rang from 0044 161 850 1234', '0044 161 850 1234 valid'],
    ['GB', 'he rang from +44 (0)161 850 1234', '+44 (0)161 850 1234 valid'],
    ['GB', 'he rang from 07797 712345', '07797 712345 valid'],
    ['GB', 'he rang from 0844 200 1234', '0844 200 1234 valid'],
    ['GB', 'he rang from 0870 200 1234', '0870 200 1234 valid'],
    ['GB', 'he rang from 0000 000 0000', '0000 000 0000 impossible'],
    ['GB', 'he rang from 0161 850 12345', '0161 850 12345 impossible'],
    ['GB', 'he rang from +44 161 850 12345', '+44 161 850 12345 impossible'],
    ['GB', 'he rang from 0906 123 4567', '0906 123 4567 premium-rate'],
    ['GB', 'he rang from 0871 200 1234', '0871 200 1234 premium-rate'],
    ['GB', 'he rang from ０９０６ １２３ ４５６７', '０９０６ １２３ ４５６７ premium-rate'],
    ['GB', 'he rang from ٠٩٠٦ ١٢٣ ٤٥٦٧', '٠٩٠٦ ١٢٣ ٤٥٦٧ premium-rate'],
    ['GB', 'he rang from 070 1234 5678', '070 1234 5678 personal'],
    ['GB', 'he rang from 020 7946 0123', '020 7946 0123 drama'],
    ['GB', 'he rang from 07700 900123', '07700 900123 drama'],
    ['GB', 'he rang from 01632 960123', '01632 960123 drama'],
    ['GB', 'he rang from 0161 496 0123', '0161 496 0123 drama'],
    ['GB', 'he rang from 0909 879 0123', '0909 879 0123 drama'],
    ['US', 'he rang from (212) 555-0123', '(212) 555-0123 drama'],
    ['GB', 'he rang from +1 212 555 0123', '+1 212 555 0123 drama'],
    ['GB', 'he rang from +216 71 123 456', '+216 71 123 456 international'],
    ['US', 'he rang from 876 922 1234', '876 922 1234 international'],
    ['US', 'he rang from +44 844 200 1234', '+44 844 200 1234 international'],
    ['US', 'he rang from 900 555 1234', '900 555 1234 premium-rate'],
    ['US', 'he rang from 123-456-7890', '123-456-7890 impossible'],
    ['IE', 'he rang from 1550 123 456', '1550 123 456 premium-rate'],
    ['AU', 'he rang from 1900 123 456', '1900 123 456 premium-rate'],
    ['GB', 'he rang from 159', '159 short-code'],
    ['GB', 'he rang from 0345 734 5345', '0345 734 5345 directory'],
    ['GB', 'he rang from +44 3457 345345', '+44 3457 345345 directory'],
    ['GB', 'he rang from 4400', '4400 directory'],
  ];
  for (const [region, story, expected] of kinds)
    test(`${region}: ${expected}`, () => assert.deepEqual(check(story, region), [`${expected} showed`]));

  test('each has its own file that says what it proves', () => {
    assert.deepEqual(knowledge.numbers.map(({ id }) => id).toSorted(), numberKinds.toSorted());
  });

  test('a number that we hold is named, with the day since when', () => {
    const [found] = checkNumbers('it came up as 0345 734 5345', 'GB', knowledge);
    assert.deepEqual(found?.held, { name: 'Barclays fraud line', since: '2024-03-01' });
  });

  test('a short number of one country is nothing in another', () => {
    assert.deepEqual(check('he rang from 159', 'US'), []);
  });
});

describe('whose number it is', () => {
  const told = {
    showed: [
      'A man rang us from 0906 123 4567 about the printer.',
      'The caller display said 0906 123 4567',
      'It came up as 0906 123 4567.',
      'I had a missed call from 0906 123 4567',
      '0906 123 4567 keeps ringing reception',
      'he rang from 0906 123 4567 I have told him no',
    ],
    given: [
      'She left a number, 0906 123 4567, and hung up',
      'A man left 0906 123 4567',
      'wants me to ring him back on 0906 123 4567',
      'The voicemail said to call 0906 123 4567 about a parcel',
      'His direct line is 0906 123 4567',
      'I called back the number he gave me, 0906 123 4567',
      '0906 123 4567',
      'someone rang\n0906 123 4567\nand hung up',
    ],
    ours: [
      'I rang 0906 123 4567 by mistake',
      'Then we called back on 0906 123 4567',
      'our number is 0906 123 4567',
      'the number on our card, 0906 123 4567, was engaged',
      'The number we use is 0906 123 4567 which is on the contract',
      'I gave him our switchboard 0906 123 4567',
    ],
    unclear: ['is 0906 123 4567 a real number?', 'What about 0906 123 4567 then'],
  };
  for (const [whose, stories] of Object.entries(told))
    for (const story of stories)
      test(`${whose}: ${JSON.stringify(story)}`, () =>
        assert.deepEqual(check(story), [`0906 123 4567 premium-rate ${whose}`]));

  test('a number told twice is told once, as the caller’s when it is so anywhere', () => {
    const story = 'Is 0906 123 4567 ours? Somebody rang from 09061234567 just now.';
    assert.deepEqual(check(story), ['0906 123 4567 premium-rate showed']);
  });

  test('a caller’s number and our own in one sentence stay apart', () => {
    assert.deepEqual(check('He rang from 0906 123 4567 so I rang 159 and asked'), [
      '0906 123 4567 premium-rate showed',
      '159 short-code ours',
    ]);
  });
});

describe('what is no telephone number', () => {
  for (const story of [
    'he gave us case number 0012345678',
    'quoted policy 0001234567 and invoice 00998877665',
    'badge number 0044123456 he said',
    'he wants £0345 600 1234',
    'the card ends 4417 and it costs 159 pounds',
    'he rang on 01.02.2026 at 10.30',
    'from 01-02-2026 on',
    'he said to ring room 159A',
    'he rang from https://example.org/09061234567',
    'order 0123456789',
    'he rang from 0906\n1234567',
    'he rang from 12345678901234567890123',
    'no digits at all',
    '',
  ])
    test(JSON.stringify(story), () => assert.deepEqual(check(story), []));

  test('what stands around a number is left out of it', () => {
    assert.deepEqual(check('at 10 0906 123 4567 rang us'), ['0906 123 4567 premium-rate showed']);
    assert.deepEqual(check('he called from 0906 123 4567 12 times'), ['0906 123 4567 premium-rate showed']);
  });
});
