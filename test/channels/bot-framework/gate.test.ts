import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createGate, type GateClock, type Limit } from '../../../src/channels/bot-framework/gate.ts';

/** As one chat in Teams has them. */
const limits: readonly Limit[] = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
];

describe('a gate', () => {
  it('lets so many through at once, and the next when the first is old enough', async () => {
    const times = await passAll(
      limits,
      Array.from({ length: 10 }, () => 0),
    );
    assert.deepEqual(times, [0, 0, 0, 0, 0, 0, 0, 1_000, 2_000, 2_000]);
  });

  it('keeps every limit in every stretch of time, lets nobody wait in vain and keeps the order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 200 }), async (pauses) => {
        let at = 0;
        const asked = pauses.map((pause) => (at += pause % 3 === 0 ? 0 : pause));
        const times = await passAll(limits, asked);
        assert.equal(times.length, asked.length);
        for (const [index, time] of times.entries()) {
          const before = times[index - 1] ?? 0;
          const earliest = Math.max(
            asked[index] ?? 0,
            before,
            ...limits.map(({ most, withinMs }) => (times[index - most] ?? -Infinity) + withinMs),
          );
          assert.equal(time, earliest);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('lets 1,800 through in an hour, and not one more', async () => {
    const times = await passAll(
      limits,
      Array.from({ length: 1_900 }, () => 0),
    );
    assert.equal(times.filter((time) => time < 3_600_000).length, 1_800);
  });

  it('that was closed opens again, and closing it for less changes nothing', async () => {
    const clock = simulateClock();
    const gate = createGate(limits, clock);
    gate.close(5_000);
    gate.close(10);
    await gate.pass();
    assert.equal(clock.nowMs(), 5_000);
  });

  it('does work in the order asked for, and goes on after work that failed', async () => {
    const gate = createGate(limits, simulateClock());
    const done: string[] = [];
    const work = [1, 2, 3].map(async (n) => await gate.inTurn(async () => done.push(`begins ${n}`)));
    const broken = gate.inTurn(async () => await Promise.reject(new Error('broken')));
    const after = gate.inTurn(async () => done.push('after'));
    await assert.rejects(broken, /broken/);
    await Promise.all([...work, after]);
    assert.deepEqual(done, ['begins 1', 'begins 2', 'begins 3', 'after']);
  });

  it('is idle when nothing waits and nothing that passed counts any more', async () => {
    const clock = simulateClock();
    const gate = createGate([{ most: 1, withinMs: 100 }], clock);
    assert.equal(gate.isIdle(), true);
    await gate.pass();
    assert.equal(gate.isIdle(), false);
    await clock.sleep(100);
    assert.equal(gate.isIdle(), true);
  });
});

/** When each of those who asked at these times came through. */
async function passAll(by: readonly Limit[], asked: readonly number[]): Promise<number[]> {
  const clock = simulateClock();
  const gate = createGate(by, clock);
  const times: number[] = [];
  for (const at of asked) {
    await clock.sleep(at - clock.nowMs());
    await gate.pass();
    times.push(clock.nowMs());
  }
  return times;
}

/** Time passes only by sleeping. */
function simulateClock(): GateClock {
  let nowMs = 0;
  return { nowMs: () => nowMs, sleep: async (ms) => (nowMs += Math.max(0, ms)) };
}
