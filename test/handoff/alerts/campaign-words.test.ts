import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StaffAlertWords } from '../../../src/handoff/alerts/api.ts';
import { clean } from '../../../src/handoff/alerts/words.ts';
import { alertWords } from '../../../src/handoff/campaigns/alert-words.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

test('every alert that a campaign can draft is approved as it is', async () => {
  const knowledge = await loadedKnowledge();
  const ours = { knowledge, region: 'GB-ENG', phone: undefined };
  const requests = knowledge.signals.map(({ id }) => id);
  const authorities = knowledge.authorities.map(({ id }) => id);
  for (const [place, { id: scam }] of knowledge.scams.entries()) {
    const words = alertWords(
      {
        id: 'CA-1',
        client: 'main',
        openedAt: '2026-11-22T10:00:00.000Z',
        lastSeenAt: '2026-11-22T10:00:00.000Z',
        status: 'running',
        scam,
        authority: authorities[place % authorities.length] ?? null,
        requests: requests.slice(place % requests.length),
        cases: [],
        elsewhere: 0,
      },
      knowledge,
      'en-GB',
      'the IT desk',
    );
    const asked = StaffAlertWords.safeParse(words);
    assert.deepEqual(asked.error?.issues ?? [], [], scam);
    assert.deepEqual(clean(asked.data ?? assert.fail(), words, ours), words, scam);
  }
});
