import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Storage } from '../../src/storage/port.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { storyOf } from './begin.ts';

const stream = fileURLToPath(new URL('../support/chat-stream.ts', import.meta.url));
/** How many posts got their id back before each kill: some die while they still answer the first ones. */
const kills = [1, 150, 300, 500];

it(
  'loses nothing that got its id back, and answers it once, when killed in the middle',
  { timeout: 30_000 },
  async (test) => {
    const folder = await mkdtemp(join(tmpdir(), 'callcheck-'));
    test.after(() => rm(folder, { recursive: true }));
    const path = join(folder, 'callcheck.db');

    const acknowledged: string[] = [];
    for (const [run, posts] of kills.entries())
      acknowledged.push(...(await killAfter(posts, path, `run${run}`)));
    assert.ok(acknowledged.length >= kills.reduce((sum, posts) => sum + posts));
    assert.notEqual(await countUnanswered(path), 0);
    await replay(path);

    const storage = await openSqlite(path);
    test.after(() => storage.close());
    assert.deepEqual(await storage.unansweredActivities(), []);
    const kept = new Set<string>();
    for (const conversation of conversationsIn(acknowledged)) {
      for (const id of await checkConversation(storage, conversation)) kept.add(`${conversation} ${id}`);
    }
    const lost = acknowledged.filter((line) => !kept.has(line));
    assert.deepEqual(lost, []);
    checkFile(path);
  },
);

/** Lets people post until enough got their ids back, then kills the process. The lines it managed to write. */
async function killAfter(posts: number, path: string, run: string): Promise<string[]> {
  const child = spawn(process.execPath, [stream, path, run], { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = '';
  for await (const chunk of child.stdout) {
    written += String(chunk);
    if (written.split('\n').length > posts) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  // What follows the last line end is a line cut short by the kill.
  return written.split('\n').slice(0, -1);
}

async function countUnanswered(path: string): Promise<number> {
  const storage = await openSqlite(path);
  const unanswered = await storage.unansweredActivities();
  await storage.close();
  return unanswered.length;
}

async function replay(path: string): Promise<void> {
  const child = spawn(process.execPath, [stream, path, 'replay'], { stdio: 'inherit' });
  await once(child, 'exit');
  assert.equal(child.exitCode, 0);
}

function conversationsIn(lines: readonly string[]): Set<string> {
  return new Set(lines.map((line) => line.split(' ')[0] ?? ''));
}

/** Every post is there once, was counted by the dialog once, and has one reply. The ids of the posts. */
async function checkConversation(storage: Storage, conversation: string): Promise<string[]> {
  const logged = await storage.activitiesAfter(conversation, 0);
  const posts = logged.filter(({ from }) => from === 'user');
  const said = posts.map(({ body }) => String(body));
  assert.equal(new Set(said).size, said.length, conversation);

  const story = await storyOf(storage, conversation);
  assert.deepEqual(story.toSorted(), said.toSorted(), conversation);

  const replies = logged.filter(({ from }) => from === 'bot').map(({ body }) => String(body));
  const expected = story.map((text, n) => `${n + 1}: ${text}`);
  assert.deepEqual(replies.toSorted(), expected.toSorted(), conversation);
  return posts.map(({ id }) => id);
}

/** The file is sound, and each turn that touched a case left one event and one outbox row. */
function checkFile(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const one = (sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0];
  try {
    assert.equal(one('pragma integrity_check'), 'ok');
    assert.equal(one('select count(*) from pragma_foreign_key_check'), 0);
    const turns = one("select count(*) from activities where sender = 'user' and body like '\"case %'");
    assert.notEqual(turns, 0);
    assert.equal(one('select count(*) from case_events'), turns);
    assert.equal(one('select count(*) from outbox'), turns);
    assert.equal(one('select count(*) - count(distinct conversation) from cases'), 0);
  } finally {
    database.close();
  }
}
