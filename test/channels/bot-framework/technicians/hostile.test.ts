import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderCase } from '../../../../src/channels/bot-framework/technicians/case-card.ts';
import { inert, inertLine, quoteLines } from '../../../../src/channels/bot-framework/technicians/inert.ts';
import type { ReadCase } from '../../../../src/storage/port.ts';
import { alexObject, asJson, partsOf } from './stage.ts';

const hostile =
  '[Sign in](https://evil.example/x) <at>Alex</at> < AT id="1">Alex</ at> **P1** ![x](http://evil.example/p.png) ' +
  'www.evil.example mailto:a@evil.example \\\\evil\\share 203.0.113.9 \u202Etxt.exe\n# Take it\n<a href="https://evil.example">';

const at = '2026-11-22T10:00:00.000Z';

/** Every text that is anybody's says the worst it can. */
const found: ReadCase = {
  id: 'CC-7F3K2',
  client: 'main',
  conversation: 'c',
  openedAt: at,
  priority: 'P1',
  status: 'closed',
  technician: { id: 't', name: hostile },
  acceptedAt: at,
  closedAt: at,
  version: 3,
  closing: { outcome: 'scam', botWasRight: 'yes', note: hostile },
  events: [],
  brief: {
    headline: `[P1] ${hostile}`,
    priority: 'P1',
    reason: 'harm',
    live: 'yes',
    story: hostile.repeat(50),
    harm: [{ harm: 'x', title: hostile, words: hostile }],
    person: { id: 'p', name: hostile, contact: hostile, channel: 'msteams', language: 'en-GB' },
    caller: {
      claimed: hostile,
      numbers: [{ number: hostile, kind: 'x', whose: 'given', held: hostile }],
      withheld: true,
    },
    ask: [{ signal: 's', title: hostile, words: hostile }],
    judgement: {
      verdict: hostile,
      requestRisk: 'decisive',
      identity: 'unproved',
      reasons: [],
      scam: { id: 's', title: hostile },
      wouldChange: [],
    },
    done: { told: [], answers: [], open: [] },
    actions: Array.from({ length: 9 }, (_, place) => ({ id: `a${place}`, text: hostile })),
    collect: [],
    knowledgeVersion: '1',
  },
};

const shown = {
  found,
  clock: { dueAt: at, share: 1, state: 'missed' as const },
  clientName: hostile,
  timeZone: 'Europe/London',
  deskUrl: 'https://callcheck.example/desk/cases/CC-7F3K2',
  teams: {
    client: 'main',
    tenant: 't',
    id: 'o',
    user: '29:u',
    name: hostile,
    conversation: 'c',
    reference: null,
    language: 'en-GB',
    seenAt: at,
    login: 'x@evil.example&users=boss@example.org',
    reachable: 'blocked' as const,
    since: at,
  },
  check: { id: 'k', about: hostile },
  takers: Array.from({ length: 100 }, (_, place) => ({
    id: `teams-bbbbbbbb-2222-4222-8222-${String(place).padStart(12, '0')}`,
    name: hostile,
    login: hostile,
    lastSeenAt: at,
  })),
  mentioned: { object: alexObject, name: 'Alex <at>' },
  doubtAt: at,
};

test('nothing that a caller or the person wrote can be clicked, calls anybody or looks like ours', () => {
  for (const status of ['waiting', 'accepted', 'closed'] as const) {
    const card = renderCase({ ...shown, found: { ...found, status } });
    for (const part of partsOf(card)) {
      const text = part['text'] ?? part['title'];
      if (typeof text !== 'string') continue;
      // Markdown is read in TextBlocks alone; the only one is our mention.
      if (part['type'] === 'TextBlock' || part['type'] === 'mention') assert.equal(text, '<at>Alex at</at>');
      else assert.doesNotMatch(text, /<\s*\/?\s*at\b|https?:|www\.evil|evil\.example|\u202E|mailto:a/i, text);
    }
    const links = partsOf(card).flatMap(({ url }) => (typeof url === 'string' ? [new URL(url)] : []));
    assert.deepEqual(
      links.map(({ host }) => host),
      ['teams.microsoft.com', 'callcheck.example'],
    );
    assert.deepEqual(links[0]?.searchParams.getAll('users'), ['x@evil.example&users=boss@example.org']);
    assert.ok(JSON.stringify(card).length < 25_000, 'Teams shows no card that is larger than 28 KB');
    assert.ok(cardActions(card).length <= 6, 'Teams shows six buttons');
    assert.deepEqual(asJson(card['msteams'])['entities'], [
      { type: 'mention', text: '<at>Alex at</at>', mentioned: { id: alexObject, name: 'Alex <at>' } },
    ]);
  }
});

test('words of somebody else are inert, and no line of theirs can begin like one of ours', () => {
  assert.equal(inert('<at>Al</at> <AT>', 100), '‹at>Al‹/at> ‹AT>');
  assert.equal(inertLine('one\n\n  two\u2028three'), 'one two[U+2028]three');
  assert.equal(inert('abcdef', 3), 'abc…');
  assert.equal(quoteLines('one'), 'one');
  assert.equal(quoteLines('one\nSam: two'), '\n│ one\n│ Sam: two');
  assert.doesNotMatch(quoteLines(hostile), /https?:\/\/|<at/i);
});

function cardActions(card: object): unknown[] {
  const { actions } = asJson(card);
  assert.ok(Array.isArray(actions));
  return actions;
}
