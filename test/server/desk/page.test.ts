import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { raiseDesk } from './stage.ts';

describe('the page of the desk', () => {
  it('is served to whoever is signed in, at every path of it, under a policy of its own', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam');
    const pages = await Promise.all(
      ['/desk', '/desk/cases/CC-1', '/desk/insights'].map((path) => sam.get(path)),
    );
    const nonces = new Set<string>();
    for (const page of pages) {
      const policy = page.headers.get('content-security-policy') ?? '';
      const [, nonce = ''] = /script-src 'self' 'nonce-([\w-]{24})'/.exec(policy) ?? [];
      nonces.add(nonce);
      const text = await page.text();
      assert.equal(page.status, 200);
      assert.ok(text.includes(`nonce="${nonce}"`) && !text.includes('__nonce__'));
      assert.match(policy, /default-src 'none'.*frame-ancestors 'self' https:\/\/teams\.microsoft\.com/);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(page.headers.get('cache-control'), 'no-store');
    }
    assert.equal(nonces.size, 3);
  });

  it('is not served to a stranger, who is asked to sign in and brought back', async (t) => {
    const stage = await raiseDesk(t);
    const answer = await stage.stranger().get('/desk/cases/CC-1');
    assert.deepEqual(
      [answer.status, answer.headers.get('location')],
      [302, '/desk/sign-in?to=%2Fdesk%2Fcases%2FCC-1'],
    );
    const ask = await stage.stranger().get('/desk/sign-in?to=%2Fdesk');
    assert.match(await ask.text(), /Print a new link/);
  });

  it('has its files beside it, kept for ever, and nothing outside its folder', async (t) => {
    const stage = await raiseDesk(t);
    const stranger = stage.stranger();
    const script = await stranger.get('/desk/assets/a-1.js');
    assert.equal(await script.text(), 'export const desk = 1;');
    assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.match(script.headers.get('cache-control') ?? '', /immutable/);
    for (const path of [
      '/desk/assets/none.js',
      '/desk/../package.json',
      '/desk/%2e%2e/%2e%2e/package.json',
      '/desk/assets/..%2f..%2fdesk.sqlite',
    ])
      assert.notEqual((await stranger.get(path)).status, 200, path);
  });

  it('is built once when it is not there, and says so meanwhile', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'callcheck-page-'));
    t.after(() => rm(folder, { recursive: true }));
    const page = join(folder, 'desk');
    let builds = 0;
    const built = Promise.withResolvers<undefined>();
    const build = async (): Promise<void> => {
      builds += 1;
      await built.promise;
      await mkdir(page);
      await writeFile(join(page, 'index.html'), 'the desk');
    };
    const stage = await raiseDesk(t, {}, { folder: page, build });
    const sam = await stage.enter('Sam');
    const waiting = await sam.get('/desk');
    assert.equal(waiting.status, 503);
    assert.match(await waiting.text(), /being prepared/);
    built.resolve(undefined);
    for (let tries = 0; (await sam.get('/desk')).status !== 200; tries++) assert.ok(tries < 100);
    assert.equal(builds, 1);
  });

  it('says what to do when it cannot be built', async (t) => {
    const stage = await raiseDesk(
      t,
      {},
      {
        folder: '/nowhere/desk',
        build: () => Promise.reject(new Error('no bundler')),
      },
    );
    const sam = await stage.enter('Sam');
    await sam.get('/desk');
    const answer = await sam.get('/desk');
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /npm run build/);
    assert.match(stage.logged(), /the desk is not built/);
  });
});
