import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mostSeenScams } from '../../../src/handoff/desk/most-seen.ts';
import type { DeskStorage, VersionedCase } from '../../../src/storage/desk-port.ts';

const now = new Date('2026-11-21T20:00:00.000Z');

function caseOf(brief: unknown): VersionedCase {
  const nobody = { technician: null, acceptedAt: null, closedAt: null, closing: null };
  const place = { client: 'acme', conversation: 'c', openedAt: now.toISOString() };
  return { id: 'CC-1', ...place, priority: 'P2', status: 'waiting', ...nobody, brief, version: 1 };
}

const named = (id: string): VersionedCase => caseOf({ judgement: { scam: { id, title: id } } });

it('lists the scams of one client in the last month, the most frequent first', async () => {
  const asked: unknown[] = [];
  const casesOpened: DeskStorage['casesOpened'] = async (...given) => {
    asked.push(given);
    return [named('toner'), named('bank'), named('bank'), named('apple'), caseOf({}), caseOf(null)];
  };
  assert.deepEqual(await mostSeenScams({ casesOpened }, 'acme', now), ['bank', 'apple', 'toner']);
  assert.deepEqual(asked, [[['acme'], '2026-10-22T20:00:00.000Z', '2026-11-21T20:00:00.000Z']]);
});
