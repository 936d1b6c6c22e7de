import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecideAnswer, DirectoryList, ImportAnswer } from '../../../src/handoff/directory/api.ts';
import { codeOf, raiseDesk, type Browser } from './stage.ts';

const settings = {
  clients: [
    { id: 'main', name: 'Main' },
    { id: 'harbour', name: 'Harbour' },
  ],
};
const csv =
  'kind,name,number,source,owner,review by\nnumber,Bank fraud line,+44 345 600 1234,the card,finance,2027-05-21\n';
const list = async (browser: Browser, client = 'main'): Promise<DirectoryList> =>
  DirectoryList.parse(await (await browser.get(`/desk/api/directory?client=${client}`)).json());

function bring(browser: Browser, text: string, client = 'main'): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([text]), 'directory.csv');
  return browser.post(`/desk/api/directory/import/${client}`, form);
}

test('a file brought by one person is approved by another, over the desk’s own ways', async (t) => {
  const stage = await raiseDesk(t, settings);
  const [sam, lee] = [await stage.enter('Sam'), await stage.enter('Lee', 'lead')];
  assert.deepEqual(ImportAnswer.parse(await (await bring(sam, csv)).json()), {
    kind: 'proposed',
    added: 1,
    changed: 0,
    same: 0,
  });
  const { proposals } = await list(lee);
  const decision = { client: 'main', proposals: proposals.map(({ id }) => id), decision: 'approve' };
  assert.deepEqual(await codeOf(await sam.post('/desk/api/directory/decisions', decision)), [
    403,
    'not-allowed',
  ]);
  const answer: unknown = await (await lee.post('/desk/api/directory/decisions', decision)).json();
  assert.equal(DecideAnswer.parse(answer).done, 1);
  const { entries, authorities } = await list(sam);
  assert.deepEqual([entries[0]?.approvedBy, authorities.length > 50], ['Lee', true]);
  const [entry] = entries;
  const removal = { client: 'main', change: { kind: 'remove', entry: entry?.id, version: entry?.version } };
  assert.equal((await sam.post('/desk/api/directory/proposals', removal)).status, 200);
  assert.equal((await list(lee)).proposals[0]?.change, 'remove');
});

test('a faulty file is told line by line, at most fifty at once', async (t) => {
  const stage = await raiseDesk(t, settings);
  const line = csv.split('\n')[1] ?? '';
  const bad = csv + Array.from({ length: 60 }, () => line.replace('1234', '12345')).join('\n');
  const answer = ImportAnswer.parse(await (await bring(await stage.enter('Sam'), bad)).json());
  assert.ok(answer.kind === 'refused');
  assert.deepEqual([answer.faults.length, answer.faults[0]?.line], [50, 3]);
  assert.ok(answer.more > 0);
});

test('nothing is told, proposed, decided or brought for a client that somebody does not look after, or by a stranger', async (t) => {
  const stage = await raiseDesk(t, settings);
  const ola = await stage.enter('Ola', 'admin', ['harbour']);
  const removal = { client: 'main', change: { kind: 'remove', entry: 'e', version: 1 } };
  const decision = { client: 'main', proposals: ['x'], decision: 'approve' };
  for (const [browser, expected] of [
    [ola, [404, 'not-found']],
    [stage.stranger(), [401, 'signed-out']],
  ] as const) {
    assert.deepEqual(await codeOf(await browser.get('/desk/api/directory?client=main')), expected);
    assert.deepEqual(await codeOf(await browser.post('/desk/api/directory/proposals', removal)), expected);
    assert.deepEqual(await codeOf(await browser.post('/desk/api/directory/decisions', decision)), expected);
    assert.deepEqual(await codeOf(await bring(browser, csv)), expected);
  }
});
