import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { ConversationParameters } from 'botframework-schema';
import type { Aside } from '../../../src/channels/bot-framework/aside.ts';
import type { Limit } from '../../../src/channels/bot-framework/gate.ts';
import { createPace } from '../../../src/channels/bot-framework/pace.ts';
import type { Effect } from '../../../src/dialog/effect.ts';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';
import { failures } from '../../support/connector-simulator.ts';
import { credentials } from '../../support/microsoft-double.ts';
import { sendAsTeams } from '../../support/teams-inbound.ts';

const personal = { id: 'a:conv;1', conversationType: 'personal', tenantId: credentials.tenantId };
const conversation = 'msteams/a:conv;1';
const speedUp = 4;
const platform = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
];

describe('with the platform’s limits in force', () => {
  it('nobody is told that it was too much, though a dialog, a technician and the clock speak at once', async (t) => {
    const clock = {
      nowMs: () => performance.now() * speedUp,
      sleep: (ms: number) => sleep(ms / speedUp),
    };
    const stage = await raiseBot(t, { pace: createPace({ pauseMs: 1, clock }) });
    // The way to the channel takes now longer, now shorter; what leaves in time may arrive a little closer together.
    const limits = platform.map(({ most, withinMs }) => ({ most, withinMs: (withinMs * 0.6) / speedUp }));
    assert.equal(await countThrottled(stage, limits), 0);
  });

  it('whoever does not keep to them is told', async (t) => {
    const stage = await raiseBot(t);
    assert.ok((await countThrottled(stage, platform)) > 0);
  });
});

it('whoever speaks through the bot waits for all the others who do', async (t) => {
  const limits = { send: [{ most: 3, withinMs: 300 }], read: [], tenant: [] };
  const stage = await raiseBot(t, { pace: createPace({ limits }) });
  await stage.post(stage.message({ conversation: personal }));
  const place = await stage.storage.readPlace(conversation);
  const begun = performance.now();
  const { conversations } = await stage.bot.connect(stage.microsoft.serviceUrl);
  for (const text of ['one', 'two'])
    await conversations.sendToConversation(personal.id, { type: 'message', text });
  await speak(stage, place?.reference, 'd1');
  await conversations.sendToConversation(personal.id, { type: 'message', text: 'three' });
  assert.ok(performance.now() - begun >= 300);
});

describe('Teams', () => {
  it('that waits in vain sends again, and the person is answered once', async (t) => {
    const stage = await raiseBot(t);
    stage.microsoft.connector.latencyMs = () => 100;
    const outcomes = await sendAsTeams(stage, stage.message({ conversation: personal }), {
      patienceMs: 150,
      times: 20,
    });
    assert.deepEqual([outcomes[0], outcomes.at(-1)], ['late', 200]);
    const texts = stage.microsoft.connector.shown(personal.id).map(({ text, summary }) => summary ?? text);
    assert.deepEqual(texts, [...new Set(texts)]);
    assert.ok(texts.length > 0);
  });

  it('that says nothing is given up, and not asked the same again', async (t) => {
    const stage = await raiseBot(t, { pace: createPace({ pauseMs: 1, patienceMs: 100 }) });
    stage.microsoft.connector.latencyMs = () => 400;
    assert.equal((await stage.post(stage.message({ conversation: personal }))).status, 502);
    assert.equal(stage.microsoft.sent.length, 1);
    assert.match(stage.logged(), /did not answer within 100 ms/);
  });

  it('that lost our answer sends again, and sees once what it took', async (t) => {
    const stage = await raiseBot(t);
    stage.microsoft.answers.push(failures.badGateway);
    const outcomes = await sendAsTeams(stage, stage.message({ conversation: personal }), {
      patienceMs: 5_000,
    });
    assert.deepEqual(outcomes, [502, 200]);
    const texts = stage.microsoft.connector.shown(personal.id).map(({ text, summary }) => summary ?? text);
    assert.deepEqual(texts, [...new Set(texts)]);
  });

  it('may send late what was written earlier, and answers come in any order: nothing is lost or doubled', async (t) => {
    const stage = await raiseBot(t);
    stage.microsoft.connector.latencyMs = (nth) => (nth % 3) * 15;
    const written = ['hello', 'help', 'about'].map((text) => stage.message({ conversation: personal, text }));
    const arriving = [...written.toReversed(), ...written];
    const statuses = await Promise.all(
      arriving.map(async (activity) => (await sendAsTeams(stage, activity, { patienceMs: 5_000 })).at(-1)),
    );
    assert.deepEqual(new Set(statuses), new Set([200]));
    const transcript = await stage.storage.messagesAfter(conversation, 0);
    const heard = transcript.filter(({ from }) => from === 'staff').map(({ text }) => text);
    assert.deepEqual(heard.toSorted(), ['about', 'hello', 'help']);
    const posted = stage.microsoft.sent.filter(({ method }) => method === 'POST');
    const replyIds = posted.map(({ body }) => JSON.stringify(body['channelData']));
    assert.equal(new Set(replyIds).size, replyIds.length);
  });
});

describe('whoever works beside the turns', () => {
  it('starts a thread, changes what stands there, takes it back and reads who is there by pages', async (t) => {
    const seen: unknown[] = [];
    const stage = await raiseBot(t, {
      asides: [asideThat(async (context) => void seen.push(...(await useEverything(context))))],
    });
    const people = Array.from({ length: 5 }, (_, n) => ({
      id: `29:${n}`,
      name: `P${n}`,
      aadObjectId: `o${n}`,
    }));
    stage.microsoft.connector.members.set(personal.id, people);
    await stage.post(stage.message({ conversation: personal, type: 'event', name: 'test' }));
    const [thread, first, names] = seen;
    assert.match(String(thread), /^19:it@thread\.tacv2;messageid=\d+$/);
    assert.deepEqual(names, ['P0', 'P1', 'P2', 'P3', 'P4']);
    assert.deepEqual(
      stage.microsoft.sent.map(({ method }) => method),
      ['POST', 'POST', 'PUT', 'DELETE'],
    );
    const [left] = stage.microsoft.connector.shown(String(thread));
    assert.deepEqual([left?.['id'], left?.['text']], [first, 'changed']);
  });

  it('does not start a thread twice when nobody knows whether it was started', async (t) => {
    let failed = 0;
    const stage = await raiseBot(t, {
      asides: [
        asideThat(
          async (context) => await assert.rejects(startThread(context)).then(() => void (failed += 1)),
        ),
      ],
    });
    for (const name of ['lostAnswer', 'takenButBadGateway', 'badGateway', 'gatewayTimeout'] as const) {
      stage.microsoft.sent.length = 0;
      stage.microsoft.answers.push(failures[name]);
      await stage.post(stage.message({ conversation: personal, type: 'event', name }));
      assert.equal(stage.microsoft.sent.length, 1, name);
    }
    assert.equal(failed, 4);
  });
});

function asideThat(work: (context: TurnContext) => Promise<void>): Aside {
  return { takes: ({ type }) => type === 'event', answer: work };
}

type Started = { thread: string; activity: string };

async function startThread(context: TurnContext): Promise<Started> {
  const { conversations } = connectorOf(context);
  const parameters = {
    isGroup: true,
    bot: context.activity.recipient,
    channelData: { channel: { id: '19:it@thread.tacv2' } },
    activity: { type: 'message', text: 'a case' },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type asks for a whole activity
  const { id, activityId } = await conversations.createConversation(parameters as ConversationParameters);
  return { thread: id, activity: activityId };
}

async function useEverything(context: TurnContext): Promise<unknown[]> {
  const { conversations } = connectorOf(context);
  const { thread, activity } = await startThread(context);
  const { id } = await conversations.sendToConversation(thread, { type: 'message', text: 'more' });
  await conversations.updateActivity(thread, activity, { type: 'message', text: 'changed' });
  await conversations.deleteActivity(thread, id);
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = await TeamsInfo.getPagedMembers(context, 2, token);
    names.push(...page.members.map(({ name }) => name));
    token = page.continuationToken;
  } while (token);
  return [thread, activity, names];
}

function connectorOf(context: TurnContext): ConnectorClient {
  return context.turnState.get<ConnectorClient>(context.adapter.ConnectorClientKey);
}

async function countThrottled(stage: Stage, limits: readonly Limit[]): Promise<number> {
  const post = (text: string) => stage.post(stage.message({ conversation: personal, text }));
  await post('hello');
  const place = await stage.storage.readPlace(conversation);
  stage.microsoft.connector.limits = limits;
  const said = Array.from({ length: 6 }, (_, n) => speak(stage, place?.reference, `d${n}`));
  await Promise.allSettled([...said, ...['one', 'two', 'three'].map(post)]);
  return stage.microsoft.connector.throttled();
}

async function speak(stage: Stage, reference: unknown, activity: string): Promise<void> {
  const by = { id: 't1', name: 'Sam' };
  const effect: Effect = { kind: 'speak', by, message: activity, text: activity, files: [] };
  await stage.bot.reach.deliver({ conversation, reference, activity, language: 'en-GB', client: 'main' }, [
    effect,
  ]);
}
