import assert from 'node:assert/strict';
import { cp, rename, rm } from 'node:fs/promises';
import { suite, test, type TestContext } from 'node:test';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import type { Fault } from '../../src/knowledge/fault.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { watchKnowledge } from '../../src/knowledge/watch.ts';
import { figures, makeFolder, put, wellFiles } from './folder.ts';

const scam = 'scams/toner-call.yaml';
const well = wellFiles[scam] ?? '';
const changed = well.replace('title: Toner call', 'title: Printer ink call');

type News = { kind: 'loaded'; knowledge: Knowledge } | { kind: 'refused'; faults: readonly Fault[] };

/** Side by side: each waits for a folder of its own. */
suite('a watched folder', { concurrency: true }, () => {
  test('hands over a good change', async (context) => {
    const { folder, next } = await watched(context);
    await put(folder, scam, changed);
    assert.equal(titleOf(await next()), 'Printer ink call');
  });

  test('keeps the last good version while a file is broken, and takes the mended one', async (context) => {
    const { folder, next, inUse } = await watched(context);
    const before = inUse();
    await put(folder, scam, 'title: [');
    const news = await next();
    assert.ok(news.kind === 'refused' && news.faults[0]?.line === 1);
    assert.equal(inUse(), before);
    await put(folder, scam, changed);
    assert.equal(titleOf(await next()), 'Printer ink call');
    assert.equal(inUse().scams[0]?.title, 'Printer ink call');
  });

  test('tells that all is well again when the old text comes back', async (context) => {
    const { folder, next, inUse } = await watched(context);
    const { version } = inUse();
    await put(folder, scam, 'title: [');
    assert.equal((await next()).kind, 'refused');
    await put(folder, scam, well);
    await next();
    assert.equal(inUse().version, version);
  });

  test('reads once for many files written at the same time', async (context) => {
    const { folder, next, all } = await watched(context);
    for (let copy = 0; copy < 20; copy += 1) await put(folder, `scams/toner-call-${copy}.yaml`, well);
    const news = await next();
    assert.equal(news.kind === 'loaded' && news.knowledge.scams.length, 21);
    assert.equal(all().length, 1);
  });

  test('says nothing when a file is written again unchanged', async (context) => {
    const { folder, next, all } = await watched(context);
    await put(folder, scam, well);
    await pause(500);
    assert.deepEqual(all(), []);
    await put(folder, scam, changed);
    await next();
  });

  test('hands over figures that were measured anew, though the version is the same', async (context) => {
    const { folder, next, inUse } = await watched(context);
    const { version } = inUse();
    await put(folder, 'figures.yaml', figures);
    await next();
    assert.deepEqual([inUse().version, inUse().figures?.genuine], [version, 460]);
  });

  test('notices a file that is moved over the old one, and a file taken away', async (context) => {
    const { folder, next } = await watched(context);
    await put(folder, 'scams/.new', changed);
    await rename(`${folder}/scams/.new`, `${folder}/${scam}`);
    assert.equal(titleOf(await next()), 'Printer ink call');
    await rm(`${folder}/${scam}`);
    const news = await next();
    assert.equal(news.kind === 'loaded' && news.knowledge.scams.length, 0);
  });

  test('goes on watching when a whole place is exchanged', async (context) => {
    const { folder, next } = await watched(context);
    await cp(`${folder}/scams`, `${folder}/.scams-old`, { recursive: true });
    await rm(`${folder}/scams`, { recursive: true });
    assert.equal((await next()).kind, 'refused');
    await rename(`${folder}/.scams-old`, `${folder}/scams`);
    assert.equal((await next()).kind, 'loaded');
    await put(folder, scam, changed);
    assert.equal(titleOf(await next()), 'Printer ink call');
  });

  test('never lets what was read before the last change come in after it', async (context) => {
    const slow: (() => void)[] = [];
    const { folder, next, all } = await watched(context, async (place) => {
      const result = await loadKnowledge(place);
      await new Promise<void>((resolve) => slow.push(resolve));
      return result;
    });
    await put(folder, scam, changed);
    await until(() => slow.length === 1);
    await put(folder, scam, well.replace('title: Toner call', 'title: Paper call'));
    await until(() => slow.length === 2);
    slow[1]?.();
    assert.equal(titleOf(await next()), 'Paper call');
    slow[0]?.();
    await pause(50);
    assert.equal(all().length, 1);
  });

  test('is silent once closed', async (context) => {
    const { folder, all, close } = await watched(context);
    close();
    await put(folder, scam, changed);
    await pause(400);
    assert.deepEqual(all(), []);
  });
});

function titleOf(news: News): string | undefined {
  assert.ok(news.kind === 'loaded', JSON.stringify(news));
  return news.knowledge.scams[0]?.title;
}

/** A watched folder, the version in use, and its news one at a time. */
async function watched(context: TestContext, load = loadKnowledge) {
  const folder = await makeFolder(context);
  const first = await loadKnowledge(folder);
  assert.ok(first.kind === 'loaded');
  let inUse = first.knowledge;
  const heard: News[] = [];
  let read = 0;
  let wake: (() => void) | undefined;
  const tell = (news: News): void => {
    heard.push(news);
    wake?.();
  };
  const { close } = watchKnowledge(
    folder,
    {
      onLoaded: (knowledge) => {
        inUse = knowledge;
        tell({ kind: 'loaded', knowledge });
      },
      onRefused: (faults) => tell({ kind: 'refused', faults }),
    },
    { current: inUse, settleMs: 100, load },
  );
  context.after(close);
  const next = async (): Promise<News> => {
    while (heard.length <= read) await new Promise<void>((resolve) => (wake = resolve));
    read += 1;
    return heard[read - 1] ?? assert.fail('no news');
  };
  return { folder, close, next, inUse: () => inUse, all: () => heard };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(10);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
