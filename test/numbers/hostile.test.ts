import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { assess } from '../../src/domain/assess.ts';
import { storyCapCharacters } from '../../src/domain/listening/tokens.ts';
import { checkNumbers, withNumbers } from '../../src/numbers/check.ts';
import { findRuns } from '../../src/numbers/find.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const call = (story: string) => ({ story, answers: [], proofs: [], region: 'GB-ENG' });
const mostNumbers = 12;

const pieces = fc.constantFrom(
  '0',
  '9',
  '+',
  '(',
  ')',
  ' ',
  '-',
  '.',
  ', ',
  '\n',
  '０',
  '٣',
  '00',
  '+44',
  '159',
  '09061234567',
  '070 1234 5678',
  '0345 600 1234',
  'rang from ',
  'our number ',
  'is ',
  'ref ',
  '£',
  '😀',
  '\u202e',
);
const messy = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(pieces, { maxLength: 80 }).map((all) => all.join('')),
);

test('whatever is typed, a number is what stands there, once, and no more than twelve', () => {
  fc.assert(
    fc.property(messy, (story) => {
      const found = checkNumbers(story, 'GB-ENG', knowledge);
      assert.ok(found.length <= mostNumbers);
      const line = story.replace(/\s+/g, ' ');
      for (const { number } of found) assert.ok(line.includes(number), `${number} is not in ${line}`);
      assert.equal(new Set(found.map(({ number }) => number)).size, found.length);
    }),
    { numRuns: 300 },
  );
});

test('a plausible number moves nothing: neither risk nor verdict nor evidence', () => {
  const plausible = fc
    .tuple(fc.constantFrom('0161 850', '020 7930', '07911', '0345 600', '+33 1 42 68'), fc.nat({ max: 9999 }))
    .map(([start, end]) => `${start} ${String(end).padStart(4, '0')}`);
  const stories = fc.constantFrom(
    'A man rang from NUMBER and says he is from our bank.',
    'Our supplier rang about the invoice. Her number is NUMBER.',
    'Someone from Microsoft left a number, NUMBER, and wants me to install AnyDesk.',
  );
  fc.assert(
    fc.property(stories, plausible, (story, number) => {
      const told = call(story.replace('NUMBER', number));
      const checked = withNumbers(told, knowledge);
      if (checked.numbers?.some(({ kind }) => kind !== 'valid' && kind !== 'international')) return;
      // Quotes are marked and numbers listed; nothing that decides may differ.
      const same = { numbers: [], reasons: [] };
      assert.deepEqual({ ...assess(checked, knowledge), ...same }, { ...assess(told, knowledge), ...same });
    }),
    { numRuns: 60 },
  );
});

const floods = {
  digits: '0'.repeat(storyCapCharacters),
  'digits apart': '0 '.repeat(storyCapCharacters),
  'plus signs': '+'.repeat(storyCapCharacters),
  'plus signs and digits': '+0 '.repeat(storyCapCharacters),
  brackets: '(0'.repeat(storyCapCharacters),
  'one number after the other': 'rang from 0906 123 4567, '.repeat(1000),
  'numbers that are none': 'rang from 0999 999 9999 or '.repeat(1000),
  lines: '0906\n1234567\n'.repeat(1000),
};
for (const [name, story] of Object.entries(floods))
  test(`a flood of ${name} is read in bounded time`, () => {
    const start = performance.now();
    const found = checkNumbers(story, 'GB', knowledge);
    assert.ok(performance.now() - start < 250, 'a turn must not wait for it');
    assert.ok(found.length <= mostNumbers);
  });

test('reads of a long story its beginning and its end, as the story is read', () => {
  const filler = 'word '.repeat(storyCapCharacters / 5);
  const inside = `${filler}rang from 0906 123 4567 ${filler}`;
  assert.deepEqual(checkNumbers(inside, 'GB', knowledge), []);
  assert.equal(checkNumbers(`${filler}rang from 0906 123 4567`, 'GB', knowledge).length, 1);
});

test('looks at twelve runs of digits at most', () => {
  assert.equal(findRuns('rang from 0906 123 4567 or '.repeat(50)).length, mostNumbers);
});
