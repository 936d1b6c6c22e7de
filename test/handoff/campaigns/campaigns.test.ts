import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { AlertWords } from '../../../src/dialog/alert.ts';
import type { CaseBrief } from '../../../src/dialog/brief.ts';
import { createCampaigns, type Campaigns } from '../../../src/handoff/campaigns/campaigns.ts';
import { listCampaigns } from '../../../src/handoff/campaigns/list.ts';
import type { Viewer } from '../../../src/handoff/desk/access.ts';
import { createBulletin } from '../../../src/handoff/desk/bulletin.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite.ts';
import { caseOf, turnOf } from '../../storage/samples.ts';
import { briefOf } from '../../support/campaign-brief.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const stories = [
  'A man from Microsoft rang from 0161 496 0123. He wants me to install AnyDesk on the payroll laptop.',
  'Microsoft support called from 0161 496 0123, wants me to put AnyDesk on my computer.',
  'Somebody from Microsoft rang us, 0161 496 0123 showed. Asked me to install AnyDesk.',
];
const unrelated = 'The police rang. I must hand our cash to a courier in a taxi and tell nobody.';
const start = Date.parse('2026-11-20T09:00:00.000Z');
const hours = (count: number): Date => new Date(start + count * 60 * 60 * 1000);
const lead: Viewer = { id: 'lee', name: 'Lee', role: 'lead', clients: 'all' };

test('two alike at one client open a campaign, once, whatever restarts', async (t) => {
  const stage = await setUp(t);
  await stage.tell('c1', 'north', stories[0], 0);
  assert.equal(await stage.tick(0), 0);
  await stage.tell('c2', 'north', stories[1], 2);
  await stage.tell('c3', 'north', unrelated, 3);
  assert.equal(await stage.tick(3), 1);
  assert.equal(await stage.tick(4), 0);
  const before = await stage.listed(lead, 4);
  assert.deepEqual(before.map(membersOf), [['c1', 'c2']]);
  stage.restart();
  await stage.tell('c4', 'north', stories[2], 5);
  await stage.tick(5);
  const after = await stage.listed(lead, 5);
  assert.deepEqual(after.map(membersOf), [['c1', 'c2', 'c4']]);
  assert.equal(after[0]?.id, before[0]?.id);
  assert.equal(after[0]?.scam, 'Microsoft or Windows support caller');
  assert.equal(after[0]?.status, 'running');
  assert.equal((await stage.listed(lead, 5 + 73))[0]?.status, 'over');
});

test('three across clients open one; each client sees its own cases, and of others how many', async (t) => {
  const stage = await setUp(t);
  await stage.tell('c1', 'north', stories[0], 0);
  await stage.tell('c2', 'south', stories[1], 20);
  assert.equal(await stage.tick(20), 0);
  await stage.tell('c3', 'east', stories[2], 70);
  await stage.tick(70);
  const [seen] = await stage.listed({ ...lead, clients: ['south'] }, 70);
  assert.ok(seen);
  assert.deepEqual([seen.seen, seen.elsewhere, membersOf(seen)], [1, 2, ['c2']]);
  assert.doesNotMatch(JSON.stringify(seen), /c1|c3|north|east/i);
  assert.deepEqual(await stage.listed({ ...lead, clients: ['west'] }, 70), []);
  assert.deepEqual(stage.drafts.map(({ client }) => client).toSorted(), ['east', 'north', 'south']);
});

test('a case that is told otherwise, or found honest, leaves its campaign, and one alone is none', async (t) => {
  const stage = await setUp(t);
  await stage.tell('c1', 'north', stories[0], 0);
  await stage.tell('c2', 'north', stories[1], 1);
  await stage.tell('c3', 'north', stories[2], 2);
  await stage.tick(2);
  await stage.change('c1', { closing: { outcome: 'genuine', botWasRight: 'no', note: '' } });
  await stage.tick(3);
  assert.deepEqual((await stage.listed(lead, 3)).map(membersOf), [['c2', 'c3']]);
  await stage.change('c3', { brief: briefOf(unrelated, knowledge) });
  await stage.tick(4);
  assert.deepEqual(await stage.listed(lead, 4), []);
  await stage.change('c3', { brief: briefOf(stories[2] ?? '', knowledge) });
  await stage.tick(5);
  assert.deepEqual((await stage.listed(lead, 5)).map(membersOf), [['c2', 'c3']]);
});

test('what one person tells twice is one call', async (t) => {
  const stage = await setUp(t);
  await stage.tell('c1', 'north', stories[0], 0, 'u-1');
  await stage.tell('c2', 'north', stories[1], 1, 'u-1');
  await stage.tick(1);
  assert.deepEqual(await stage.listed(lead, 1), []);
});

test('a draft is in words of the knowledge alone, and nothing kept can be read', async (t) => {
  const stage = await setUp(t);
  const secret =
    'Zebedee Quill in Swindon wants the AnyDesk code 7261, ringing from 0161 496 0123. He is from Microsoft.';
  await stage.tell('c1', 'north', secret, 0);
  await stage.tell('c2', 'north', secret, 1);
  await stage.tick(1);
  const written = JSON.stringify(stage.drafts);
  assert.equal(stage.drafts.length, 1);
  const kept = JSON.stringify((await stage.storage.campaignsSince('')).flatMap(({ sightings }) => sightings));
  for (const text of [written, kept]) assert.doesNotMatch(text, /zebedee|quill|swindon|7261|496/i);
  assert.ok(stage.drafts[0]?.words.steps.length);
});

test('the words that are known to conversations follow at once, and are gone with the case', async (t) => {
  const stage = await setUp(t);
  await stage.tell('c1', 'north', stories[0], 0);
  await stage.tell('c2', 'north', stories[1], 1);
  await stage.tick(1);
  assert.equal(stage.campaigns().knownTo('north', 'me').known.length, 2);
  await stage.storage.eraseConversations(['of-c1', 'of-c2'], () => []);
  await stage.tick(2);
  assert.deepEqual(await stage.storage.sightingsBetween('', '9'), []);
  assert.equal(stage.campaigns().knownTo('north', 'me').known.length, 0);
});

function membersOf({ timeline }: Awaited<ReturnType<typeof listCampaigns>>['campaigns'][number]): string[] {
  return timeline.flatMap((line) => (line.kind === 'case' ? [line.id] : []));
}

async function setUp(t: TestContext) {
  const storage = await openSqlite(':memory:');
  t.after(() => storage.close());
  const drafts = new Map<string, { client: string; campaign: string; words: AlertWords }>();
  const begin = (): Campaigns =>
    startCampaigns(storage, (draft) => drafts.set(`${draft.client} ${draft.campaign}`, draft));
  let campaigns = begin();
  return {
    storage,
    get drafts() {
      return [...drafts.values()];
    },
    campaigns: () => campaigns,
    restart: () => void (campaigns = begin()),
    tick: (at: number) => campaigns.tick(hours(at)),
    tell: (id: string, client: string, story = '', at = 0, person = `of ${id}`) =>
      tell(storage, { id, client, story, at, person }),
    change: async (id: string, changes: Partial<{ brief: CaseBrief; closing: unknown }>) => {
      const {
        version,
        events: _,
        ...found
      } = (await storage.readCase(id)) ?? assert.fail(`${id} is not there`);
      const nothing = { caseEvents: [], outbox: [], audit: [] };
      assert.equal(
        await storage.commitCase({ ...found, ...changes, readVersion: version }, nothing),
        'committed',
      );
    },
    listed: async (viewer: Viewer, at: number) => {
      const desk = { storage, clients: [], knowledge: () => knowledge, now: () => hours(at) };
      return (await listCampaigns(desk, viewer)).campaigns;
    },
  };
}

function startCampaigns(
  storage: SqliteStorage,
  keep: (draft: { client: string; campaign: string; words: AlertWords }) => void,
): Campaigns {
  const log = {
    info() {},
    error: (fields: Record<string, unknown>, message: string) =>
      assert.fail(`${message} ${String(fields['err'])}`),
  };
  return createCampaigns({
    storage,
    secret: 'secret',
    knowledge: () => knowledge,
    language: 'en-GB',
    desk: 'the IT desk',
    draftAlert: async (draft) => keep(draft),
    bulletin: createBulletin(() => undefined),
    now: () => hours(0),
    log,
  });
}

async function tell(
  storage: SqliteStorage,
  {
    id,
    client,
    story,
    at,
    person,
  }: { id: string; client: string; story: string; at: number; person: string },
): Promise<void> {
  const brief = briefOf(story, knowledge);
  const conversation = `of-${id}`;
  const openedAt = hours(at).toISOString();
  const opened = caseOf(conversation, {
    id,
    client,
    openedAt,
    brief: { ...brief, person: { ...brief.person, id: person } },
  });
  assert.equal(await storage.commitTurn(turnOf({ conversation, client, cases: [opened] })), 'committed');
}
