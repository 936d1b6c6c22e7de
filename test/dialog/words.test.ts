import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tellSeenIn, wordingFor } from '../../src/dialog/words.ts';
import { readingAge } from '../../src/knowledge/lint/reading-age.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const wording = wordingFor('en-GB', knowledge.wording);

describe('where a trick is mostly seen is told in words', () => {
  const rows: [regions: string[], told: string[]][] = [
    [[], []],
    [['US'], ['This trick is mostly seen in the United States. It can reach you too.']],
    [['IN'], ['This trick is mostly seen in India. It can reach you too.']],
    [['NL'], ['This trick is mostly seen in the Netherlands. It can reach you too.']],
    [['GB-ENG', 'GB-WLS'], ['This trick is mostly seen in England and Wales. It can reach you too.']],
    [['US-CA'], ['This trick is mostly seen in the United States. It can reach you too.']],
    [
      ['DE', 'AT', 'NL', 'BE'],
      ['This trick is mostly seen in Germany, Austria and other places. It can reach you too.'],
    ],
  ];
  for (const [regions, told] of rows) {
    test(regions.join(' ') || 'of no region', () => assert.deepEqual(tellSeenIn(wording, regions), told));
  }

  test('at a reading age of 11 at most, for every scam', () => {
    const lines = knowledge.scams.flatMap(({ regions }) =>
      regions.includes('*') ? [] : tellSeenIn(wording, regions),
    );
    assert.ok(lines.length > 50);
    assert.deepEqual(
      lines.filter((line) => readingAge(line) > 11 || /[A-Z]{2}|in (United|Nether)/.test(line)),
      [],
    );
  });
});
