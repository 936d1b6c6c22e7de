import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnCallers } from '../../src/cli/training/callers.ts';
import { Labelled } from '../../src/cli/evaluation/labelled.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const firms = ['Fabrikam', 'Northwind', 'Tailspin', 'Litware', 'Wingtip', 'Proseware', 'Adatum'];
const callers = firms.flatMap((firm, at) =>
  firms
    .filter((other) => other !== firm)
    .map((other) =>
      Labelled.parse({
        text: at % 2 === 0 ? `${firm} rang about ${other}` : `about ${other} we heard that ${firm} rang`,
        label: 'scam',
        claimedAuthority: firm,
      }),
    ),
);
const ordinary = firms.flatMap((firm) =>
  ['printer', 'screen', 'key'].map((thing) =>
    Labelled.parse({ text: `the ${thing} of ${firm} is broken`, label: 'none' }),
  ),
);

test('learns that who stands before "rang" is the caller, and who stands after "about" is not', () => {
  const { clues } = learnCallers([...callers, ...ordinary], knowledge);
  assert.ok((clues.after['ring'] ?? 0) > 0);
  assert.ok((clues.before['about'] ?? 0) < 0);
});

test('learns the same from the same stories', () => {
  const stories = [...callers, ...ordinary];
  assert.deepEqual(learnCallers(stories, knowledge), learnCallers(stories, knowledge));
});

test('learns nothing from stories whose label stands nowhere in them', () => {
  const silent = callers.map((story) => ({ ...story, claimedAuthority: 'Woodgrove' }));
  const { clues } = learnCallers(silent, knowledge);
  assert.deepEqual(
    Object.values(clues).flatMap((place) => Object.keys(place)),
    [],
  );
});
