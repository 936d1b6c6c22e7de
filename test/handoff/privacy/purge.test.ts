import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutoffs, keepPurging, nextPurge, purge } from '../../../src/handoff/privacy/purge.ts';
import { Settings } from '../../../src/settings/schema.ts';

const { retention } = Settings.parse({});

describe('the daily purge', () => {
  for (const [now, next] of [
    ['2026-11-21T02:59:00Z', '2026-11-21T03:00:00.000Z'],
    ['2026-11-21T03:00:00Z', '2026-11-22T03:00:00.000Z'],
    ['2026-07-21T12:00:00Z', '2026-07-22T02:00:00.000Z'],
    ['2026-10-24T12:00:00Z', '2026-10-25T03:00:00.000Z'],
  ] as const)
    it(`comes next at ${next} when it is ${now}`, () => {
      assert.equal(nextPurge(new Date(now), 'Europe/London').toISOString(), next);
    });

  it('counts days back from now, each kind its own', () => {
    assert.deepEqual(cutoffs({ ...retention, sessions: 1, audit: 10 }, new Date('2026-11-21T10:00:00Z')), {
      conversations: '2026-08-23T10:00:00.000Z',
      cases: '2024-11-21T10:00:00.000Z',
      files: '2026-05-25T10:00:00.000Z',
      callRecords: '2026-08-23T10:00:00.000Z',
      sessions: '2026-11-20T10:00:00.000Z',
      audit: '2026-11-11T10:00:00.000Z',
    });
  });

  it('removes the files after the rows, and empties the log only when rows went', async () => {
    const cases: [Record<string, number>, string[]][] = [
      [{ files: 2 }, ['purge', 'sweep', 'flush']],
      [{}, ['purge', 'sweep']],
    ];
    for (const [rows, steps] of cases) {
      const done: string[] = [];
      const outcome = await purge(
        doubles(done, async () => rows),
        new Date(),
      );
      assert.deepEqual([done, outcome], [steps, { rows, files: 3 }]);
    }
  });

  it('that fails is logged, and stopping does not wait for the next one', async () => {
    const done: string[] = [];
    const stop = keepPurging({
      ...doubles(done, () => Promise.reject(new Error('the disk is full'))),
      timeZone: 'Europe/London',
      now: () => new Date(),
    });
    await stop();
    assert.deepEqual(done, ['what is old could not be deleted; it is tried again tomorrow']);
  });
});

function doubles(done: string[], rows: () => Promise<Record<string, number>>): Parameters<typeof purge>[0] {
  return {
    storage: {
      purge: async () => {
        const deleted = await rows();
        done.push('purge');
        return deleted;
      },
      flush: async () => void done.push('flush'),
    },
    files: {
      sweep: async () => {
        done.push('sweep');
        return 3;
      },
    },
    retention,
    log: { info: () => undefined, error: (_fields, message) => void done.push(message) },
  };
}
