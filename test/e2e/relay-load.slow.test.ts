import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runRelays } from '../../src/cli/bench/relay/run.ts';

/** As `npm run -s bench relay` with 200 relays for a minute, in as little time as three restarts leave. */
const plan = { relays: 24, technicians: 6, messageEveryMs: 600, seconds: 6, kills: 3 };

it(
  'loses, doubles and swaps no message of 24 relays while the process is killed three times',
  { timeout: 240_000 },
  async () => {
    const { messages, differences, complaints, awayMs } = await runRelays(plan);
    assert.deepEqual(differences, []);
    assert.deepEqual(complaints, []);
    assert.equal(awayMs.length, plan.kills);
    assert.ok(messages > plan.relays * plan.kills, `${messages} messages are too few to tell anything`);
  },
);
