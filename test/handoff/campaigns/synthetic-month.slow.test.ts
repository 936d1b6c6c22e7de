import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadedKnowledge } from '../../support/knowledge.ts';
import { playMonth } from '../../support/play-month.ts';
import { usualMonth } from '../../support/synthetic-month.ts';

/** None of these were looked at while the points were fitted (docs/campaigns.md). */
const seeds = [401, 402];
const weeksAMonth = 30 / 7;

test('of the campaigns in a month at least 95 in 100 are found by the third call, with at most one false one a week', async () => {
  const knowledge = await loadedKnowledge();
  const months = seeds.map((seed) => playMonth({ ...usualMonth, seed }, knowledge));
  const sum = (of: (month: (typeof months)[number]) => number): number =>
    months.reduce((total, month) => total + of(month), 0);
  const planted = sum((month) => month.planted);
  assert.ok(planted >= 20, `only ${planted} campaigns were planted`);
  const found = sum(({ foundByThird }) => foundByThird);
  assert.ok(found >= 0.95 * planted, `${found} of ${planted} were found by the third call`);
  const falseAWeek = sum(({ falseCampaigns }) => falseCampaigns) / (seeds.length * weeksAMonth);
  assert.ok(falseAWeek <= 1, `${falseAWeek} false campaigns a week`);
});

test('a month without campaigns has hardly any', async () => {
  const { falseCampaigns, calls } = playMonth(
    { ...usualMonth, seed: 403, callsADay: 15, campaigns: 0 },
    await loadedKnowledge(),
  );
  assert.ok(calls > 300);
  assert.ok(falseCampaigns <= 2, `${falseCampaigns} were found`);
});
