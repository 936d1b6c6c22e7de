import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { renderCard } from '../../../src/channels/bot-framework/card.ts';
import { escapeMarkdown } from '../../../src/channels/bot-framework/markdown.ts';
import { renderReplies, renderSettledAsks } from '../../../src/channels/bot-framework/replies.ts';
import type { Place, Reply } from '../../../src/channels/bot-framework/replies.ts';
import type { Card, Effect, Offer } from '../../../src/dialog/effect.ts';
import type { Wording } from '../../../src/domain/knowledge.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const [wording] = (await loadedKnowledge()).wording;
assert.ok(wording);
const english: Wording = wording;

const web: Place = { channel: 'webchat', personal: true, catalogue: '/knowledge', files: 'ours' };
const teams: Place = { channel: 'msteams', personal: true, catalogue: undefined, files: () => undefined };
const yes: Offer = { label: 'Yes', tap: { verb: 'answer', question: 'live', choice: 'yes' } };
const no: Offer = { label: 'No', tap: { verb: 'answer', question: 'live', choice: 'no' } };
const hostile = '[click](https://evil.example) ![x](https://evil.example/a.png) <at>all</at> *b* # h `c`';
const codes = {
  title: 'Codes',
  publisher: 'NCSC',
  url: 'https://www.ncsc.gov.uk/',
  checked: '2026-10-01',
};
const card: Card = {
  id: 'answer-1',
  tone: 'stop',
  heading: 'Hang up now',
  summary: 'Hang up now. Nobody genuine asks for a code.',
  blocks: [
    { kind: 'text', text: hostile },
    { kind: 'say', label: 'Say', text: 'No, thank you.' },
    { kind: 'steps', title: 'What to do now', items: ['Hang up.', 'Tell IT.'] },
    {
      kind: 'reasons',
      reasons: [
        { kind: 'told', quote: hostile, rules: [{ text: 'Nobody genuine asks for a code.', source: codes }] },
        { kind: 'scam', title: 'Fake bank', summary: 'The caller is no bank.', source: codes },
        {
          kind: 'told',
          quote: 'Yes',
          rules: [
            { text: 'Another rule.', source: undefined },
            { text: 'One more rule.', source: undefined },
          ],
        },
      ],
    },
    { kind: 'facts', rows: [{ name: 'Case', value: hostile }] },
  ],
  offers: [{ label: 'I have hung up', tap: { verb: 'command', command: 'hung-up' } }],
};
const show: Effect = { kind: 'show', card };
const ask: Effect = {
  kind: 'ask',
  id: 'ask-1',
  question: 'live',
  text: 'Is the caller on the line?',
  offers: [yes, no],
  many: false,
};
const askMany: Effect = { ...ask, question: 'harm', text: 'What happened?', many: true };

test('every reply has an id made from the turn, and a card has its own', () => {
  const conclude: Effect = { kind: 'conclude', verdict: 'stop-scam', scam: 'x' };
  const replies = render([{ kind: 'say', text: 'a' }, conclude, show, ask], web);
  assert.deepEqual(
    replies.map(({ channelData }) => channelData),
    [{ replyId: 'a1-0' }, { replyId: 'card-answer-1' }, { replyId: 'a1-3' }],
  );
});

test('what people wrote is sent as plain text', () => {
  const [reply] = render([{ kind: 'say', text: hostile }], web);
  assert.equal(reply?.['text'], hostile);
  assert.equal(reply?.['textFormat'], 'plain');
});

test('each answer is a button that says its label, so typing does the same', () => {
  const [reply] = render([ask], web);
  assert.deepEqual(reply?.['suggestedActions'], {
    to: ['user'],
    actions: [
      { type: 'imBack', title: 'Yes', value: 'Yes' },
      { type: 'imBack', title: 'No', value: 'No' },
    ],
  });
  assert.equal(reply?.['inputHint'], 'expectingInput');
});

test('in Teams a question is a card of its own, whose buttons say which question they answer', () => {
  for (const personal of [true, false]) {
    const [reply] = render([ask], { ...teams, personal });
    assert.deepEqual(reply?.['channelData'], { replyId: 'ask-1' });
    assert.equal(reply?.['suggestedActions'], undefined);
    assert.equal(reply?.['text'], undefined, 'Teams would split it from the card');
    assert.equal(reply?.['summary'], 'Is the caller on the line?');
    const data = { callcheck: yes.tap, ask: 'ask-1' };
    const [button] = elements(contentOf(reply), 'Action.Execute');
    const fallback = { type: 'Action.Submit', title: 'Yes', data };
    assert.deepEqual(button, { type: 'Action.Execute', title: 'Yes', verb: 'answer', data, fallback });
  }
});

test('Teams shows six buttons in a row, so more of them stand in several', () => {
  for (const [count, rows] of [
    [6, [6]],
    [7, [4, 3]],
    [9, [5, 4]],
    [13, [5, 5, 3]],
  ] as const) {
    const offers = Array.from({ length: count }, () => yes);
    const [reply] = render([{ ...ask, offers }], teams);
    const sets = elements(contentOf(reply), 'ActionSet');
    const own = elements(contentOf(reply), 'AdaptiveCard').map(({ actions }) => lengthOf(actions));
    const shown = sets.length === 0 ? own : sets.map(({ actions }) => lengthOf(actions));
    assert.deepEqual(shown, rows);
  }
});

test('a question that is over takes its own place in Teams, without buttons; on the web, where buttons vanish, nothing is shown', () => {
  const asked = 'Is the caller on the line?';
  const settle: Effect = { kind: 'settle', ask: 'ask-1', text: asked, answer: 'Yes', many: false };
  const [reply] = renderSettledAsks([settle], english, teams);
  assert.deepEqual(reply?.['channelData'], { replyId: 'ask-1' });
  assert.equal(reply?.['summary'], 'Is the caller on the line? Answer: Yes');
  assert.deepEqual(elements(contentOf(reply), 'Action.'), []);
  const texts = elements(contentOf(reply), 'TextRun').map(({ text }) => text);
  assert.deepEqual(texts, ['Is the caller on the line?', 'Answer: Yes']);
  const [dropped] = renderSettledAsks([{ ...settle, answer: undefined }], english, teams);
  assert.equal(dropped?.['summary'], 'Is the caller on the line? This question is closed.');
  const [again] = renderSettledAsks([ask, { ...settle, answer: undefined, text: ask.text }], english, teams);
  assert.equal(again?.['summary'], 'Is the caller on the line? I ask this again below.');
  assert.deepEqual(renderSettledAsks([settle], english, web), []);
  assert.deepEqual(render([settle], teams), []);
});

test('a card with several answers on the web has an id of its own, and gives way to what it was answered with', () => {
  const many = { ...ask, many: true };
  const [shown] = render([many], web);
  assert.deepEqual(shown?.['channelData'], { replyId: 'ask-1' });
  const [done] = elements(contentOf(shown), 'Action.Submit');
  assert.deepEqual(done?.['data'], { callcheck: { verb: 'answers', question: ask.question }, ask: 'ask-1' });
  const settle: Effect = { kind: 'settle', ask: 'ask-1', text: ask.text, answer: 'Yes', many: true };
  const [over] = renderSettledAsks([settle], english, web);
  assert.deepEqual(over?.['channelData'], { replyId: 'ask-1' });
  assert.deepEqual(elements(contentOf(over), 'Action.'), []);
});

test('where a card cannot be changed, a late tap on it is told what it was answered with', () => {
  const settle: Effect = { kind: 'settle', ask: 'ask-1', text: ask.text, answer: 'Yes', many: true };
  const azure = { ...web, files: () => undefined };
  assert.deepEqual(renderSettledAsks([settle], english, azure), []);
  assert.match(String(render([settle], azure)[0]?.['text']), /Answer: Yes/);
  assert.deepEqual(render([{ kind: 'say', text: 'Next' }, settle], azure).length, 1);
});

test('in Teams people can say whether our answer helped, and about nothing else', () => {
  const conclude: Effect = { kind: 'conclude', verdict: 'stop-scam', scam: 'x' };
  assert.deepEqual(rated([conclude, show, { kind: 'say', text: 'a' }], teams), [true, undefined]);
  assert.deepEqual(rated([show], teams), [undefined]);
  assert.deepEqual(rated([conclude, show], web), [undefined]);
});

test('a question with several answers is a card with boxes to tick', () => {
  const [reply] = render([askMany], web);
  const [input] = elements(contentOf(reply), 'Input.ChoiceSet');
  assert.equal(input?.['isMultiSelect'], true);
  assert.equal(input?.['label'], 'What happened?');
  assert.ok(input?.['errorMessage'], 'screen readers need it');
  assert.deepEqual(input?.['choices'], [
    { title: 'Yes', value: 'yes' },
    { title: 'No', value: 'no' },
  ]);
  assert.deepEqual(elements(contentOf(reply), 'Action.Submit')[0]?.['data'], {
    callcheck: { verb: 'answers', question: 'harm' },
    ask: 'ask-1',
  });
  assert.equal(reply?.['text'], 'What happened?');
});

test('on the web a card comes with its advice as text; Teams, which would split them, gets it as notification', () => {
  const [onWeb] = render([show], web);
  assert.equal(onWeb?.['text'], card.summary);
  assert.equal(onWeb?.['summary'], card.summary);
  const [inTeams] = render([show], teams);
  assert.equal(inTeams?.['text'], undefined);
  assert.equal(inTeams?.['summary'], card.summary);
});

test('the card that says stop cannot be missed', () => {
  const [heading] = elements(renderCard(card, english), 'TextBlock');
  assert.equal(heading?.['size'], 'extraLarge');
  assert.equal(heading?.['weight'], 'bolder');
  assert.equal(heading?.['style'], 'heading');
  const styles = (['stop', 'caution', 'calm'] as const).map(
    (tone) => elements(renderCard({ ...card, tone }, english), 'Container')[0]?.['style'],
  );
  assert.deepEqual(styles, ['attention', 'warning', 'default']);
});

test('a card is read aloud with the advice first and the words to say', () => {
  assert.equal(
    renderCard(card, english)['speak'],
    'Hang up now. Nobody genuine asks for a code. Say: No, thank you.',
  );
});

test('each reason shows the words, the rule and the dated source', () => {
  const shown = JSON.stringify(renderCard(card, english));
  for (const part of ['Nobody genuine asks for a code.', 'Codes, NCSC, checked 1 October 2026', '“Yes”'])
    assert.ok(shown.includes(part), part);
});

test('a scam is shown as what the call looks like, never as words of the person', () => {
  const shown = JSON.stringify(renderCard(card, english));
  assert.ok(shown.includes('"This looks like: Fake bank. The caller is no bank."'), shown);
  assert.ok(!shown.includes('“Fake bank'));
});

test('each reason links to its entry, where the channel can open the catalogue', () => {
  const entry = { kind: 'signal', id: 'credential-or-code-request' } as const;
  const scam = { kind: 'scam', id: 'fake-bank' } as const;
  const blocks: Card['blocks'] = [
    { kind: 'text', text: 'Nobody genuine asks for a code.', entry },
    {
      kind: 'reasons',
      reasons: [
        { kind: 'told', quote: 'a code', rules: [{ text: 'A rule.', source: codes, entry }] },
        { kind: 'scam', title: 'Fake bank', summary: 'No bank.', source: undefined, entry: scam },
      ],
    },
  ];
  const opened = (place: Place) =>
    elements(
      contentOf(render([{ kind: 'show', card: { ...card, blocks } }], place)[0]),
      'Action.OpenUrl',
    ).map(({ url }) => url);
  const signal = '/knowledge#signal-credential-or-code-request';
  assert.deepEqual(opened(web), [signal, codes.url, signal, '/knowledge#scam-fake-bank']);
  assert.deepEqual(opened(teams), [codes.url]);
  const told = opened({ ...teams, catalogue: 'https://callcheck.example.org/knowledge' });
  assert.equal(told.at(-1), 'https://callcheck.example.org/knowledge#scam-fake-bank');
});

test('a card links to the whole catalogue where the channel can open it, and says nothing of it where not', () => {
  const about: Card = { ...card, blocks: [{ kind: 'catalogue', label: 'All the scams we know' }] };
  const shown = (place: Place) => contentOf(render([{ kind: 'show', card: about }], place)[0]);
  const urls = (place: Place) => elements(shown(place), 'Action.OpenUrl').map(({ url }) => url);
  assert.deepEqual(urls(web), ['/knowledge']);
  assert.deepEqual(urls({ ...teams, catalogue: 'https://callcheck.example.org/knowledge' }), [
    'https://callcheck.example.org/knowledge',
  ]);
  assert.doesNotMatch(JSON.stringify(shown(teams)), /All the scams/);
});

test('several rules that met the same words stand under one quote', () => {
  const texts = elements(renderCard(card, english), 'TextRun').map(({ text }) => text);
  const at = texts.indexOf('“Yes”');
  assert.deepEqual(texts.slice(at, at + 3), ['“Yes”', 'Another rule.', 'One more rule.']);
  assert.equal(texts.lastIndexOf('“Yes”'), at);
});

test('people’s words are never where a client reads markdown', () => {
  const content = renderCard({ ...card, heading: hostile }, english);
  for (const block of elements(content, 'TextBlock'))
    assert.doesNotMatch(String(block['text']), /\]\(|https?:|<at>|!\[|^#/);
  assert.equal(elements(content, 'FactSet').length, 0);
});

test('only actions that Web Chat knows are used there', () => {
  const types = elements(contentOf(render([show], web)[0]), 'Action.').map(({ type }) => type);
  assert.deepEqual([...new Set(types)].toSorted(), ['Action.OpenUrl', 'Action.Submit']);
});

test('in Teams every button of a card can replace it, and works where that is not known', () => {
  const buttons = elements(render([show, askMany], teams).map(contentOf), 'Action.Execute');
  assert.deepEqual(
    buttons.map(({ title }) => title),
    ['I have hung up', 'Done'],
  );
  for (const { data, title, fallback } of buttons)
    assert.deepEqual(fallback, { type: 'Action.Submit', title, data });
});

test('a card without words still fits the rules of Adaptive Cards 1.5', () => {
  const content = renderCard({ ...card, blocks: [], offers: [] }, english);
  assert.equal(content['type'], 'AdaptiveCard');
  assert.equal(content['version'], '1.5');
});

const markdown: readonly [string, string][] = [
  ['a *b* _c_', String.raw`a \*b\* \_c\_`],
  ['[a](b)', String.raw`\[a\]\(b\)`],
  ['1. one', String.raw`1\. one`],
  ['it cost £19,400.', 'it cost £19,400.'],
  ['see https://evil.example', 'see hxxps://evil.example'],
  ['tel:0161', 'xel:0161'],
];
for (const [text, expected] of markdown)
  test(`shows “${text}” as it is where markdown is read`, () => {
    assert.equal(escapeMarkdown(text), expected);
  });

test('no text leaves a link or a mention behind', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.doesNotMatch(escapeMarkdown(`${text}[a](http://x)<at>y</at>`), /(?<!\\)[[\]()<>]|https?:/);
    }),
  );
});

function render(effects: readonly Effect[], place: Place): readonly Reply[] {
  const turn = {
    channel: place.channel,
    conversation: 'c',
    activity: 'a1',
    client: 'main',
    person: { id: 'user', name: undefined },
    at: '2026-11-21T20:00:00.000Z',
    language: 'en-GB',
    event: { kind: 'joined' },
  } as const;
  return renderReplies(effects, turn, english, place);
}

function contentOf(reply: Reply | undefined): unknown {
  return reply?.['attachments'];
}

function rated(effects: readonly Effect[], place: Place): unknown[] {
  return render(effects, place).map(({ channelData }) => channelData?.['feedbackLoopEnabled']);
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

type Element = { type: string } & Record<string, unknown>;

/** Every element in a card whose type starts so. */
function elements(content: unknown, type: string): Element[] {
  if (typeof content !== 'object' || content === null) return [];
  const own = isElement(content) && content.type.startsWith(type) ? [content] : [];
  return [...own, ...Object.values(content).flatMap((inner) => elements(inner, type))];
}

function isElement(value: object): value is Element {
  return 'type' in value && typeof value.type === 'string';
}

test('a card that is told in one line has one mark at the end of its heading', () => {
  for (const [heading, summary, line] of [
    ['Did somebody ring you?', 'Mention me.', 'Did somebody ring you? Mention me.'],
    ['Do this now', 'Hang up.', 'Do this now. Hang up.'],
    ['Hang up now', 'Hang up now. No code.', 'Hang up now. No code.'],
  ] as const) {
    const [reply] = render([{ kind: 'show', card: { ...card, heading, summary } }], teams);
    assert.equal(reply?.['summary'], line);
  }
});
