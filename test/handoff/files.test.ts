import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createFileStore, type FileStore } from '../../src/handoff/files.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { bytesOf } from '../support/file-bytes.ts';

const sent = { conversation: 'c1', client: 'acme', by: 'Jo' };

describe('a file', () => {
  for (const [name, kind, type, shownAs] of [
    ['screen.png', 'png', 'image/png', 'screen.png'],
    ['photo.JPEG', 'jpg', 'image/jpeg', 'photo.JPEG'],
    ['move.gif', 'gif', 'image/gif', 'move.gif'],
    ['saved.jpg', 'webp', 'image/webp', 'saved.webp'],
    ['letter.pdf', 'pdf', 'application/pdf', 'letter.pdf'],
    ['voice.mp3', 'mp3', 'audio/mpeg', 'voice.mp3'],
    ['memo.m4a', 'm4a', 'audio/mp4', 'memo.m4a'],
    ['call.wav', 'wav', 'audio/wav', 'call.wav'],
    ['call.ogg', 'ogg', 'audio/ogg', 'call.ogg'],
    ['notes.txt', 'text', 'text/plain', 'notes.txt'],
    ['calls.log', 'text', 'text/plain', 'calls.log'],
    ['notes', 'text', 'text/plain', 'notes.txt'],
    ['program.exe', 'png', 'image/png', 'program.exe.png'],
    ['page.html', 'png', 'image/png', 'page.html.png'],
    ['../../etc/passwd', 'text', 'text/plain', 'passwd.txt'],
    ['a\r\nb".png', 'png', 'image/png', 'ab.png'],
    ['', 'png', 'image/png', 'file.png'],
    ['card 4111 1111 1111 1111.png', 'png', 'image/png', 'card [hidden].png'],
    ['my password is Sunsh1ne!.png', 'png', 'image/png', 'my password is [hidden].png'],
  ] as const)
    it(`called ${JSON.stringify(name)} that is ${kind} is kept as ${shownAs}`, async (test) => {
      const { store } = await begin(test);
      const bytes = bytesOf(kind);
      const kept = await store.keep({ ...sent, name, bytes });
      assert.ok(kept.kind === 'kept', JSON.stringify(kept));
      assert.deepEqual(
        [kept.file.name, kept.file.type, kept.file.bytes, kept.file.sha256.length],
        [shownAs, type, bytes.length, 64],
      );
      const back = await store.read(kept.file.id);
      assert.deepEqual(back && { ...back, bytes: Buffer.from(back.bytes) }, {
        file: kept.file,
        conversation: 'c1',
        client: 'acme',
        bytes,
      });
    });

  for (const [name, kind] of [
    ['photo.png', 'exe'],
    ['photo.png', 'html'],
    ['notes.txt', 'binary'],
    ['notes.txt', 'latin1'],
    ['page.html', 'html'],
    ['run.bat', 'text'],
    ['picture.svg', 'svg'],
    ['picture.txt', 'svg'],
    ['all.zip', 'zip'],
    ['film.mp4', 'mp4'],
  ] as const)
    it(`called ${name} that is ${kind} is refused, and nothing of it stays`, async (test) => {
      const { store, folder } = await begin(test);
      const outcome = await store.keep({ ...sent, name, bytes: bytesOf(kind) });
      assert.ok(outcome.kind === 'refused' && outcome.reason.startsWith('We take pictures'), name);
      assert.equal(existsSync(folder), false);
    });

  it('that is empty or too big is refused, one that just fits is not', async (test) => {
    const { store } = await begin(test, { maxBytes: 2000, maxPerConversation: 5 });
    const keep = async (bytes: Buffer): ReturnType<FileStore['keep']> =>
      await store.keep({ ...sent, name: 'a.txt', bytes });
    assert.deepEqual(await keep(Buffer.alloc(0)), {
      kind: 'refused',
      reason: 'It is empty. Send it again.',
    });
    assert.deepEqual(await keep(Buffer.alloc(2001, 'a')), {
      kind: 'refused',
      reason: 'It is too big. The most is 2 KB.',
    });
    assert.equal((await keep(Buffer.alloc(2000, 'a'))).kind, 'kept');
  });

  it('sent again is the same one, sent by another is not', async (test) => {
    const { store } = await begin(test);
    const given = { ...sent, name: 'a.png', bytes: bytesOf('png') };
    const id = idOf(await store.keep(given));
    assert.equal(idOf(await store.keep(given)), id);
    assert.notEqual(idOf(await store.keep({ ...given, by: 'Sam' })), id);
    assert.notEqual(idOf(await store.keep({ ...given, conversation: 'c2' })), id);
  });

  it('more than a chat may hold is refused, however many come at once', async (test) => {
    const { store, folder } = await begin(test, { maxBytes: 5000, maxPerConversation: 3 });
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        store.keep({ ...sent, name: `${n}.txt`, bytes: Buffer.from(`file ${n}`) }),
      ),
    );
    assert.equal(outcomes.filter(({ kind }) => kind === 'kept').length, 3);
    assert.equal((await readdir(folder)).length, 3);
    assert.equal(
      (await store.keep({ ...sent, conversation: 'c2', name: 'a.txt', bytes: Buffer.from('x') })).kind,
      'kept',
    );
  });

  it('lies under a random name, for this account alone, and cannot be run', async (test) => {
    const { store, folder } = await begin(test);
    const id = idOf(await store.keep({ ...sent, name: 'a.png', bytes: bytesOf('png') }));
    assert.deepEqual(await readdir(folder), [id]);
    assert.equal((await stat(join(folder, id))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it('that was changed on the disk is not shown', async (test) => {
    const { store, folder } = await begin(test);
    const id = idOf(await store.keep({ ...sent, name: 'a.txt', bytes: Buffer.from('said') }));
    await writeFile(join(folder, id), 'forged');
    await assert.rejects(store.read(id), /does not hold what was sent/);
  });

  for (const id of ['', '..', '../desk.sqlite', 'a', '00000000-0000-0000-0000-000000000000'])
    it(`asked for as "${id}" is not there`, async (test) => {
      const { store } = await begin(test);
      assert.equal(await store.read(id), undefined);
    });
});

describe('sweeping', () => {
  it('removes what nothing is known of, and nothing that may be on its way in', async (test) => {
    const { store, folder } = await begin(test);
    assert.equal(await store.sweep(), 0, 'a folder that is not there yet is swept too');
    const id = idOf(await store.keep({ ...sent, name: 'a.png', bytes: bytesOf('png') }));
    for (const name of [id, 'old-stray', 'young-stray', `${id}.half-1`])
      await writeFile(join(folder, name), await readFile(join(folder, id)));
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const name of [id, 'old-stray', `${id}.half-1`]) await utimes(join(folder, name), longAgo, longAgo);
    assert.equal(await store.sweep(), 2);
    assert.deepEqual((await readdir(folder)).toSorted(), [id, 'young-stray'].toSorted());
  });
});

async function begin(
  test: TestContext,
  limits = { maxBytes: 100_000, maxPerConversation: 40 },
): Promise<{ store: FileStore; folder: string }> {
  const base = await mkdtemp(join(tmpdir(), 'callcheck-files-'));
  const folder = join(base, 'files');
  const storage = await openSqlite(':memory:');
  test.after(async () => {
    await storage.close();
    await rm(base, { recursive: true });
  });
  return { store: createFileStore({ folder, storage, limits, now: () => new Date() }), folder };
}

function idOf(kept: Awaited<ReturnType<FileStore['keep']>>): string {
  assert.ok(kept.kind === 'kept', JSON.stringify(kept));
  return kept.file.id;
}
