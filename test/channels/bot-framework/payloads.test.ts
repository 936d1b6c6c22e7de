import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import * as z from 'zod';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';

const folder = new URL('payloads/', import.meta.url);
const Payload = z.looseObject({
  type: z.string(),
  conversation: z.looseObject({ id: z.string() }),
  channelData: z.looseObject({}),
});
type Payload = z.infer<typeof Payload>;

const tapped = {
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: 'See my answer below.',
};

/** The status and the exact body that each activity of Teams is answered with, and whether the bot says anything then. */
const answers: Readonly<Record<string, { body?: unknown; says: boolean }>> = {
  'message-personal': { says: true },
  'message-group': { says: true },
  'message-channel': { says: true },
  'message-submit': { says: true },
  'message-file': { says: true },
  'adaptiveCard-action': { body: tapped, says: true },
  'message-submitAction': { says: false },
  'messageUpdate-edit': { says: false },
  'messageUpdate-undelete': { says: false },
  messageDelete: { says: false },
  messageReaction: { says: false },
  'installationUpdate-add': { says: true },
  'installationUpdate-add-team': { says: true },
  'installationUpdate-upgrade': { says: false },
  'installationUpdate-remove': { says: false },
  'installationUpdate-remove-upgrade': { says: false },
  'conversationUpdate-bot-added': { says: true },
  'conversationUpdate-bot-added-group': { says: true },
  'conversationUpdate-bot-added-team': { says: true },
  'conversationUpdate-bot-removed': { says: false },
  'conversationUpdate-member-added': { says: false },
  'conversationUpdate-member-removed': { says: false },
  'conversationUpdate-team-renamed': { says: false },
  'conversationUpdate-channel-created': { says: false },
  typing: { says: false },
  'event-readReceipt': { says: false },
  'event-meetingStart': { says: false },
  endOfConversation: { says: false },
  'task-fetch': { says: false },
  'task-submit': { says: false },
  'fileConsent-invoke': { says: false },
  'signin-verifyState': { says: false },
  'config-fetch': { says: false },
  'unknown-invoke': { says: false },
};

/** What is no conversation's is replayed where it is taken: with the message extension and the technicians' channel. */
const elsewhere = /^(?:composeExtension|technicians)-/;

const files = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

test('every recorded activity is replayed, and nothing else is', () => {
  const here = files.filter((file) => !elsewhere.test(file));
  assert.deepEqual(here.toSorted(), Object.keys(answers).toSorted());
});

test('each activity of Teams is answered with 200 and exactly the body that it wants, and once', async (t) => {
  const stage = await raiseBot(t);
  for (const [file, { body, says }] of Object.entries(answers)) {
    stage.microsoft.sent.length = 0;
    const activity = load(file, stage);
    const answered = await stage.post(activity);
    assert.equal(answered.status, 200, file);
    assert.equal(answered.text, body === undefined ? '' : JSON.stringify(body), file);
    const { length } = stage.microsoft.sent;
    assert.equal(length > 0, says, `${file}: ${JSON.stringify(stage.microsoft.sent.map((one) => one.body))}`);
    assert.equal((await stage.post(activity)).status, 200, file);
    assert.equal(stage.microsoft.sent.length, length, `${file} was answered twice`);
    assert.doesNotMatch(stage.logged(), /"level":"error"/, file);
  }
});

test('each kind of activity is refused when it comes from another tenant, before the bot sees it', async (t) => {
  const stage = await raiseBot(t);
  const foreign = { id: 'dddddddd-7777-8888-9999-aaaaaaaaaaaa' };
  for (const file of files) {
    const { conversation, channelData, ...activity } = load(file, stage);
    const moved = { ...activity, conversation: { ...conversation, tenantId: foreign.id } };
    const { status } = await stage.post({ ...moved, channelData: { ...channelData, tenant: foreign } });
    assert.equal(status, 403, file);
    const nowhere = { ...activity, conversation: { id: conversation.id }, channelData: {} };
    assert.equal((await stage.post(nowhere)).status, 403, `${file} without a tenant`);
  }
  assert.deepEqual(stage.microsoft.sent, []);
});

/** Each in a conversation of its own, and at the double's address. */
function load(file: string, stage: Stage): Payload {
  const recorded = Payload.parse(JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8')));
  const conversation = { ...recorded.conversation, id: `${recorded.conversation.id}-${file}` };
  return { ...recorded, conversation, serviceUrl: stage.microsoft.serviceUrl };
}
