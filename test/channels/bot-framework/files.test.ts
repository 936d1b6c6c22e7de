import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Turn } from '../../../src/dialog/turn.ts';
import { raiseBot, type Stage } from '../../support/bot-stage.ts';
import { fileStore } from '../../support/file-store.ts';

const bytes = Buffer.from('a picture');

type Scene = { stage: Stage; store: ReturnType<typeof fileStore>; heard: Turn[]; told: () => unknown[] };

async function raiseWithFiles(t: TestContext, more: Parameters<typeof fileStore>[0] = {}): Promise<Scene> {
  const heard: Turn[] = [];
  const store = fileStore(more);
  const stage = await raiseBot(t, {
    files: store,
    converse: async (turn) => {
      heard.push(turn);
      return 'answered';
    },
  });
  const told = () => stage.microsoft.sent.map(({ body }) => body['text']);
  return { stage, store, heard, told };
}

const baseOf = ({ microsoft }: Stage): string => microsoft.serviceUrl.replace('/connector', '');

function upload(stage: Stage, name: string, content: Buffer = bytes): unknown {
  stage.microsoft.files.set(`/files/${name}`, content);
  return uploaded(name, `${baseOf(stage)}/files/${name}`);
}

function uploaded(name: string, downloadUrl: string): unknown {
  const content = { downloadUrl, uniqueId: 'u', fileType: 'png' };
  return { contentType: 'application/vnd.microsoft.teams.file.download.info', name, content };
}

test('a file sent in Teams is fetched and kept, and comes with the words', async (t) => {
  const { stage, store, heard } = await raiseWithFiles(t);
  const html = { contentType: 'text/html', content: '<p>look</p>' };
  await stage.post(stage.message({ text: 'look', attachments: [html, upload(stage, 'screen.png')] }));
  const event = heard[0]?.event;
  assert.ok(event?.kind === 'said' && event.text === 'look');
  const [file] = event.files ?? [];
  const kept = store.kept.get(file?.id ?? '');
  assert.deepEqual(kept && { ...kept, file: undefined, bytes: Buffer.from(kept.bytes) }, {
    file: undefined,
    bytes,
    by: 'Priya Nair',
    client: 'main',
    conversation: 'msteams/a:conv;1',
  });
});

test('a picture pasted into Teams is had from the channel itself, with the bot’s token', async (t) => {
  const { stage, store } = await raiseWithFiles(t);
  stage.microsoft.files.set('/connector/v3/attachments/0-eu%3B1/views/original', bytes);
  const contentUrl = `${stage.microsoft.serviceUrl}/v3/attachments/0-eu%3B1/views/original`;
  await stage.post(stage.message({ text: '', attachments: [{ contentType: 'image/png', contentUrl }] }));
  const [kept] = store.kept.values();
  assert.equal(kept?.file.name, 'picture.png');
  assert.deepEqual(Buffer.from(kept.bytes), bytes);
});

test('the same activity again fetches and keeps nothing twice', async (t) => {
  const { stage, store, heard } = await raiseWithFiles(t);
  const activity = stage.message({ text: 'look', attachments: [upload(stage, 'screen.png')] });
  await Promise.all([stage.post(activity), stage.post(activity)]);
  await stage.post(activity);
  assert.equal(store.kept.size, 1);
  assert.deepEqual(heard[0]?.event, heard[2]?.event);
});

const refusals: readonly [string, (stage: Stage) => unknown, RegExp][] = [
  ['a program', (stage) => upload(stage, 'run.exe'), /“run\.exe”\. Programs are not kept/],
  [
    'a huge file',
    (stage) => upload(stage, 'big.png', Buffer.alloc(100_001)),
    /“big\.png”\. It is too big\. The most is 100 KB/,
  ],
  [
    'a file on a stranger’s host',
    () => uploaded('far.png', 'https://evil.example/far.png'),
    /“far\.png”\. We could not fetch it/,
  ],
  [
    'a picture on a stranger’s host',
    () => ({
      contentType: 'image/png',
      name: 'pixel.png',
      contentUrl: 'https://evil.example/v3/attachments/1/views/original',
    }),
    /“pixel\.png”\. We could not fetch it/,
  ],
  [
    'a file inside the own network',
    () => uploaded('in.png', 'http://169.254.169.254/latest/meta-data'),
    /“in\.png”\. We could not fetch it/,
  ],
];
for (const [what, attachment, told] of refusals)
  test(`${what} is refused in a message, and what was written still counts`, async (t) => {
    const scene = await raiseWithFiles(t);
    const { stage, heard, store } = scene;
    const activity = stage.message({ text: 'look', attachments: [attachment(stage)] });
    await stage.post(activity);
    await stage.post(activity);
    assert.equal(scene.told().length, 1, 'told once');
    assert.match(String(scene.told()[0]), told);
    assert.deepEqual(heard[0]?.event, { kind: 'said', text: 'look', masked: false });
    assert.equal(store.kept.size, 0);
  });

test('nothing but a refused file is no turn, and no files beyond the most of one message are kept', async (t) => {
  const scene = await raiseWithFiles(t);
  const { stage, heard, store } = scene;
  await stage.post(stage.message({ text: '', attachments: [upload(stage, 'run.exe')] }));
  assert.deepEqual(heard, []);
  const attachments = ['1.png', '2.png', '3.png', '4.png'].map((name) => upload(stage, name));
  await stage.post(stage.message({ text: '', attachments }));
  assert.equal(store.kept.size, 3);
  assert.match(String(scene.told()[1]), /“4\.png”\. One message can bring 3 files/);
});

test('cards, quotes and the HTML copy of a text are no files', async (t) => {
  const { stage, store, heard } = await raiseWithFiles(t);
  const attachments = [
    { contentType: 'text/html', content: '<p>hi</p>' },
    { contentType: 'messageReference', content: '{"messageId":"1"}' },
    { contentType: 'application/vnd.microsoft.card.adaptive', content: {} },
    null,
    'x',
  ];
  await stage.post(stage.message({ text: 'hi', attachments }));
  assert.deepEqual(heard[0]?.event, { kind: 'said', text: 'hi', masked: false });
  assert.equal(store.kept.size, 0);
});
