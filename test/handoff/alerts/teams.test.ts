import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { step } from '../../../dialogs/step.ts';
import { createConverse } from '../../../src/conversation/converse.ts';
import { createAlertRunner } from '../../../src/handoff/alerts/runner.ts';
import { Settings } from '../../../src/settings/schema.ts';
import { botConfig, raiseBot } from '../../support/bot-stage.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const hostile = '<at>everybody</at> [click](https://evil.example) **now** # urgent';
const approvedAt = new Date();
const now = (): Date => approvedAt;

test('an alert comes to a personal chat in Teams as a card that changes in place once it is answered', async (t) => {
  const stage = await raiseBot(t);
  const { storage, microsoft } = stage;
  await stage.post(stage.message({ from: { id: '29:person', name: 'Priya Nair', aadObjectId: 'p1' } }));
  const knowledge = await loadedKnowledge();
  const log = { warn: () => undefined, error: () => undefined };
  const converse = createConverse({
    storage,
    step,
    knowledge: () => knowledge,
    region: 'GB',
    desk: botConfig.itDesk,
    timeZone: 'Europe/London',
    now,
    log,
  });
  const settings = Settings.parse({});
  const parts = { storage, converse, reach: stage.bot.reach, settings, mail: () => undefined, now, log };
  await storage.addAlert(alert, { at: '', who: 'lee', what: 'alert-approved', about: alert.id, detail: {} });
  microsoft.sent.length = 0;
  const runner = createAlertRunner(parts);
  await runner.tick();
  await runner.tick();

  const cards = microsoft.sent.filter(({ body }) => JSON.stringify(body).includes('everybody'));
  assert.equal(cards.length, 1);
  const card = JSON.stringify(cards[0]?.body);
  assert.doesNotMatch(card, /"type":"mention"|entities":\[\{/);
  const [heading] = textBlocks(cards[0]?.body);
  assert.match(heading ?? '', /\\\[click\\\]/, 'markdown in the heading is escaped');

  const data = buttonData(cards[0]?.body, 'had-this-call');
  const tap = {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', data } },
  };
  const from = { id: '29:person', name: 'Priya Nair', aadObjectId: 'p1' };
  microsoft.sent.length = 0;
  assert.equal((await stage.post(stage.message({ ...tap, from }))).status, 200);
  const changed = microsoft.sent.find(({ method }) => method === 'PUT');
  assert.match(JSON.stringify(changed?.body), /You told us that you had this call/);
  assert.doesNotMatch(JSON.stringify(changed?.body), /Action\.(Execute|Submit)/);
  assert.match(JSON.stringify(microsoft.sent.map(({ body }) => body)), /Tell me what they said/);
  const given = await storage.deliveryTo(alert.id, 'teams:p1');
  assert.deepEqual([given?.state, given?.answer], ['sent', 'had-this-call']);
});

const alert = {
  id: 'AL-1',
  client: 'main',
  campaign: null,
  content: { title: hostile, text: hostile, steps: [hostile] },
  groups: ['teams'],
  status: 'approved' as const,
  draftedBy: null,
  draftedAt: approvedAt.toISOString(),
  approvedBy: { id: 't2', name: 'Lee Cole' },
  approvedAt: approvedAt.toISOString(),
  expiresAt: new Date(approvedAt.getTime() + 86_400_000).toISOString(),
  withdrawnBy: null,
  withdrawnAt: null,
};

/** Every object of a type within JSON. */
function findAll(value: unknown, fits: (one: Record<string, unknown>) => boolean): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => findAll(one, fits));
  if (typeof value !== 'object' || value === null) return [];
  const one: Record<string, unknown> = { ...value };
  return [...(fits(one) ? [one] : []), ...Object.values(one).flatMap((inner) => findAll(inner, fits))];
}

function textBlocks(body: unknown): string[] {
  return findAll(body, ({ type }) => type === 'TextBlock').map(({ text }) => String(text));
}

const Data = z.looseObject({ callcheck: z.looseObject({ verb: z.literal('alert'), answer: z.string() }) });

function buttonData(body: unknown, answer: string): unknown {
  const found = findAll(body, ({ data }) => Data.safeParse(data).data?.callcheck.answer === answer);
  return found[0]?.['data'] ?? assert.fail(`no button ${answer} in ${JSON.stringify(body)}`);
}
