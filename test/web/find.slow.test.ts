import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorOf } from '../../src/dialog/anchor.ts';
import { createFind } from '../../src/web/catalogue/find.ts';
import { findableScams } from '../support/findable.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { scams } = await loadedKnowledge();
const find = createFind(await findableScams());

test('how staff tell of a call, which the search never read, finds the scam among the first three in most cases', () => {
  const stories = scams.flatMap(({ id, staffSay }) => staffSay.slice(0, 1).map((story) => ({ id, story })));
  const found = stories.filter(({ id, story }) =>
    find(story)
      .slice(0, 3)
      .includes(anchorOf({ kind: 'scam', id })),
  );
  assert.ok(found.length / stories.length > 0.7, `${found.length} of ${stories.length}`);
});
