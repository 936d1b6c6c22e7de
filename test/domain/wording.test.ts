import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { tokenise } from '../../src/domain/listening/tokens.ts';
import {
  nameOf,
  readName,
  readWording,
  valueOfPhrase,
  visitPhrases,
} from '../../src/domain/judging/phrases.ts';
import { layOutModels, weigh, weighWording } from '../../src/domain/judging/weigh.ts';
import { singles } from '../../src/knowledge/schema.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { words, scams } = await loadedKnowledge();
const written = await readFile(new URL('../../knowledge/weights.json', import.meta.url), 'utf8');
const { risk } = singles['weights.json'].parse(JSON.parse(written));
const read = (story: string) => readWording(story, tokenise(story, words));
const named = (story: string): Set<string> => {
  const names = new Set<string>();
  visitPhrases(read(story), (kind, ...phrase) => names.add(nameOf(kind, ...phrase)));
  return names;
};

describe('the turns of phrase of a story', () => {
  const rows: [story: string, name: string, isThere: boolean][] = [
    ["He'd asked for the code", 'said:asked for the', true],
    ['He asked for a code', 'said:for the code', false],
    ['He asked for the codes', 'words:cod', true],
    ['He did not want the code', 'words:not-cod', true],
    ['It was £1,250.50 they wanted', 'said:0 they wanted', true],
    ['I rang my bank', 'words:ring … bank', false],
    ['I rang back our bank', 'words:ring … bank', true],
    ['He rang. Banks are shut.', 'words:ring bank', false],
  ];
  for (const [story, name, isThere] of rows)
    test(`“${story}” ${isThere ? 'has' : 'does not have'} ${name}`, () =>
      assert.equal(named(story).has(name), isThere));
});

test('a phrase can be told from its name', () => {
  for (const [kind, ...phrase] of [
    ['typed', 'read', 'me', 'the'],
    ['normal', 'not-cod'],
    ['apart', 'ring', 'bank'],
  ] as const)
    assert.deepEqual(readName(nameOf(kind, ...phrase)), { kind, words: phrase });
  assert.equal(readName('signal:threat=yes'), undefined);
});

test('weighing by number is weighing by name, and a phrase said twice counts once', () => {
  const scales = layOutModels([['risk', risk]]);
  const stories = [
    ...scams.slice(0, 20).flatMap(({ examples }) => examples.caught),
    'the code the code the code',
  ];
  for (const story of stories) {
    const value = valueOfPhrase(read(story));
    const total = [...named(story)].reduce((sum, name) => sum + value * (risk.features[name] ?? 0), 0);
    assert.ok(Math.abs((weighWording(read(story), scales)[0] ?? NaN) - total) < 1e-4, story);
  }
});

test('a long story does not outweigh what it says', () => {
  const phrase = 'read me the code';
  const long = `${phrase} ${'and so we went on to the next thing '.repeat(20)}`;
  assert.ok(valueOfPhrase(read(long)) < valueOfPhrase(read(phrase)));
});

test('no words and odd words weigh nothing', () => {
  const scales = layOutModels([['risk', risk]]);
  for (const story of ['', '???', '\u0000', 'żółć 漢字'])
    assert.deepEqual(
      weigh(new Map(), scales, weighWording(read(story), scales)),
      [1 / (1 + Math.exp(-risk.intercept))],
      story,
    );
});
