import assert from 'node:assert/strict';
import { before, test, type TestContext } from 'node:test';
import type { Browser, Frame, Page } from 'playwright-core';
import { findClients } from '../../src/channels/clients.ts';
import { createLog } from '../../src/observability/log.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createHttpServer } from '../../src/server/server.ts';
import { mountMyCases } from '../../src/server/teams/my-cases.ts';
import { findBarriers } from './barriers.ts';
import { sharedBrowser } from './browser.ts';
import { keepScreenshot } from './visit.ts';

/** A page at the address of Teams that shows the tab in a frame and speaks Teams' side of its client library. */
const teams = (tab: string): string => `<!doctype html><html lang="en"><title>Teams</title>
<style>body{margin:0}iframe{border:0;width:100vw;height:100vh}</style>
<iframe title="tab" src="${tab}"></iframe>
<script>
addEventListener('message', ({ data, source, origin }) => {
  const answers = {
    initialize: ['content', 'web', '{"apiVersion":4,"isLegacyTeams":false,"supports":{}}', '2.31.0'],
    'authentication.getAuthToken': [true, 'token-of-teams'],
  };
  const args = answers[data.func];
  if (args) source.postMessage({ id: data.id, uuid: data.uuid, uuidAsString: data.uuidAsString, args }, origin);
});
</script>`;

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

for (const [look, viewport] of [
  ['desktop', { width: 1000, height: 700 }],
  ['phone', { width: 390, height: 760 }],
] as const)
  test(`on a ${look}, “My cases” knows from Teams who looks, and shows what became of their calls`, async (t) => {
    const { frame, page, asked } = await openInTeams(t, viewport);
    await frame.getByRole('heading', { name: 'Alex Moor is helping you' }).waitFor();
    const items = await frame.getByRole('listitem').allInnerTexts();
    assert.equal(items.length, 3);
    assert.match(items[2] ?? '', /Closed: it was a scam[^]*“<b>Microsoft<\/b> rang”[^]*CC-3/);
    assert.deepEqual(asked, ['token-of-teams']);
    await keepScreenshot(page, `my-cases-${look}`);
    assert.deepEqual(await findBarriers(frame), []);
  });

test('outside Teams “My cases” asks nobody else for anything', async (t) => {
  const http = createHttpServer({ log: createLog('silent'), metrics: createMetrics() });
  mountMyCases(http.restify, {
    storage: { listCases: async () => [], readTeamsPerson: async () => undefined },
    clients: findClients(),
    readToken: undefined,
    itDesk: { name: 'the IT desk', phone: undefined },
    log: createLog('silent'),
  });
  const base = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  const page = await browser.newPage();
  t.after(async () => {
    await page.close();
    await http.close(0);
  });
  const others: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) others.push(request.url());
  });
  page.on('console', (line) => {
    if (line.type() === 'error') others.push(line.text());
  });
  await page.goto(`${base}/my-cases`);
  await page.getByText('Open this page as a tab in Teams.').waitFor();
  assert.deepEqual(others, []);
});

const tabOrigin = 'https://callcheck.example.org';
const minute = 60_000;
const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 20, 9) - minutes * minute).toISOString();

async function openInTeams(
  t: TestContext,
  viewport: { width: number; height: number },
): Promise<{ page: Page; frame: Frame; asked: string[] }> {
  const asked: string[] = [];
  const http = createHttpServer({ log: createLog('silent'), metrics: createMetrics() });
  const row = { client: 'main', conversation: 'a:sam', priority: 'P2', acceptedAt: null, closedAt: null };
  const sam = { id: 't1', name: 'Alex Moor' };
  const cases = [
    {
      ...row,
      id: 'CC-1',
      openedAt: at(5),
      status: 'waiting',
      technician: null,
      closing: null,
      brief: story(''),
    },
    {
      ...row,
      id: 'CC-2',
      openedAt: at(90),
      status: 'accepted',
      technician: sam,
      closing: null,
      brief: story('He wants AnyDesk'),
    },
    {
      ...row,
      id: 'CC-3',
      openedAt: at(900),
      status: 'closed',
      technician: sam,
      closing: { outcome: 'scam' },
      brief: story('<b>Microsoft</b> rang'),
    },
  ] as const;
  const seen = { client: 'main', tenant: 't', id: 'o', user: '29:o', name: 'Sam', conversation: 'a:sam' };
  mountMyCases(http.restify, {
    storage: {
      listCases: async () => cases.map((one) => ({ ...one, version: 1 })),
      readTeamsPerson: async () => ({
        ...seen,
        reference: {},
        language: 'en-GB',
        seenAt: at(0),
        login: null,
        reachable: 'yes',
        since: at(0),
      }),
    },
    clients: findClients(),
    readToken: async (token) => {
      asked.push(token);
      return { object: 'o', tenant: 't', claims: {} };
    },
    itDesk: { name: 'the IT desk', phone: '01632 960 123' },
    log: createLog('silent'),
  });
  const base = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  const page = await browser.newPage({ viewport });
  t.after(async () => {
    await page.close();
    await http.close(0);
  });
  await page.route('https://teams.microsoft.com/**', async (route) => {
    await route.fulfill({ contentType: 'text/html', body: teams(`${tabOrigin}/my-cases`) });
  });
  // A browser lets no page of the internet show one of this computer, so the tab has a name, too.
  await page.route(`${tabOrigin}/**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(tabOrigin, base) });
    await route.fulfill({ response });
  });
  await page.goto('https://teams.microsoft.com/v2/');
  await page.frameLocator('iframe').locator('h1').waitFor();
  const frame = page.frames()[1];
  assert.ok(frame);
  return { page, frame, asked };
}

function story(text: string): unknown {
  return { story: text };
}
