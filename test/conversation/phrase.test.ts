import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { step } from '../../dialogs/step.ts';
import { readTurn } from '../../src/channels/bot-framework/read-turn.ts';
import { parsePosted } from '../../src/channels/direct-line/posted.ts';
import { createSealPhrase } from '../../src/conversation/phrase.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import { loadedKnowledge } from '../support/knowledge.ts';
import { begin } from './begin.ts';

const kim = { id: 'kim', name: 'Kim Lane', hasPassphrase: true };
const knowledge = { ...(await loadedKnowledge()), colleagues: [kim] };
const agreed = 'blue kettle on a tuesday';

async function asked(t: TestContext) {
  const begun = await begin(t, { step, knowledge: () => knowledge });
  const tried: string[] = [];
  const compare = async (client: string, colleague: string, typed: string): Promise<boolean> => {
    tried.push([client, colleague].join(' '));
    return typed === agreed;
  };
  const seal = createSealPhrase({ storage: begun.storage, knowledge: () => knowledge, compare });
  let activity = 0;
  const says = async (text: string): Promise<void> => {
    const where = { client: 'main', conversation: 'c1', language: 'en-GB' };
    const sealed = await seal(where, text);
    const event: DialogEvent = { kind: 'said', masked: false, ...(sealed ?? { text }) };
    activity += 1;
    const from = { channel: 'webchat', conversation: 'c1', activity: `a${activity}`, client: 'main' };
    const person = { id: 'u1', name: undefined };
    const turn = { ...from, person, at: '2026-11-21T10:00:00.000Z', language: 'en-GB', event };
    await begun.converse(turn, begun.deliver);
  };
  await says('check a passphrase');
  await says('Kim Lane');
  return { ...begun, says, tried };
}

test('the right passphrase is proof, and its words are in no file, message or log', async (t) => {
  const { says, storage, tried, path, logLines, delivered } = await asked(t);
  await says('red kettle on a monday');
  await says(agreed);
  assert.deepEqual(tried, ['main kim', 'main kim']);
  assert.ok(delivered.some((effect) => effect.kind === 'conclude' && effect.verdict === 'proved'));
  const messages = await storage.messagesAfter('c1', 0);
  assert.equal(messages.filter(({ text }) => text === '(a passphrase, not kept)').length, 2);
  const files = readdirSync(dirname(path)).map((name) => readFileSync(join(dirname(path), name)));
  for (const words of [agreed, 'red kettle'])
    assert.ok(![...files, JSON.stringify(messages), logLines.join()].some((kept) => kept.includes(words)));
});

test('a command is a command, also while a passphrase is waited for; and nothing is compared when none is', async (t) => {
  const { says, tried } = await asked(t);
  await says('cancel');
  await says(agreed);
  assert.deepEqual(tried, []);
});

test('nobody outside can say that a passphrase fitted', () => {
  const posted = parsePosted({ type: 'message', text: 'hello', channelData: { phrase: 'right' } });
  assert.ok(posted.kind === 'accepted' && !JSON.stringify(posted.posted).includes('phrase'));
  const activity = {
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/teams/',
    conversation: { id: 'c1' },
    from: { id: 'u1' },
    recipient: { id: 'bot' },
    text: 'hello',
    channelData: { phrase: 'right' },
  };
  const read = readTurn(activity, {
    language: 'en-GB',
    now: () => new Date(),
    client: 'main',
    arrived: { files: [], refused: [] },
  });
  assert.deepEqual(read.kind === 'turn' && read.turn.event, { kind: 'said', text: 'hello', masked: false });
});
