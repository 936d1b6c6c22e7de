import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect } from '../../../src/dialog/effect.ts';
import { Unreachable } from '../../../src/handoff/port.ts';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';
import { failures, type Failure } from '../../support/connector-simulator.ts';
import { credentials } from '../../support/microsoft-double.ts';

const id = '0a0a0a0a-1111-2222-3333-444444444444';
const jo = { id: '29:jo', name: 'Jo Hart', aadObjectId: id };
const personal = { id: 'a:conv;1', conversationType: 'personal', tenantId: credentials.tenantId };
const conversation = 'msteams/a:conv;1';
const hello: Effect = { kind: 'say', text: 'Sam will answer you.' };

describe('people in Teams', () => {
  it('are learned from their own chat, with the tenant, the language and the way back', async (t) => {
    const stage = await raiseBot(t);
    const before = new Date();
    await write(stage, { locale: 'cy-GB', timestamp: before.toISOString() });
    const found = await stage.storage.readTeamsPerson('main', id);
    assert.deepEqual(
      { ...found, reference: undefined },
      {
        client: 'main',
        tenant: credentials.tenantId,
        id,
        user: '29:jo',
        name: 'Jo Hart',
        login: null,
        conversation,
        reference: undefined,
        language: 'cy-GB',
        reachable: 'yes',
        since: before.toISOString(),
        seenAt: before.toISOString(),
      },
    );
    await deliver(stage, found?.reference);
    assert.equal(stage.microsoft.sent.at(-1)?.body['text'], hello.text);
  });

  const elsewhere: readonly [string, Record<string, unknown>][] = [
    ['a group chat', { conversation: { ...personal, id: '19:g', conversationType: 'groupChat' } }],
    ['a channel', { conversation: { ...personal, id: '19:c', conversationType: 'channel' } }],
    ['a chat of no kind', { conversation: { id: 'a:x', tenantId: credentials.tenantId } }],
    ['a chat that another channel carries', { channelId: 'webchat' }],
    ['somebody without an object id', { from: { id: '29:guest', name: 'Guest' } }],
    ['a search in a chat of two people', { type: 'invoke', name: 'composeExtension/query', text: undefined }],
    ['a dialog opened elsewhere', { type: 'invoke', name: 'task/fetch', text: undefined }],
  ];
  it('are learned from nowhere else', async (t) => {
    const stage = await raiseBot(t);
    for (const [name, more] of elsewhere) {
      await stage.post(stage.message({ from: jo, ...more }));
      assert.deepEqual(await stage.storage.listTeamsPeople('main'), [], name);
    }
  });

  it('are never believed to have been here later than now', async (t) => {
    const stage = await raiseBot(t);
    await write(stage, { timestamp: '2999-01-01T00:00:00.000Z' });
    assert.ok(String((await readJo(stage))?.seenAt) <= new Date().toISOString());
  });

  const gone: readonly [string, Record<string, unknown>, string][] = [
    ['installationUpdate', { action: 'remove' }, 'removed'],
    ['installationUpdate', { action: 'remove-upgrade' }, 'yes'],
    ['installationUpdate', { action: 'add-upgrade' }, 'yes'],
    ['conversationUpdate', { membersRemoved: [{ id: `28:${credentials.appId}` }] }, 'removed'],
    ['conversationUpdate', { membersRemoved: [{ id: '29:somebody' }, null] }, 'yes'],
  ];
  it('are gone when they take the bot away, and only then', async (t) => {
    const stage = await raiseBot(t);
    for (const [index, [type, more, reachable]] of gone.entries()) {
      const secondsAgo = 100 - 10 * index;
      await write(stage, { timestamp: ago(secondsAgo) });
      await write(stage, { type, text: undefined, timestamp: ago(secondsAgo - 5), ...more });
      assert.equal((await readJo(stage))?.reachable, reachable, `${type} ${JSON.stringify(more)}`);
    }
  });

  it('stay when a removal comes late, after they came back', async (t) => {
    const stage = await raiseBot(t);
    await write(stage, { timestamp: ago(10) });
    await write(stage, { type: 'installationUpdate', action: 'remove', text: undefined, timestamp: ago(60) });
    assert.equal((await readJo(stage))?.reachable, 'yes');
  });

  it('have what they sign in with asked of the roster once, after their answer', async (t) => {
    const stage = await raiseBot(t);
    stage.microsoft.connector.members.set(personal.id, [{ ...jo, userPrincipalName: 'jo@example.org' }]);
    await write(stage);
    await until(async () => (await readJo(stage))?.login === 'jo@example.org');
    await write(stage);
    await sleep(20);
    assert.equal(stage.microsoft.connector.reads.length, 1);
  });

  it('are answered when the roster knows nothing of them, and when nobody can be remembered', async (t) => {
    const stage = await raiseBot(t);
    assert.equal(await write(stage), 200);
    await until(async () => stage.logged().includes('the roster did not tell'));
    assert.ok(stage.microsoft.sent.length > 0);
    const forgetful = await raiseBot(t, { people: brokenStore(stage) });
    assert.equal(await write(forgetful), 200);
    assert.ok(forgetful.microsoft.sent.length > 0);
  });
});

const deadEnds: readonly [keyof typeof failures, Unreachable['reason']][] = [
  ['notInRoster', 'removed'],
  ['blockedByUser', 'blocked'],
  ['writesBlocked', 'blocked'],
  ['disabledByAdmin', 'disabled'],
  ['conversationNotFound', 'removed'],
];
describe('somebody who cannot be reached', () => {
  it('is known as such, tried once, and back with the next thing they do', async (t) => {
    const { stage, reference } = await raiseWithJo(t);
    for (const [name, reason] of deadEnds) {
      stage.microsoft.sent.length = 0;
      stage.microsoft.answers.push(failures[name]);
      await assert.rejects(deliver(stage, reference, `${name}-lost`), (error) => {
        assert.ok(error instanceof Unreachable, name);
        assert.equal(error.reason, reason, name);
        assert.match(error.message, /ring them instead/);
        return true;
      });
      assert.equal((await readJo(stage))?.reachable, reason, name);
      await assert.rejects(deliver(stage, reference, `${name}-lost`), Unreachable);
      await stage.bot.reach.typing({ conversation, reference }, 'Sam');
      assert.equal(stage.microsoft.sent.length, 1, `${name}: the channel is not asked again`);

      await write(stage);
      assert.equal((await readJo(stage))?.reachable, 'yes', name);
      await deliver(stage, reference, name);
      assert.equal(stage.microsoft.sent.at(-1)?.body['text'], hello.text, name);
    }
  });

  const passing: readonly (keyof typeof failures)[] = [
    'forbidden',
    'activityNotFound',
    'badArgument',
    'notRegistered',
    'tooBig',
    'badGateway',
    'unavailable',
    'lostAnswer',
  ];
  it('is not known by what may pass', async (t) => {
    const { stage, reference } = await raiseWithJo(t);
    for (const name of passing) {
      stage.microsoft.sent.length = 0;
      stage.microsoft.answers.push(failures[name] satisfies Failure);
      await assert.rejects(deliver(stage, reference, name), (error) => !(error instanceof Unreachable), name);
      assert.equal((await readJo(stage))?.reachable, 'yes', name);
      assert.equal(stage.microsoft.sent.length, 1, `${name}: what may have arrived is not sent again`);
    }
  });
});

async function raiseWithJo(t: Parameters<typeof raiseBot>[0]): Promise<{ stage: Stage; reference: unknown }> {
  const stage = await raiseBot(t);
  await write(stage);
  stage.microsoft.sent.length = 0;
  return { stage, reference: (await readJo(stage))?.reference };
}

async function write(stage: Stage, more: Record<string, unknown> = {}): Promise<number> {
  const { status } = await stage.post(
    stage.message({ from: jo, conversation: personal, timestamp: new Date().toISOString(), ...more }),
  );
  return status;
}

async function deliver(stage: Stage, reference: unknown, activity = 'd1'): Promise<void> {
  await stage.bot.reach.deliver({ conversation, reference, activity, language: 'en-GB', client: 'main' }, [
    hello,
  ]);
}

async function readJo({ storage }: Stage): ReturnType<Stage['storage']['readTeamsPerson']> {
  return await storage.readTeamsPerson('main', id);
}

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

function brokenStore({ storage }: Stage): Stage['storage'] {
  return { ...storage, keepTeamsPerson: failToWrite, teamsPersonIn: failToWrite };
}

async function failToWrite(): Promise<never> {
  throw new Error('the disk is full');
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await sleep(10);
  }
  assert.fail('waited in vain');
}
