import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { loadedKnowledge } from '../../support/knowledge.ts';
import { run, type Outcome, type World } from '../../../src/cli/teams.ts';

export const appId = '11111111-2222-4333-8444-555555555555';
export const tenant = '66666666-7777-4888-9999-aaaaaaaaaaaa';

/** A deployment whose settings are complete. */
export const complete = {
  MicrosoftAppId: appId,
  MicrosoftAppTenantId: tenant,
  MicrosoftAppPassword: 'never printed',
  PUBLIC_URL: 'https://callcheck.example.org',
  ORGANISATION: 'Acme Ltd',
};

export type Desk = {
  folder: string;
  teams: (args: readonly string[], more?: Record<string, string>) => Promise<Outcome>;
};

/** The command in a folder of its own, as an administrator with these settings would run it. */
export async function inFolder(
  context: TestContext,
  authority: Pick<World, 'authority'> = {},
): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-teams-'));
  context.after(() => rm(folder, { recursive: true }));
  return {
    folder,
    teams: (args, more = {}) => run(args, { ...complete, DATA_DIR: folder, ...more }, { load, ...authority }),
  };
}

const load: World['load'] = async () => ({ kind: 'loaded', knowledge: await loadedKnowledge() });
