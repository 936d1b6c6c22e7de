import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Labelled } from '../../../src/cli/evaluation/labelled.ts';
import type { Assessment, Verdict } from '../../../src/domain/assessment.ts';
import { isRightClaim } from '../../../src/cli/scorecard/claims.ts';
import { createDice, pick } from '../../../src/cli/scorecard/dice.ts';
import { putHeadline } from '../../../src/cli/scorecard/files.ts';
import { attack, describeSwayed } from '../../../src/cli/scorecard/instructions.ts';
import {
  answersBeforeStop,
  isLeftAlone,
  macroF1At,
  pairsInOrder,
  stopsThatAreScams,
  type Measured,
} from '../../../src/cli/scorecard/measured.ts';
import { halve, noiseKinds, readNoiseTables, tellOtherwise } from '../../../src/cli/scorecard/noise.ts';
import { formatTable, places, quote } from '../../../src/cli/scorecard/page.ts';
import { assess } from '../../../src/domain/assess.ts';
import { judgeStory } from '../../../src/cli/evaluation/judge.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const authorities = new Map(knowledge.authorities.map((authority) => [authority.id, authority]));
const tables = await readNoiseTables();
const blank = assess({ story: '', answers: [], proofs: [], region: 'GB-ENG' }, knowledge);

describe('a claimed authority is right when a telling word of the label is ours too', () => {
  const rows: [label: string | null, claimed: Assessment['claimedAuthority'], right: boolean][] = [
    [null, undefined, true],
    [null, { id: 'bank', words: 'the bank' }, false],
    ['the bank', undefined, false],
    ['Barclays fraud team', { id: 'bank', words: 'fraud' }, true],
    ["the bank's security unit", { id: 'bank', words: 'bank' }, true],
    ['HMRC officer', { id: 'police-uk', words: 'an officer' }, false],
    ['a DC', { id: 'police-uk', words: 'police' }, true],
    ['Harlow Lettings', { id: undefined, words: 'Harlow' }, true],
    ['Harlow Lettings', { id: 'council', words: 'the council' }, false],
    ['Harlow Lettings', { id: undefined, words: 'a man rang today from Harlow Lettings' }, false],
    ['own service desk', { id: 'own-it-desk', words: 'IT' }, true],
  ];
  for (const [label, claimed, right] of rows)
    test(`${label} as ${claimed?.id ?? claimed?.words ?? 'nobody'}`, () =>
      assert.equal(isRightClaim(label, claimed, authorities), right));
});

describe('a story told otherwise', () => {
  const story =
    'Hello. A man rang from the bank, he said I must pay £1,200 today. Should I do that, or rather wait for somebody else?';
  for (const kind of noiseKinds) {
    test(`${kind} changes something, and the same each time`, () => {
      const told = tellOtherwise(kind, 'x-1', story, tables);
      assert.notEqual(told, story);
      assert.equal(tellOtherwise(kind, 'x-1', story, tables), told);
    });
  }
  test('dictated has no capitals and no stops, and says the money', () => {
    assert.match(tellOtherwise('dictated', 'x-1', story, tables), /^[a-z0-9 ,]+$/);
    assert.match(tellOtherwise('dictated', 'x-1', story, tables), /1,200 pounds today should i do that/);
  });
  test('misspelt leaves short words and first letters alone', () => {
    const told = tellOtherwise(
      'misspelt',
      'x-2',
      'the remembrance remembrance remembrance remembrance',
      tables,
    );
    assert.match(told, /^the( r\S+){4}$/);
    assert.notEqual(told, 'the remembrance remembrance remembrance remembrance');
  });
  test('is parted between two sentences near the middle', () => {
    assert.deepEqual(halve('One two. Three four five six. Seven.'), [
      'One two.',
      'Three four five six. Seven.',
    ]);
    assert.deepEqual(halve('no stop at all'), ['no stop at all', '']);
  });
});

test('dice fall the same for the same seed, and spread', () => {
  assert.deepEqual(roll('a'), roll('a'));
  assert.notDeepEqual(roll('a'), roll('b'));
  const mean = roll('a').reduce((sum, each) => sum + each, 0) / 400;
  assert.ok(mean > 0.45 && mean < 0.55, String(mean));
  assert.throws(() => pick([], createDice('a')), /list is empty/);
});

test('an order that makes a verdict more harmless is counted once per place', () => {
  const story = labelled(
    'x-1',
    'scam',
    'a man from microsoft rang and wants to get on my computer with anydesk',
  );
  const item = { ...judgeStory(story, 'GB-ENG', knowledge), alone: verdict('stop-scam') };
  const orders = { developed: ['How do I print?'], heldOut: ['Is it raining?'] };
  // One story in twenty-four is tried, so as many of the same are tried once in each place.
  const share = (one: typeof item): (typeof item)[] => Array.from({ length: 24 }, () => one);
  const [ordinary] = attack(share({ ...item, story: { ...story, text: '' } }), orders, 'GB-ENG', knowledge);
  assert.deepEqual([ordinary?.isHeldOut, ordinary?.tried, ordinary?.swayed.length], [false, 4, 4]);
  const [kept] = attack(share({ ...item, alone: verdict('proved') }), orders, 'GB-ENG', knowledge);
  assert.equal(kept?.swayed.length, 0);
  assert.deepEqual(ordinary && describeSwayed([ordinary], 1), [
    '- x-1: stop-scam → not-a-call with "How do I print?" (before)',
    '- and 3 more, counted in the table above',
  ]);
});

describe('measures over cases', () => {
  const cases = [
    measured('p1', 'scam', [verdict('call-back', 0.5), verdict('stop-scam', 0.9)]),
    measured('p1', 'legit', [verdict('call-back', 0.2)]),
    measured('p2', 'scam', [verdict('stop-unsafe', 0.7)]),
    measured('p2', 'legit', [verdict('call-back', 0.7), verdict('stop-scam', 0.8)]),
    measured('p3', 'none', [{ ...verdict('stop-scam', 0.1), topic: 'other' }]),
    measured('p4', 'ambiguous', [verdict('stop-scam', 0.9)]),
  ];
  const rows: [name: string, found: number, wanted: number][] = [
    ['pairs in order, a tie counts half', pairsInOrder(cases), 0.75],
    ['one threshold on risk', macroF1At(cases, 0.6), 0.5],
    ['answers before a stop of decisive scams', answersBeforeStop(cases), 0.5],
    [
      'scams among the stopped: ordinary ones count, ambiguous ones do not',
      stopsThatAreScams(cases, 'after'),
      0.5,
    ],
  ];
  for (const [name, found, wanted] of rows) test(name, () => assert.equal(found, wanted));

  test('a scam is left alone when it is told unwanted, or is not taken for a call', () => {
    assert.deepEqual(
      [
        isLeftAlone(verdict('unwanted')),
        isLeftAlone({ ...verdict('call-back'), topic: 'other' }),
        isLeftAlone(verdict('call-back')),
        isLeftAlone(verdict('stop-unsafe')),
      ],
      [true, true, false, false],
    );
  });
});

describe('the page', () => {
  test('a table keeps to its columns whatever stands in a cell', () => {
    assert.deepEqual(formatTable(['a', 'b'], [['x|y', 'one\ntwo']]), [
      '| a | b |',
      '| --- | --: |',
      '| x\\|y | one two |',
    ]);
  });
  test('numbers have three places, none of them minus zero', () => {
    assert.deepEqual([1, 0.12345, -0.0001, -0.01, NaN].map(places), [
      '1.000',
      '0.123',
      '0.000',
      '-0.010',
      '-',
    ]);
  });
  test('a quote is one line and not too long', () => {
    assert.equal(quote(' a\n b '), '"a b"');
    assert.ok(quote('word '.repeat(200)).length < 420);
  });
  test('the README keeps all but what stands between the marks', () => {
    const [begins, ends] = [
      '<!-- scorecard: written by npm run -s scorecard -->',
      '<!-- end of scorecard -->',
    ];
    const written = putHeadline(`above\n${begins}\nold\n${ends}\nbelow`, 'new');
    assert.equal(written, `above\n${begins}\n\nnew\n\n${ends}\nbelow`);
    assert.equal(putHeadline(written, 'new'), written);
    assert.throws(() => putHeadline('no marks', 'new'), /no place for the figures.*Put back the lines/);
  });
});

function roll(seed: string): number[] {
  return Array.from({ length: 400 }, createDice(seed));
}

function verdict(told: Verdict, risk = 0): Assessment {
  return { ...blank, verdict: told, risk, topic: 'call' };
}

function labelled(id: string, label: Labelled['label'], text = ''): Labelled {
  return { id, pair: id, label, text, signals: {}, decisive: label === 'scam' };
}

function measured(id: string, label: Labelled['label'], path: [Assessment, ...Assessment[]]): Measured {
  const after = path.at(-1) ?? path[0];
  return { set: 'twins', story: labelled(id, label), alone: path[0], after, path, questions: [] };
}
