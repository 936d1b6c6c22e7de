import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EmulatorValidation } from 'botframework-connector';
import { UnsecuredJWT } from 'jose';
import { guardRequest } from '../../../src/channels/bot-framework/guard.ts';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';
import { credentials } from '../../support/microsoft-double.ts';

const tokens = 20_000;
/** So many of them come over the network; the guard hears them all the same way. */
const posted = 500;
const lanes = 20;

/** A token that nobody signed costs the SDK four entries in a list that it never empties and reads on every request. */
test(`${tokens} tokens of ever new issuers are refused, leave memory flat, and cost the next person nothing`, async (t) => {
  const stage = await raiseBot(t, { limits: { perAddress: 1_000_000 } });
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  t.after(() => agent.destroy());
  const issuers = EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer;
  assert.ok(Array.isArray(issuers));
  const known = issuers.length;
  await flood(stage, agent, 0, posted);
  const beforeBytes = heapBytes();
  const statuses = await flood(stage, agent, posted, 2 * posted);
  for (let n = 2 * posted; n < tokens; n++) statuses.add(guard(stage, tokenOf(n)));
  const grownBytes = heapBytes() - beforeBytes;

  assert.deepEqual([...statuses], [401]);
  assert.equal(issuers.length, known);
  // The list alone would hold 7 MB by now.
  assert.ok(grownBytes < 3_000_000, `${grownBytes} bytes`);
  assert.equal((await stage.post(stage.message())).status, 200);
});

function guard(stage: Stage, token: string): number {
  const headers = { authorization: `Bearer ${token}` };
  const guarded = guardRequest(
    { headers, remoteAddress: '203.0.113.9', body: stage.message() },
    { credentials, cloud: stage.microsoft.cloud, loopbackOnly: false },
  );
  return guarded.kind === 'refused' ? guarded.refusal.status : 200;
}

async function flood({ base }: Stage, agent: Agent, from: number, to: number): Promise<Set<number>> {
  const statuses = new Set<number>();
  let next = from;
  const post = async (): Promise<void> => {
    while (next < to) statuses.add(await postOnce(base, agent, tokenOf((next += 1))));
  };
  await Promise.all(Array.from({ length: lanes }, post));
  return statuses;
}

/** Half of them claim the right issuer, which is not enough either. */
function tokenOf(n: number): string {
  const tid = `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
  const iss = n % 2 === 0 ? 'https://api.botframework.com' : `https://sts.windows.net/${tid}/`;
  const [, claims] = new UnsecuredJWT({ iss, tid, appid: tid }).encode().split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: `key-${n}` })).toString('base64url');
  return `${header}.${claims}.c2lnbmF0dXJl`;
}

async function postOnce(base: string, agent: Agent, token: string): Promise<number> {
  const headers = { 'Content-Type': 'application/json', authorization: `Bearer ${token}` };
  return await new Promise((resolve, reject) => {
    const posting = request(`${base}/api/messages`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    posting.on('error', reject);
    posting.end('{}');
  });
}

/** What is left once everything that can go is gone. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc(); gc(); gc()');
  return process.memoryUsage().heapUsed;
}
