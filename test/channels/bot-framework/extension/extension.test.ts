import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as z from 'zod';
import type { Turn } from '../../../../src/dialog/turn.ts';
import { loadedKnowledge } from '../../../support/knowledge.ts';
import { credentials } from '../../../support/microsoft-double.ts';
import { raiseExtension, type ExtensionStage } from './stage.ts';

const priya = 'aaaaaaaa-1111-4222-8333-444444444444';

const Json = z.record(z.string(), z.unknown());
const Result = z.object({
  composeExtension: z.object({
    type: z.literal('result'),
    attachmentLayout: z.literal('list'),
    attachments: z.array(
      z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.looseObject({ type: z.literal('AdaptiveCard'), version: z.literal('1.5') }),
        preview: z.object({
          contentType: z.literal('application/vnd.microsoft.card.thumbnail'),
          content: z.object({ title: z.string(), text: z.string() }),
        }),
      }),
    ),
  }),
});
const Dialog = z.object({
  task: z.object({
    type: z.literal('continue'),
    value: z.strictObject({
      title: z.string(),
      height: z.string(),
      width: z.string(),
      card: z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.looseObject({ body: z.array(Json), actions: z.array(Json), speak: z.string() }),
      }),
    }),
  }),
});

function titlesIn(body: unknown): string[] {
  return Result.parse(body).composeExtension.attachments.map(({ preview }) => preview.content.title);
}

function cardIn(body: unknown): z.infer<typeof Dialog>['task']['value']['card']['content'] {
  return Dialog.parse(body).task.value.card.content;
}

/** Whole elements of one type, however deep. */
function elements(card: unknown, type: string): Record<string, unknown>[] {
  if (typeof card !== 'object' || card === null) return [];
  const inner = Object.values(card).flatMap((value) => elements(value, type));
  return 'type' in card && card.type === type ? [{ ...card }, ...inner] : inner;
}

function message(content: string, contentType = 'text'): Record<string, unknown> {
  return { messagePayload: { id: '1763755200000', body: { contentType, content } } };
}

function query(words: string, options: Record<string, unknown> = {}): Record<string, unknown> {
  return { parameters: [{ name: 'query', value: words }], queryOptions: { skip: 0, count: 25, ...options } };
}

async function opened({ storage }: ExtensionStage) {
  return await storage.listCases({ clients: ['main'] });
}
const Brief = z.looseObject({
  judgement: z.looseObject({ scam: z.object({ id: z.string(), title: z.string() }) }),
});

function data(text: unknown): Record<string, unknown> {
  return { data: { callcheck: { verb: 'open-case', message: '1', who: 'x', text } } };
}

describe('the search in Teams', () => {
  it('finds scams by what callers say, as cards with a line for the list and the way to the catalogue', async (t) => {
    const stage = await raiseExtension(t);
    const { status, body } = await stage.invoke('query');
    assert.equal(status, 200);
    const titles = titlesIn(body);
    assert.ok(
      titles.some((title) => /IT|Microsoft/.test(title)),
      titles.join('\n'),
    );
    for (const { content } of Result.parse(body).composeExtension.attachments)
      assert.match(
        JSON.stringify(content),
        /https:\/\/callcheck\.example\.org\/knowledge#(?:scam|authority)-[a-z0-9-]+"/,
      );
    assert.deepEqual(stage.microsoft.sent, []);
  });

  it('finds who callers say they are, and how to reach the real one', async (t) => {
    const stage = await raiseExtension(t);
    const { body } = await stage.invoke('query', { value: query('HMRC') });
    const { authorities } = await loadedKnowledge();
    const hmrc = authorities.find(({ id }) => id === 'hmrc') ?? assert.fail('no such authority');
    const found = Result.parse(body).composeExtension.attachments.find(
      ({ preview }) => preview.content.title === hmrc.names[0],
    );
    assert.equal(found?.preview.content.text, hmrc.verifyBy);
  });

  it('shows so many at a time, and the rest when they are asked for', async (t) => {
    const stage = await raiseExtension(t);
    const all = titlesIn((await stage.invoke('query', { value: query('bank') })).body);
    const pages = await Promise.all(
      [0, 3].map((skip) => stage.invoke('query', { value: query('bank', { skip, count: 3 }) })),
    );
    assert.ok(all.length >= 6);
    assert.deepEqual(
      pages.flatMap(({ body }) => titlesIn(body)),
      all.slice(0, 6),
    );
    const end = await stage.invoke('query', { value: query('bank', { skip: 900 }) });
    assert.deepEqual(titlesIn(end.body), []);
  });

  it('lists before anything is typed what this client met most', async (t) => {
    const stage = await raiseExtension(t);
    const before = { parameters: [{ name: 'initialRun', value: 'true' }] };
    const asItComes = titlesIn((await stage.invoke('query', { value: before })).body);
    assert.equal(asItComes.length, 25);
    await stage.invoke('submitAction');
    const [met] = await opened(stage);
    const { judgement } = Brief.parse(met?.brief);
    assert.notEqual(judgement.scam.title, asItComes[0]);
    const now = titlesIn((await stage.invoke('query', { value: before })).body);
    assert.deepEqual(now.slice(0, 2), [judgement.scam.title, asItComes[0]]);
  });

  it('says so when nothing fits', async (t) => {
    const stage = await raiseExtension(t);
    const { body } = await stage.invoke('query', { value: query('zzqx vvkw') });
    assert.deepEqual(body, {
      composeExtension: {
        type: 'message',
        text: 'I found nothing for these words. Try what they said, or who they said they are.',
      },
    });
  });
});

describe('"Check this message"', () => {
  it('opens a dialog that says what to do and why, and offers a case', async (t) => {
    const stage = await raiseExtension(t);
    const { status, body } = await stage.invoke('fetchTask');
    assert.equal(status, 200);
    const card = cardIn(body);
    assert.match(card.speak, /^Do not do what this message asks\. /);
    const text = JSON.stringify(card.body);
    assert.match(text, /“.*AnyDesk.*”/);
    assert.doesNotMatch(text, /\bHang up\b|\bsafe\b|%/);
    assert.deepEqual(
      card.actions.map(({ type, title }) => [type, title]),
      [['Action.Submit', 'Open a case']],
    );
    assert.deepEqual(stage.microsoft.sent, []);
  });

  const looks: readonly [string, string, RegExp][] = [
    [
      'what asks for nothing',
      'Can you send me the slides for Monday?',
      /^I found no warning sign in this message\. That does not mean/,
    ],
    [
      'what cannot be told',
      'Please call HMRC on 0161 496 0001 about your tax.',
      /^Check before you do anything\. Do not decide/,
    ],
    [
      'a director who wants vouchers',
      'It is the CEO. Buy five gift cards and send me the codes.',
      /^Do not do what this message asks\./,
    ],
    ['a message without words', '  ', /^There are no words to check\./],
  ];
  for (const [name, content, expected] of looks)
    it(`knows ${name}`, async (t) => {
      const stage = await raiseExtension(t);
      const { body } = await stage.invoke('fetchTask', { value: message(content) });
      assert.match(cardIn(body).speak, expected);
    });

  it('takes a message that was deleted for one without words', async (t) => {
    const stage = await raiseExtension(t);
    const { body } = await stage.invoke('fetchTask', { value: { messagePayload: { id: '1', body: null } } });
    assert.match(cardIn(body).speak, /^There are no words to check\./);
  });

  it('shows a sender’s words as words: no link, no markdown, no mention comes of them', async (t) => {
    const stage = await raiseExtension(t);
    const nasty =
      'It is IT. <b>[Read me](https://evil.example/x)</b> the code from <a href="https://evil.example/y">here</a>, ' +
      '&lt;at&gt;Everyone&lt;/at&gt; and let me use your computer with AnyDesk.';
    const { body } = await stage.invoke('fetchTask', { value: message(nasty, 'html') });
    const { body: shown } = cardIn(body);
    const quotes = elements(shown, 'TextRun').filter(({ text }) => /[“”]/.test(String(text)));
    assert.ok(quotes.length > 0);
    for (const quote of quotes) {
      assert.doesNotMatch(String(quote['text']), /https?:\/\//);
      assert.equal(quote['selectAction'], undefined);
    }
    for (const { text } of elements(shown, 'TextBlock'))
      assert.doesNotMatch(String(text), /evil|AnyDesk|Everyone/);
    for (const { url } of elements(shown, 'Action.OpenUrl')) assert.doesNotMatch(String(url), /evil/);
  });

  it('hides a password in the dialog and in what the button carries', async (t) => {
    const stage = await raiseExtension(t);
    const { body } = await stage.invoke('fetchTask', {
      value: message('It is IT. Your password is Blue-Kettle-77, log in and read me the code.'),
    });
    assert.doesNotMatch(JSON.stringify(body), /Kettle/);
    assert.match(JSON.stringify(cardIn(body).actions), /\[hidden\]/);
  });
});

describe('a case from "Check this message"', () => {
  it('is opened in the person’s own chat, where they are told and a technician answers', async (t) => {
    const stage = await raiseExtension(t);
    await stage.storage.keepTeamsPerson(here(stage));
    const { status, body } = await stage.invoke('submitAction');
    assert.equal(status, 200);
    const [found, ...more] = await opened(stage);
    assert.deepEqual([found?.conversation, found?.client, more], ['msteams/a:priya', 'main', []]);
    assert.match(
      cardIn(body).speak,
      new RegExp(`Case ${found?.id} is with the IT desk\\. They will answer in your own chat`),
    );
    assert.match(JSON.stringify(found?.brief), /A message in Teams from Mark Smith says: Hi Priya/);
    assert.ok(stage.microsoft.sent.length > 0);
    for (const { path } of stage.microsoft.sent) assert.match(path, /conversations\/a%3Apriya\/activities/);
  });

  it('is opened once, however often the button is pressed', async (t) => {
    const stage = await raiseExtension(t);
    await stage.storage.keepTeamsPerson(here(stage));
    const first = await stage.invoke('submitAction');
    const said = stage.microsoft.sent.length;
    const again = await Promise.all([stage.invoke('submitAction'), stage.invoke('submitAction')]);
    for (const { body } of again) assert.deepEqual(body, first.body);
    assert.equal((await opened(stage)).length, 1);
    assert.equal(stage.microsoft.sent.length, said);
  });

  for (const [name, meet] of [
    ['whom the bot never met', async () => undefined],
    [
      'who took the bot away',
      async (stage: ExtensionStage) => {
        await stage.storage.keepTeamsPerson(here(stage));
        await stage.storage.markTeamsPerson('msteams/a:priya', 'removed', '2026-11-21T19:30:00.000Z');
      },
    ],
  ] as const)
    it(`has a conversation of its own for somebody ${name}, and says nothing anywhere`, async (t) => {
      const stage = await raiseExtension(t);
      await meet(stage);
      const { body } = await stage.invoke('submitAction');
      const [found] = await opened(stage);
      assert.match(found?.conversation ?? '', /^msteams-check:/);
      assert.match(cardIn(body).speak, /You have no chat with me yet, so quote this number/);
      assert.deepEqual(stage.microsoft.sent, []);
    });

  it('is part of the chat when a technician is there already, who reads it', async (t) => {
    const stage = await raiseExtension(t);
    await stage.storage.keepTeamsPerson(here(stage));
    await stage.invoke('submitAction');
    const [first] = await opened(stage);
    const by = { id: 'sam', name: 'Sam' };
    const join = { kind: 'desk', case: first?.id ?? '', by, act: { kind: 'join', takeOver: false } } as const;
    await stage.converse(deskTurn('msteams/a:priya', join), async () => undefined);
    const { body } = await stage.invoke('submitAction', { value: data('And now they want gift cards.') });
    assert.match(cardIn(body).speak, /^I passed it on to the IT desk\. They can see it/);
    const said = await stage.storage.messagesAfter('msteams/a:priya', 0);
    assert.ok(said.some(({ text }) => /from x says: And now they want gift cards/.test(text)));
    assert.equal((await opened(stage)).length, 1);
  });

  it('takes nothing from the button that it would not take from a person', async (t) => {
    const stage = await raiseExtension(t);
    for (const wrong of [
      data(7),
      data('x'.repeat(10_001)),
      { data: { callcheck: { verb: 'close-case' } } },
      { data: null },
    ]) {
      const { status, body } = await stage.invoke('submitAction', { value: wrong });
      assert.deepEqual([status, body], [200, undefined]);
    }
    assert.deepEqual(await opened(stage), []);
    await stage.invoke('submitAction', { value: data('The password is Blue-Kettle-77.') });
    assert.doesNotMatch(JSON.stringify(await opened(stage)), /Kettle/);
  });

  it('that could not be written is told in the dialog, and to nobody in the chat', async (t) => {
    const stage = await raiseExtension(t, {
      storage: {
        readTeamsPerson: async () => {
          throw new Error('the disk is full at /secret/path');
        },
      },
    });
    const { status, body } = await stage.invoke('submitAction');
    assert.equal(status, 200);
    assert.match(cardIn(body).speak, /^Something went wrong on my side\. Until you have asked the IT desk/);
    assert.doesNotMatch(JSON.stringify(body), /disk|secret/);
    assert.deepEqual(stage.microsoft.sent, []);
  });
});

function deskTurn(conversation: string, event: Turn['event']): Turn {
  return {
    channel: 'desk',
    conversation,
    activity: 'join',
    client: 'main',
    person: { id: 'sam', name: 'Sam' },
    at: new Date().toISOString(),
    language: 'en-GB',
    event,
  };
}

/** Priya as her own chat with the bot made her known, at the double of this test. */
function here(stage: ExtensionStage) {
  const user = '29:1aBcDeFgHiJkLmNoPqRsTuVwXyZ-priya';
  return {
    client: 'main',
    tenant: credentials.tenantId ?? '',
    id: priya,
    user,
    name: 'Priya Nair',
    conversation: 'msteams/a:priya',
    reference: {
      channelId: 'msteams',
      serviceUrl: stage.microsoft.serviceUrl,
      conversation: { id: 'a:priya', conversationType: 'personal' },
      user: { id: user },
      bot: { id: `28:${credentials.appId}` },
    },
    language: 'en-GB',
    seenAt: '2026-11-21T19:00:00.000Z',
  };
}

describe('other invokes of the extension', () => {
  it('are answered 200 with nothing', async (t) => {
    const stage = await raiseExtension(t);
    for (const value of [
      { commandId: 'unknown' },
      { commandId: 7 },
      { parameters: 'x' },
      { queryOptions: 'x' },
    ]) {
      const { status, body } = await stage.invoke('query', { value });
      assert.deepEqual([status, body], [200, undefined], JSON.stringify(value));
    }
    for (const name of [
      'composeExtension/selectItem',
      'composeExtension/queryLink',
      'composeExtension/new',
    ]) {
      const { status, text } = await stage.post(stage.message({ type: 'invoke', name, text: undefined }));
      assert.deepEqual([status, text], [200, ''], name);
    }
  });

  it('of another tenant are refused', async (t) => {
    const stage = await raiseExtension(t);
    const { status } = await stage.post(
      stage.message({
        type: 'invoke',
        name: 'composeExtension/query',
        conversation: { id: 'c', tenantId: 'other' },
      }),
    );
    assert.equal(status, 403);
  });
});
