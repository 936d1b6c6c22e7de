import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createConverse, type ConverseOptions } from '../../src/conversation/converse.ts';
import type { Converse } from '../../src/conversation/port.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { readState } from '../../src/dialog/state.ts';
import type { Storage } from '../../src/storage/port.ts';
import { openStorage } from '../support/fresh-storage.ts';
import { tinyKnowledge, tinyStep } from '../support/tiny-dialog.ts';

export const now = new Date('2026-11-21T10:00:00.000Z');

export type Begun = {
  path: string;
  storage: Storage;
  converse: Converse;
  /** What `deliver` was given, in order. */
  delivered: Effect[];
  deliver: (effects: readonly Effect[]) => Promise<void>;
  logLines: string[];
};

/** A conversation core on a real database file of its own, or on the `path` or `storage` of another. */
export async function begin(
  test: TestContext,
  options: Partial<ConverseOptions> & { path?: string } = {},
): Promise<Begun> {
  const path = options.path ?? (await newPath(test));
  const storage = options.storage ?? (await openStorage(path));
  test.after(() => storage.close());
  const delivered: Effect[] = [];
  const logLines: string[] = [];
  const log = (fields: Record<string, unknown>, message: string): void => {
    logLines.push([...Object.values(fields), message].map(String).join(' '));
  };
  const converse = createConverse({
    step: tinyStep,
    knowledge: () => tinyKnowledge,
    region: 'GB-SCT',
    desk: { name: 'the IT desk', phone: undefined },
    timeZone: 'Europe/London',
    targets: () => ['email'],
    now: () => now,
    log: { warn: log, error: log },
    ...options,
    storage,
  });
  const deliver = async (effects: readonly Effect[]): Promise<void> => void delivered.push(...effects);
  return { path, storage, converse, delivered, deliver, logLines };
}

export function textsOf(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.kind === 'say' ? [effect.text] : []));
}

export async function storyOf(storage: Storage, conversation = 'c1'): Promise<readonly string[]> {
  const stored = await storage.readConversation(conversation);
  return readState(stored?.state)?.story ?? [];
}

export function logged({ logLines }: Begun): string {
  return logLines.join('\n');
}

async function newPath(test: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-'));
  test.after(() => rm(folder, { recursive: true }));
  return join(folder, 'callcheck.db');
}
