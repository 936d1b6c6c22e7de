import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { firstWords, lastWords, shorten, wholeWords } from '../../src/domain/shorten.ts';

const cuts: readonly (readonly [text: string, most: number, shown: string])[] = [
  ['He wants the code', 17, 'He wants the code'],
  ['He wants the code now', 17, 'He wants the…'],
  ['He wants the code, now', 18, 'He wants the code…'],
  ['the PIN is [hidden] he said', 16, 'the PIN is…'],
  ['Donaudampfschifffahrtsgesellschaft', 10, 'Donaudamp…'],
  ['an 🎉🎉🎉🎉🎉🎉🎉🎉', 9, 'an 🎉🎉…'],
  ['a\nb ccccc', 5, 'a\nb…'],
];
for (const [text, most, shown] of cuts)
  test(`"${text}" in ${most} characters is "${shown}"`, () => assert.equal(shorten(text, most), shown));

test('whatever is cut is short enough, ends at a word of the text and says that there is more', () => {
  const word = fc.stringMatching(/^[a-z£0-9]{1,8}$/);
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 20, max: 60 }),
      (words, most) => {
        const text = words.join(' ');
        const shown = shorten(text, most);
        assert.ok(shown.length <= most);
        if (shown === text) return;
        const kept = shown.replace(/…$/, '');
        assert.ok(shown.endsWith('…') && `${text} `.startsWith(`${kept} `), shown);
        assert.ok(`${text} `.startsWith(`${firstWords(text, most)} `));
        assert.ok(` ${text}`.endsWith(` ${lastWords(text, most)}`));
      },
    ),
  );
});

for (const [story, part, whole] of [
  ['Only a bond of 10% today', 'bond of 10', 'bond of 10%'],
  ['They say AT&T rang', 'T', 'AT&T'],
  ['from 123-reg, they said', 'reg', '123-reg'],
  ['from 123reg, they said', 'reg', '123reg'],
  ['he wants £450 now', '450 now', '£450 now'],
  ['at 4.50 today', '4', '4.50'],
  ['I paid. Then he rang', 'paid', 'paid'],
  ["the 'bank' rang", 'bank', 'bank'],
] as const)
  test(`"${part}" of "${story}" is "${whole}"`, () => {
    const start = part === 'T' ? story.indexOf('T rang') : story.indexOf(part);
    assert.equal(wholeWords(story, start, start + part.length), whole);
  });
