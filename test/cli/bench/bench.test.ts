import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { makeEmptyKnowledge } from '../../../src/cli/bench/empty-knowledge.ts';
import { growTo } from '../../../src/cli/bench/growth.ts';
import { median, percentile, rounded, timeEach } from '../../../src/cli/bench/measure.ts';
import { storiesFrom, storyWords } from '../../../src/cli/bench/stories.ts';
import { formatPart } from '../../../src/cli/bench/table.ts';
import type { Knowledge, Scam } from '../../../src/domain/knowledge.ts';
import { loadKnowledge } from '../../../src/knowledge/load.ts';
import { tinyKnowledge } from '../../support/tiny-dialog.ts';

describe('percentiles', () => {
  it('are values that were measured', () => {
    const values = Array.from({ length: 100 }, (_, n) => 100 - n);
    assert.deepEqual(
      [0, 0.01, 0.5, 0.99, 1].map((share) => percentile(values, share)),
      [1, 1, 50, 99, 100],
    );
    assert.equal(median([3]), 3);
    assert.equal(percentile([], 0.5), Number.NaN);
  });

  it('are shown with three digits', () => {
    assert.deepEqual([0.123456, 12.3456, 123_456].map(rounded), [0.123, 12.3, 123_000]);
  });
});

it('measures each input once, in order, after the warm-up', () => {
  const seen: number[] = [];
  const durations = timeEach([1, 2, 3], (input) => seen.push(input));
  assert.equal(durations.length, 3);
  assert.deepEqual(seen.slice(-3), [1, 2, 3]);
});

describe('grown knowledge', () => {
  it('has as many scams as asked, the real ones first, all with ids of their own', () => {
    const grown = growTo(5, knowledge).scams;
    assert.deepEqual(
      grown.map(({ id }) => id),
      ['first', 'second', 'first-2', 'second-3', 'first-4'],
    );
    assert.deepEqual(grown.slice(0, 2), knowledge.scams);
    assert.deepEqual(growTo(1, knowledge).scams, [knowledge.scams[0]]);
  });

  it('varies its copies, and always in the same way', () => {
    const [once, again] = [growTo(4, knowledge), growTo(4, knowledge)];
    assert.deepEqual(once, again);
    assert.notDeepEqual(once.scams[2]?.callersSay, knowledge.scams[0]?.callersSay);
    assert.equal(
      once.scams[2]?.callersSay[0]?.split(' ').length,
      knowledge.scams[0]?.callersSay[0]?.split(' ').length,
    );
  });
});

it('makes one story of the agreed length for each scam', () => {
  const stories = storiesFrom(knowledge);
  assert.deepEqual(
    stories.map((story) => story.split(' ').length),
    [storyWords, storyWords],
  );
});

it('makes knowledge that loads and holds nothing', async (context) => {
  const folder = await makeEmptyKnowledge();
  context.after(() => rm(folder, { recursive: true }));
  const loaded = await loadKnowledge(folder);
  assert.ok(loaded.kind === 'loaded', JSON.stringify(loaded));
  assert.deepEqual([loaded.knowledge.scams, loaded.knowledge.signals], [[], []]);
});

it('prints a table with its numbers to the right', () => {
  const rows = [
    { engine: 'one', 'p50 ms': 0.5 },
    { engine: 'another', 'p50 ms': 123 },
  ];
  const text = formatPart({ name: 'x', title: 'Title', note: 'Note.', rows });
  assert.deepEqual(text.split('\n'), [
    'Title',
    '  engine   p50 ms',
    '  one         0.5',
    '  another     123',
    '  Note.',
    '',
  ]);
});

const knowledge: Knowledge = { ...tinyKnowledge, scams: [scamOf('first'), scamOf('second')] };

function scamOf(id: string): Scam {
  const said = Array.from({ length: 40 }, (_, n) => `${id}${'abcdefghij'[n % 10]}`).join(' ');
  return {
    id,
    title: id,
    summary: said,
    nature: 'fraud',
    aliases: [],
    regions: ['*'],
    channels: ['phone'],
    claimedAuthorities: [],
    signals: {},
    callersSay: [said],
    staffSay: [said],
    twin: { looksLike: said, phrases: [said] },
    say: ['No.', 'No, goodbye.'],
    do: [],
    dont: [],
    ifHarmed: {},
    report: [],
    status: 'published',
    examples: { caught: [], spared: [] },
    sources: [],
    owner: 'nobody',
    reviewed: '2026-11-21',
    reviewBy: '2027-11-21',
  };
}
