import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { HandoffStatus } from '../../../src/channels/bot-framework/hub.ts';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';

const secret = `whsec_${Buffer.from('a secret of the hub, long enough').toString('base64')}`;
const status = {
  type: 'event',
  name: 'handoff.status',
  conversation: { id: 'web-1' },
  value: { state: 'accepted', message: 'Jo has it' },
};

async function raiseHub(t: TestContext): Promise<{ stage: Stage; told: HandoffStatus[] }> {
  const told: HandoffStatus[] = [];
  const onHandoffStatus = async (one: HandoffStatus) => void told.push(one);
  return { stage: await raiseBot(t, { hubs: [{ id: 'genesys', secret }], onHandoffStatus }), told };
}

type Signing = { id?: string; at?: Date; secret?: string; hub?: string; sent?: unknown };

/** Posts an event as a hub does; `sent` goes out instead of what was signed. */
async function tell({ base }: Stage, event: unknown, how: Signing = {}): Promise<number> {
  const { id = 'msg_1', at = new Date(), hub = 'genesys' } = how;
  const body = JSON.stringify(event);
  const response = await fetch(`${base}/api/handoff/${hub}`, {
    method: 'POST',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(how.secret ?? secret).sign(id, at, body),
    },
    body: how.sent === undefined ? body : JSON.stringify(how.sent),
  });
  return response.status;
}

test('a status that a hub signed is passed on', async (t) => {
  const { stage, told } = await raiseHub(t);
  assert.equal(await tell(stage, status), 200);
  assert.deepEqual(told, [
    { hub: 'genesys', id: 'msg_1', conversation: 'web-1', state: 'accepted', message: 'Jo has it' },
  ]);
});

const other = `whsec_${Buffer.from('another secret, as long as that').toString('base64')}`;
const forgeries: readonly [string, Signing][] = [
  ['signed with another secret', { secret: other }],
  ['changed on the way', { sent: { ...status, conversation: { id: 'web-2' } } }],
  ['an hour old', { at: new Date(Date.now() - 3_600_000) }],
  ['from a hub nobody knows', { hub: 'nobody' }],
];
test('a status that is forged is refused and not passed on', async (t) => {
  const { stage, told } = await raiseHub(t);
  for (const [what, how] of forgeries) assert.equal(await tell(stage, status, how), 401, what);
  const bare = await fetch(`${stage.base}/api/handoff/genesys`, {
    method: 'POST',
    body: JSON.stringify(status),
  });
  assert.equal(bare.status, 401);
  assert.deepEqual(told, []);
});

test('a status that comes through a channel, from whoever chats there, means nothing', async (t) => {
  const { stage, told } = await raiseHub(t);
  const { conversation } = stage.message();
  for (const channelId of ['msteams', 'webchat'])
    assert.equal(
      (await stage.post(stage.message({ ...status, channelId, conversation, text: undefined }))).status,
      200,
    );
  assert.deepEqual(told, []);
  assert.deepEqual(stage.microsoft.sent, []);
});

test('another event of a hub is taken and ignored, and an oversized one is refused', async (t) => {
  const { stage, told } = await raiseHub(t);
  assert.equal(await tell(stage, { type: 'event', name: 'something.new' }), 200);
  assert.equal(await tell(stage, { ...status, value: { state: 'dancing' } }), 200);
  assert.equal(await tell(stage, { ...status, more: 'x'.repeat(70_000) }), 413);
  assert.deepEqual(told, []);
});

test('without hubs there is no such address', async (t) => {
  assert.equal(await tell(await raiseBot(t), status), 404);
});
