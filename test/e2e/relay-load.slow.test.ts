import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runRelays } from '../../src/cli/bench/relay/run.ts';

/** As `npm run -s bench relay` with 200 relays for a minute, in as little time as three restarts leave. */
const plan = { relays: 40, technicians: 8, messageEveryMs: 1_000, seconds: 6, kills: 3 };

it(
  'loses, doubles and swaps no message of 40 relays while the process is killed three times',
  { timeout: 180_000 },
  async () => {
    const { messages, differences, complaints, awayMs } = await runRelays(plan);
    assert.deepEqual(differences, []);
    assert.deepEqual(complaints, []);
    assert.equal(awayMs.length, plan.kills);
    assert.ok(messages > plan.relays * 2, `${messages} messages are too few to tell anything`);
  },
);
