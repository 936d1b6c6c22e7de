import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import * as z from 'zod';
import { step } from '../../../../dialogs/step.ts';
import type { Aside } from '../../../../src/channels/bot-framework/aside.ts';
import { readConfig } from '../../../../src/config.ts';
import type { Converse } from '../../../../src/conversation/port.ts';
import { createConverse } from '../../../../src/conversation/converse.ts';
import { createLog } from '../../../../src/observability/log.ts';
import { serveExtension } from '../../../../src/serve-extension.ts';
import type { SqliteStorage } from '../../../../src/storage/sqlite.ts';
import { botConfig, raiseBot, type Stage } from '../../../support/bot-stage.ts';
import { loadedKnowledge } from '../../../support/knowledge.ts';

const payloads = new URL('../payloads/', import.meta.url);

type Changes = { value?: Record<string, unknown>; from?: Record<string, unknown> };

export type ExtensionStage = Stage & {
  converse: Converse;
  /** Posts a recorded invoke, its value changed. */
  invoke(
    name: 'query' | 'fetchTask' | 'submitAction',
    changes?: Changes,
  ): Promise<{ status: number; body: unknown }>;
};

/** The real endpoint with the extension as `serve` joins it. */
export async function raiseExtension(
  context: TestContext,
  fail: { storage?: Partial<SqliteStorage> } = {},
): Promise<ExtensionStage> {
  let extension: Aside | undefined;
  const later: Aside = {
    takes: (...given) => extension?.takes(...given) ?? false,
    answer: async (...given) => await (extension ?? assert.fail('no extension')).answer(...given),
  };
  const stage = await raiseBot(context, { asides: [later] });
  const knowledge = await loadedKnowledge();
  const log = createLog('silent');
  const read = readConfig({ PUBLIC_URL: 'https://callcheck.example.org' });
  const config = read.kind === 'read' ? read.config : assert.fail(read.faults.join('\n'));
  const converse = createConverse({
    storage: stage.storage,
    step,
    knowledge: () => knowledge,
    region: config.region,
    desk: botConfig.itDesk,
    timeZone: 'Europe/London',
    now: () => new Date(),
    log,
  });
  extension = serveExtension({
    config,
    storage: { ...stage.storage, ...fail.storage },
    converse,
    knowledge: () => knowledge,
    deliver: async (to, effects) => await stage.bot.reach.deliver(to, effects),
    log,
  });
  return {
    ...stage,
    converse,
    invoke: async (name, { value = {}, from = {} } = {}) => {
      const recorded = Recorded.parse(
        JSON.parse(await readFile(new URL(`composeExtension-${name}.json`, payloads), 'utf8')),
      );
      const { status, text } = await stage.post({
        ...recorded,
        serviceUrl: stage.microsoft.serviceUrl,
        from: { ...recorded.from, ...from },
        value: { ...recorded.value, ...value },
      });
      return { status, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

const Json = z.record(z.string(), z.unknown());
const Recorded = z.looseObject({ value: Json, from: Json });
