import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { asJson, raiseCase, type Json, type Room } from './stage.ts';

const folder = new URL('../payloads/', import.meta.url);
const card = 'application/vnd.microsoft.card.adaptive';

/** In this order: the kind of body each is answered with, and what the person is told by the technician after it. */
const replayed: readonly [string, { type?: string; told: string[] }][] = [
  ['technicians-bot-added', { told: [] }],
  ['technicians-take', { type: card, told: [] }],
  ['technicians-chatter', { told: [] }],
  ['technicians-reply', { told: ['Sam Reed: Please hang up now'] }],
  ['technicians-reply-edit', { told: ['Sam Reed: Please hang up at once'] }],
  ['technicians-reply-delete', { told: [] }],
  ['technicians-submit', { told: [] }],
  ['technicians-take', { type: card, told: [] }],
  ['technicians-close', { type: card, told: [] }],
];

test('what Teams sends from a technicians’ channel is answered exactly, and does what it says', async (t) => {
  const room = await raiseCase(t);
  const recorded = readdirSync(folder).filter((file) => file.startsWith('technicians-'));
  const names = new Set(replayed.map(([name]) => `${name}.json`));
  assert.deepEqual(new Set(recorded), names, 'every recorded activity is replayed');
  for (const [place, [name, { type, told }]] of replayed.entries()) {
    const { status, body } = await room.post(await load(room, name, place));
    assert.equal(status, 200, name);
    if (type === undefined) assert.equal(body, undefined, name);
    else assert.deepEqual([asJson(body)['statusCode'], asJson(body)['type']], [200, type], name);
    assert.deepEqual(toldIn(room), told, name);
    assert.doesNotMatch(room.logged(), /"level":"error"/, name);
  }
  const found = await room.storage.readCase(await room.caseId());
  assert.equal(found?.status, 'closed');
  assert.ok(found.events.some(({ kind }) => kind === 'handed-back'));
  const own = room.channelSent().filter(({ method }) => method === 'POST');
  assert.equal(own.length, 1, 'nothing is said in the channel but the card');
});

/** About the case of this test, at the double's address. The same button pressed again is another activity. */
async function load(room: Room, name: string, place: number): Promise<Json> {
  const { conversation, activity } = await room.thread();
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8')
    .replaceAll('CC-RECORD', await room.caseId())
    .replaceAll('19:room@thread.tacv2;messageid=1700000000000', conversation);
  const read = asJson(JSON.parse(text));
  const isPress = read['type'] === 'invoke';
  return {
    ...read,
    serviceUrl: room.microsoft.serviceUrl,
    ...('replyToId' in read && { replyToId: activity }),
    ...(isPress && { id: `${String(read['id'])}-${place}` }),
  };
}

function toldIn(room: Room): string[] {
  const shown = room.microsoft.connector.shown('a:priya');
  return shown.map(({ text }) => String(text)).filter((text) => text.startsWith('Sam Reed: '));
}
