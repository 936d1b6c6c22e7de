import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepRedelivering } from '../../../src/handoff/desk/deliver.ts';
import { openSqlite } from '../../../src/storage/sqlite.ts';
import { until } from '../../channels/direct-line/stage.ts';
import { turnOf } from '../../storage/samples.ts';

test('somebody who took the bot away is not tried, and at once when they are back', async (context) => {
  const storage = await openSqlite(':memory:');
  context.after(() => storage.close());
  const conversation = 'msteams/a:1';
  const seen = { client: 'main', tenant: 't', id: 'o1', user: '29:1', name: 'Jo Hart', language: 'en-GB' };
  const meet = (seenAt: string) => storage.keepTeamsPerson({ ...seen, conversation, reference: {}, seenAt });
  await storage.commitTurn(turnOf({ conversation, channel: 'desk' }));
  await meet('2026-11-21T10:00:00.000Z');
  await storage.markTeamsPerson(conversation, 'removed', '2026-11-21T11:00:00.000Z');
  let tries = 0;
  let rounds = 0;
  const stop = keepRedelivering(
    {
      storage,
      converse: async ({ activity }) => {
        tries += 1;
        await storage.markDelivered(conversation, activity);
        return 'answered';
      },
      reach: { deliver: async () => undefined, typing: async () => undefined },
      now: () => new Date((rounds += 1)),
      log: { info: () => undefined, warn: () => undefined, error: assert.fail },
    },
    2,
  );
  await until('some rounds passed', () => rounds >= 5);
  assert.equal(tries, 0);
  await meet('2026-11-21T12:00:00.000Z');
  await until('it was tried', () => tries === 1);
  await stop();
});

test('somebody who cannot be reached is tried ever more seldom, and holds up nobody', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-deliver-'));
  const storage = await openSqlite(join(folder, 'desk.sqlite'));
  context.after(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });
  for (const conversation of ['gone', 'here'])
    await storage.commitTurn(turnOf({ conversation, channel: 'desk' }));
  const tries: string[] = [];
  let atMs = 0;
  const quiet = { info: () => undefined, warn: () => undefined, error: assert.fail };
  const stop = keepRedelivering(
    {
      storage,
      converse: async ({ conversation }) => {
        tries.push(conversation);
        return conversation === 'gone' ? 'undelivered' : 'answered';
      },
      reach: { deliver: async () => undefined, typing: async () => undefined },
      now: () => new Date((atMs += 5)),
      log: quiet,
    },
    5,
  );
  const count = (wanted: string): number => tries.filter((one) => one === wanted).length;
  await until('the other was tried often', () => count('here') >= 40);
  await stop();
  assert.ok(count('gone') >= 3 && count('gone') <= 8, `${count('gone')} of ${count('here')}`);
  const ended = tries.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(tries.length, ended, 'stopped is stopped');
});
