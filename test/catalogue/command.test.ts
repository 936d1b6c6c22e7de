import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { run } from '../../src/cli/knowledge.ts';
import { makeFolder } from '../knowledge/folder.ts';

suite('knowledge catalogue', () => {
  test('writes the page into the named file, and says what it wrote', async (context) => {
    const folder = await makeFolder(context);
    const path = join(folder, 'out', 'page.html');
    const { status, text } = await run(['catalogue', path], {
      KNOWLEDGE_DIR: folder,
      PUBLIC_URL: 'https://callcheck.example.org',
    });
    assert.equal(status, 0, text);
    assert.match(text, /page\.html: \d+ entries, \d+ KB \(\d+ KB when a server sends it\)/);
    const page = await readFile(path, 'utf8');
    assert.match(page, /id="scam-toner-call"/);
    assert.ok(page.includes('<a class="button" href="https://callcheck.example.org">'));
  });

  test('writes into the data folder when no file is named', async (context) => {
    const folder = await makeFolder(context);
    const data = join(folder, 'data');
    const { status, text } = await run(['catalogue'], { KNOWLEDGE_DIR: folder, DATA_DIR: data });
    assert.equal(status, 0, text);
    assert.match(await readFile(join(data, 'catalogue.html'), 'utf8'), /^<!doctype html>/);
  });

  test('says what to do when the file cannot be written', async (context) => {
    const folder = await makeFolder(context);
    const blocked = join(folder, 'README.md');
    await writeFile(blocked, '');
    const { status, text } = await run(['catalogue', join(blocked, 'page.html')], { KNOWLEDGE_DIR: folder });
    assert.equal(status, 1);
    assert.match(text, /page\.html was not written: .+ · .+ · name a file that can be written/);
  });

  test('writes nothing of a broken folder, and tells its faults', async (context) => {
    const folder = await makeFolder(context, { 'scams/toner-call.yaml': 'title: [' });
    const { status, text } = await run(['catalogue', join(folder, 'page.html')], { KNOWLEDGE_DIR: folder });
    assert.equal(status, 1);
    assert.match(text, /toner-call\.yaml:1: cannot be read/);
    await assert.rejects(readFile(join(folder, 'page.html')));
  });
});
