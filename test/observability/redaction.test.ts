import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { findCards, numbersLookedUp } from '../../src/observability/cards.ts';
import { cleanForLog, hidden, maskSecrets } from '../../src/observability/redaction.ts';
import { secrets } from './secrets.ts';

for (const [text, secret] of secrets)
  test(`hides “${secret}” in “${text}”`, () => {
    const result = maskSecrets(text);
    assert.ok(!result.text.includes(secret), result.text);
    assert.ok(result.text.includes(hidden), result.text);
    assert.equal(result.masked, true);
  });

const ordinary: readonly string[] = [
  'ticket 4471',
  'it was £19,400 to a new account',
  'they wanted 2500 in gift cards',
  'he rang at 14:30 on 21/11/2026',
  'on 2026-11-21 at 9.15',
  'the number was 020 7946 0123',
  'she rang from 07700 900123 and then +44 20 7946 0123',
  'ring 0800 1111 111 or 101',
  'invoice INV-2024-00412 for 1,250.00',
  'asset tag LT-00482913',
  'error code 0x80070005 came up',
  'the error code is 1603',
  'area code 0161 showed up',
  'my postcode is SW1A 1AA',
  'she asked for the code',
  'he wanted the code from my phone by 17:30',
  'the code did not arrive',
  'the code is on the back of the letter',
  'I never gave my PIN to anyone',
  'my password is not working',
  'my password was reset yesterday',
  'the password is wrong.',
  'the password was leaked.',
  'I reset my password 3 times',
  'he asked for my password and my employee number',
  'password expired 2 days ago',
  'set up 2FA and a password for O365',
  'a password reset for room 2041',
  'account number ending 42',
  'my name is Priya and I sit on floor 3',
  'order 1234567890123456',
  'Windows 11 said event 4625',
  '',
];
for (const text of ordinary)
  test(`leaves “${text}” as it is`, () => {
    assert.deepEqual(maskSecrets(text), { text, masked: false });
  });

test('hides nothing twice: masking masked text changes nothing', () => {
  for (const [text] of secrets) {
    const once = maskSecrets(text).text;
    assert.equal(maskSecrets(once).text, once);
  }
});

const phones: readonly string[] = [
  '020 7946 0123',
  '07700 900123',
  '+44 7700 900123',
  '+1 212 555 0123',
  '(0161) 496 0000',
  '01632960123',
  '0044 20 7946 0018',
];
for (const phone of phones)
  test(`keeps ${phone} out of a log`, () => {
    assert.equal(cleanForLog(`rang ${phone} twice`), `rang ${hidden} twice`);
  });

test('leaves ids and times in a log readable', () => {
  const line = 'conversation 550e8400-e29b-41d4-a716-446655440000 at 2026-11-21T20:00:00.000Z took 12 ms';
  assert.equal(cleanForLog(line), line);
});

test('looks up a bounded number of cards however long the text, and hides what is beyond that', () => {
  for (const part of ['1 ', '4 ', '0', '0 ', '6 2 ', '62 ', '4111 1111 1111 1111 ', '6212345678901234']) {
    const text = part.repeat(Math.ceil(20_000 / part.length));
    let lookedUp = 0;
    const found = findCards(text, () => {
      lookedUp += 1;
      return false;
    });
    assert.ok(lookedUp <= numbersLookedUp, `${lookedUp} in "${part}" again and again`);
    assert.equal(found.length > 0, lookedUp === numbersLookedUp, part);
  }
});

test('a card is found behind many numbers that are none', () => {
  const listed = Array.from({ length: 300 }, (_, n) => `${7000 + n} 1234 5678`).join('\n');
  assert.ok(maskSecrets(`${listed}\nmy card 4111 1111 1111 1111`).text.endsWith(`my card ${hidden}`));
});

test('takes any text, and takes it quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => typeof maskSecrets(text).text === 'string'),
  );
  const before = process.cpuUsage();
  for (const part of [
    '1 ',
    '4 ',
    'code ',
    'password ',
    '4111 1111 ',
    'a',
    'sort code 20-',
    'the code he said he said ',
  ])
    maskSecrets(part.repeat(Math.ceil(20_000 / part.length)));
  const { user } = process.cpuUsage(before);
  assert.ok(user < 2_000_000, `a hostile text must not hold the server up: ${user / 1000} ms`);
});
