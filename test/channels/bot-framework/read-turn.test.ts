import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Envelope } from '../../../src/channels/bot-framework/envelope.ts';
import { readTurn, type Circumstances } from '../../../src/channels/bot-framework/read-turn.ts';
import { noFiles, type Arrived } from '../../../src/channels/files.ts';
import type { DialogEvent, Turn } from '../../../src/dialog/turn.ts';

const said = (text: string): DialogEvent => ({ kind: 'said', text, masked: false });
const mention = { type: 'mention', text: '<at>Callcheck</at>', mentioned: { id: 'bot' } };
const group = { id: 'c1', conversationType: 'groupChat' };
const rating = (actionValue: unknown): Record<string, unknown> => ({
  type: 'invoke',
  name: 'message/submitAction',
  value: { actionName: 'feedback', actionValue },
});
const rated = (reaction: 'like' | 'dislike', text: string): DialogEvent => ({
  kind: 'rated',
  reaction,
  text,
  masked: false,
});
const answer = { verb: 'answer', question: 'live', choice: 'yes' } as const;

const events: readonly [string, Record<string, unknown>, DialogEvent | undefined][] = [
  ['words', { text: ' he wants a code ' }, said('he wants a code')],
  [
    'a mention of the bot',
    { text: '<at>Callcheck</at> he wants a code', entities: [mention] },
    said('he wants a code'),
  ],
  ['a mention of somebody else', { text: 'ask <at>Sam</at>' }, said('ask Sam')],
  ['a mention typed by hand', { text: '<at>everyone</at> look' }, said('everyone look')],
  ['a mention with an odd list', { text: 'x', entities: [null, 3, { type: 'mention' }] }, said('x')],
  ['an emoji', { text: '📞😱' }, said('📞😱')],
  ['right-to-left words', { text: 'المتصل طلب الرمز' }, said('المتصل طلب الرمز')],
  ['markup', { text: '<script>alert(1)</script>' }, said('<script>alert(1)</script>')],
  ['no words at all', {}, said('')],
  ['a tap', { value: { callcheck: answer } }, { kind: 'tapped', tap: answer }],
  [
    'a tap with words beside it',
    { text: 'Yes', value: { callcheck: answer } },
    { kind: 'tapped', tap: answer },
  ],
  [
    'several answers',
    { value: { callcheck: { verb: 'answers', question: 'harm' }, answers: 'money,data' } },
    { kind: 'tapped', tap: { verb: 'answers', question: 'harm', choices: ['money', 'data'] } },
  ],
  [
    'a command',
    { value: { callcheck: { verb: 'command', command: 'person' } } },
    { kind: 'tapped', tap: { verb: 'command', command: 'person' } },
  ],
  [
    'a command nobody knows',
    { value: { callcheck: { verb: 'command', command: 'sudo' } } },
    { kind: 'unsupported', what: 'button' },
  ],
  ['a value of somebody else', { value: { anything: 1 } }, { kind: 'unsupported', what: 'button' }],
  ['a value that is a string', { value: 'yes' }, { kind: 'unsupported', what: 'button' }],
  [
    'a picture',
    { attachments: [{ contentType: 'image/png', contentUrl: 'https://x.example/a.png' }] },
    { kind: 'unsupported', what: 'file' },
  ],
  [
    'words with the HTML copy of Teams',
    { text: 'hi', attachments: [{ contentType: 'text/html', content: '<p>hi' }] },
    said('hi'),
  ],
  ['only an HTML copy', { text: '', attachments: [{ contentType: 'text/html', content: '<p>' }] }, said('')],
  [
    'a person who joins a chat on the web',
    { channelId: 'webchat', type: 'conversationUpdate', membersAdded: [{ id: 'bot' }, { id: 'user' }] },
    { kind: 'joined' },
  ],
  [
    'the bot that joins a chat on the web',
    { channelId: 'webchat', type: 'conversationUpdate', membersAdded: [{ id: 'bot' }] },
    undefined,
  ],
  [
    'the bot that somebody in Teams installs',
    { type: 'conversationUpdate', membersAdded: [{ id: 'bot' }] },
    { kind: 'joined' },
  ],
  [
    'the bot that joins a group in Teams',
    { type: 'conversationUpdate', membersAdded: [{ id: 'bot' }], conversation: group },
    { kind: 'joined', shared: true },
  ],
  [
    'a person who joins a group in Teams',
    { type: 'conversationUpdate', membersAdded: [{ id: 'user' }], conversation: group },
    undefined,
  ],
  ['an installation', { type: 'installationUpdate', action: 'add' }, { kind: 'joined' }],
  [
    'an installation in a group',
    { type: 'installationUpdate', action: 'add', conversation: group },
    { kind: 'joined', shared: true },
  ],
  ['an app brought up to date', { type: 'installationUpdate', action: 'add-upgrade' }, undefined],
  ['an app taken away', { type: 'installationUpdate', action: 'remove' }, undefined],
  ['a person who leaves', { type: 'conversationUpdate', membersRemoved: [{ id: 'user' }] }, undefined],
  [
    'the bot’s name without an entity that says whose it is',
    { text: '<at>callcheck</at> hello', recipient: { id: 'bot', name: 'Callcheck' } },
    said('hello'),
  ],
  [
    'two mentions of the bot and one of somebody else',
    { text: '<at>Callcheck</at> ask <at id="1">Sam</at> <at>Callcheck</at>', entities: [mention] },
    said('ask Sam'),
  ],
  ['what Teams leaves of HTML', { text: 'a &lt;b&gt; &amp;&nbsp;&#39;c&#39;' }, said("a <b> & 'c'")],
  ['a mention hidden in HTML', { text: '&lt;at&gt;everyone&lt;/at&gt; look' }, said('everyone look')],
  ['the same on the web as it was typed', { channelId: 'webchat', text: 'a &lt; b' }, said('a &lt; b')],
  [
    'a tap that says which question it answers',
    { value: { callcheck: answer, ask: 'ask-3' } },
    { kind: 'tapped', tap: answer, ask: 'ask-3' },
  ],
  [
    'a tap with odd data beside it',
    { value: { callcheck: answer, ask: { deep: true } } },
    { kind: 'tapped', tap: answer },
  ],
  ['a thumb up', rating({ reaction: 'like', feedback: '{"feedbackText":""}' }), rated('like', '')],
  ['a thumb with words', rating({ reaction: 'dislike', feedback: 'too long' }), rated('dislike', 'too long')],
  ['a thumb alone', rating({ reaction: 'like' }), rated('like', '')],
  ['a thumb of another kind', rating({ reaction: 'love' }), undefined],
  ['a submit of another kind', { type: 'invoke', name: 'message/submitAction', value: 3 }, undefined],
  ['the page that joins', { type: 'event', name: 'webchat/join' }, { kind: 'joined' }],
  ['another event', { type: 'event', name: 'tokens/response', value: {} }, undefined],
  ['a kind of the future', { type: 'hologram' }, undefined],
];
for (const [name, more, expected] of events)
  test(`reads ${name}`, () => {
    const read = readTurn(envelope(more), circumstances());
    assert.deepEqual(read.kind === 'turn' ? read.turn.event : undefined, expected);
  });

test('a very long text is cut, and half an emoji does no harm', () => {
  const { event } = turnOf({ text: `${'a'.repeat(19_999)}😱${'b'.repeat(50_000)}` });
  assert.ok(event.kind === 'said' && event.text.length === 20_000 && event.text.isWellFormed());
});

test('hides secrets and says so', () => {
  const { event } = turnOf({ text: 'my password is Hunter2' });
  assert.ok(event.kind === 'said' && event.masked && !event.text.includes('Hunter2'));
});

const languages: readonly [unknown, string][] = [
  ['cy-GB', 'cy-GB'],
  ['en', 'en'],
  ['<script>', 'en-GB'],
  ['', 'en-GB'],
  [null, 'en-GB'],
  [undefined, 'en-GB'],
];
for (const [locale, expected] of languages)
  test(`takes the language ${String(locale)} as ${expected}`, () => {
    assert.equal(turnOf({ locale }).language, expected);
  });

for (const [name, expected] of [
  ['Jo Hart', 'Jo Hart'],
  ['', undefined],
  ['  ', undefined],
  [null, undefined],
] as const)
  test(`takes somebody called ${JSON.stringify(name)} as ${String(expected)}: whom nobody knows is asked`, () => {
    assert.equal(turnOf({ from: { id: 'user', name } }).person.name, expected);
  });

test('believes the time of our own chat only', () => {
  const timestamp = '2020-01-01T00:00:00.000Z';
  assert.equal(turnOf({ timestamp }).at, now().toISOString());
  assert.equal(turnOf({ timestamp, serviceUrl: 'urn:local-directline' }).at, timestamp);
});

test('an activity without id gets the same one when it comes again', () => {
  const first = turnOf({ id: undefined, text: 'x' }).activity;
  assert.equal(turnOf({ id: undefined, text: 'x' }).activity, first);
  assert.notEqual(turnOf({ id: undefined, text: 'y' }).activity, first);
});

const picture = { id: 'f1', name: 'screen.png', type: 'image/png', bytes: 3, sha256: 'abc' };
const refused = { name: 'run.exe', reason: 'No.' };
const arrivals: readonly [string, Record<string, unknown>, Partial<Arrived>, DialogEvent | undefined][] = [
  [
    'words with a file',
    { text: 'look' },
    { files: [picture] },
    { kind: 'said', text: 'look', masked: false, files: [picture] },
  ],
  ['a file alone', {}, { files: [picture] }, { kind: 'said', text: '', masked: false, files: [picture] }],
  ['words with a refused file', { text: 'look' }, { refused: [refused] }, said('look')],
  ['a refused file alone', {}, { refused: [refused] }, undefined],
];
for (const [name, more, arrived, expected] of arrivals)
  test(`reads ${name}`, () => {
    const read = readTurn(envelope(more), circumstances({ ...noFiles, ...arrived }));
    assert.deepEqual(read.kind === 'turn' ? read.turn.event : undefined, expected);
  });

test('an edit and a deletion are turns of their own, about the message they change', () => {
  const edited = turnOf({ type: 'messageUpdate', text: 'my password is Hunter2', timestamp: '1' });
  const again = turnOf({ type: 'messageUpdate', text: 'my password is Hunter2', timestamp: '1' });
  const later = turnOf({ type: 'messageUpdate', text: 'he rang', timestamp: '2' });
  const deleted = turnOf({ type: 'messageDelete', timestamp: '3' });
  assert.ok(edited.event.kind === 'edited' && edited.event.masked && !edited.event.text.includes('Hunter2'));
  assert.deepEqual(later.event, { kind: 'edited', message: 'a1', text: 'he rang', masked: false });
  assert.deepEqual(deleted.event, { kind: 'edited', message: 'a1', text: '', masked: false });
  assert.equal(edited.activity, again.activity, 'told twice, it is one');
  assert.equal(new Set(['a1', edited.activity, later.activity, deleted.activity]).size, 4);
});

function turnOf(more: Record<string, unknown>): Turn {
  const read = readTurn(envelope(more), circumstances());
  assert.ok(read.kind === 'turn');
  return read.turn;
}

function circumstances(arrived = noFiles): Circumstances {
  return { language: 'en-GB', now, client: 'main', arrived };
}

function envelope(more: Record<string, unknown>): Envelope {
  return Envelope.parse({
    type: 'message',
    id: 'a1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    conversation: { id: 'c1' },
    from: { id: 'user', name: 'Sam' },
    recipient: { id: 'bot' },
    ...more,
  });
}

function now(): Date {
  return new Date('2026-11-21T20:00:00.000Z');
}
