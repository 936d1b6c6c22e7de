import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Catalogue, renderCatalogue } from '../../src/catalogue/catalogue.ts';
import { anchorOf, type EntryKind } from '../../src/dialog/anchor.ts';
import { assess } from '../../src/domain/assess.ts';
import type { EntryRef } from '../../src/domain/assessment.ts';
import type { Knowledge, Scam } from '../../src/domain/knowledge.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const options = {
  region: 'GB-ENG',
  today: '2026-11-22',
  chat: '/',
  style: 'p > a { content: "</style>" }',
  script: 'if (1 < 2) document.title = "</script>";',
};
const shipped = render();
const anchors = idsOf(shipped.html);

const kinds: readonly (readonly [EntryKind, readonly { id: string }[]])[] = [
  ['scam', knowledge.scams],
  ['authority', knowledge.authorities],
  ['signal', knowledge.signals],
  ['reporting', knowledge.reporting],
  ['playbook', knowledge.playbooks],
];
for (const [kind, entries] of kinds)
  test(`every ${kind} has its anchor, once`, () => {
    assert.ok(entries.length > 0);
    for (const { id } of entries)
      assert.equal(anchors.filter((anchor) => anchor === anchorOf({ kind, id })).length, 1, id);
  });

test('anchors read as they are written in links from elsewhere', () => {
  assert.equal(anchorOf({ kind: 'scam', id: 'microsoft-support-call' }), 'scam-microsoft-support-call');
  assert.ok(anchors.includes('signal-withheld-number'));
});

test('every link inside the page leads to something that is there', () => {
  const links = [...shipped.html.matchAll(/href="#([^"]+)"/g)].map(([, anchor = '']) => anchor);
  assert.ok(links.length > 1000);
  assert.deepEqual(
    [...new Set(links)].filter((anchor) => !anchors.includes(anchor)),
    [],
  );
});

test('every reason of a story of every scam leads to an entry of the page', () => {
  const entries = knowledge.scams.flatMap((scam) => scam.examples.caught.slice(0, 1)).flatMap(reasonEntries);
  assert.ok(new Set(entries.map(({ id }) => id)).size > 30);
  for (const entry of entries) assert.ok(anchors.includes(anchorOf(entry)), anchorOf(entry));
});

function reasonEntries(story: string): EntryRef[] {
  const { reasons } = assess({ story, answers: [], proofs: [], region: 'GB-ENG' }, knowledge);
  return reasons.flatMap((reason) => {
    const linked = reason.kind === 'scam' ? [reason.entry] : reason.rules.map(({ entry }) => entry);
    return linked.map((entry) => entry ?? assert.fail(`a reason of "${story}" names no entry`));
  });
}

test('a scam shows its words, its twin, what to do, its sources and its tests', () => {
  const [scam] = knowledge.scams;
  assert.ok(scam);
  const shown = textOf(entryOf(shipped, anchorOf({ kind: 'scam', id: scam.id })));
  const expected = [
    scam.summary,
    ...scam.say,
    ...scam.do,
    ...scam.dont,
    ...scam.callersSay,
    scam.twin.looksLike,
    ...scam.twin.phrases,
    ...scam.examples.caught,
    ...scam.examples.spared,
    ...scam.sources.map(({ title }) => title),
    scam.owner,
  ];
  for (const text of expected) assert.ok(shown.includes(text), text);
});

test('an authority shows what the real one does, never does, and how to reach it', () => {
  const { id, willDo, neverDo, verifyBy } =
    knowledge.authorities.find((one) => one.id === 'microsoft') ?? assert.fail();
  const shown = textOf(entryOf(shipped, anchorOf({ kind: 'authority', id })));
  for (const text of [...willDo, ...neverDo, verifyBy]) assert.ok(shown.includes(text), text);
});

suite('text of a knowledge file', () => {
  const hostile = `</p></style><script>alert(1)</script><img src=x onerror='a()'>" onclick="b()`;

  test('is never a tag or an attribute, wherever it stands', () => {
    const page = render({ ...knowledge, ...spoil(knowledge, hostile) });
    assert.ok(page.html.includes('&lt;script&gt;alert(1)'));
    assert.ok(!page.html.includes('<script>alert'));
    assert.doesNotMatch(page.html, /<img|<[^>]*\son\w+="/);
    assert.equal(page.html.match(/<script/g)?.length, 1);
  });

  test('becomes a link only when it is nothing but an address or a number', () => {
    const [route] = knowledge.reporting;
    assert.ok(route);
    const how = [
      { type: 'web', value: 'javascript:alert(1)' },
      { type: 'web', value: 'see https://example.org' },
      { type: 'phone', value: '0300 123 2040' },
      { type: 'phone', value: 'the number on your card 0300' },
    ] as const;
    const page = render({ ...knowledge, scams: [], reporting: [{ ...route, how }] });
    const shown = entryOf(page, anchorOf({ kind: 'reporting', id: route.id }));
    const links = [...shown.matchAll(/<a href="([^"#]+)"/g)].map(([, address = '']) => address);
    const sources = route.sources.map(({ url }) => url.replaceAll('&', '&amp;'));
    assert.deepEqual(links, ['tel:03001232040', ...sources]);
  });
});

function spoil({ scams, authorities, signals, reporting, playbooks }: Knowledge, text: string) {
  const spoilt = {
    owner: text,
    sources: [{ title: text, publisher: text, url: 'https://a.example/"', checked: text }],
  };
  return {
    scams: scams.slice(0, 2).map((scam) => ({
      ...scam,
      ...spoilt,
      title: text,
      summary: text,
      aliases: [text],
      channels: [text],
      callersSay: [text],
      twin: { looksLike: text, phrases: [text] },
      say: [text, text] as const,
      do: [text],
      dont: [text],
      ifHarmed: { money: [text] },
      examples: { caught: [text], spared: [text] },
    })),
    authorities: authorities.slice(0, 2).map((one) => ({
      ...one,
      ...spoilt,
      names: [text, text],
      willDo: [text],
      neverDo: [text],
      verifyBy: text,
    })),
    signals: signals.slice(0, 2).map((signal) => ({ ...signal, ...spoilt, title: text, rule: text })),
    reporting: reporting.slice(0, 2).map((route) => ({
      ...route,
      ...spoilt,
      name: text,
      when: text,
      how: [{ type: 'web' as const, value: text }],
    })),
    playbooks: playbooks.slice(0, 1).map((playbook) => ({
      ...playbook,
      ...spoilt,
      title: text,
      staff: [text],
      dont: [text],
      steps: [{ who: text, action: text, within: text, why: text }],
    })),
  };
}

test('only the page’s own style and script may run, by their hashes', () => {
  for (const [tag, rule] of [
    ['style', 'style-src'],
    ['script', 'script-src'],
  ]) {
    const code = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(shipped.html)?.[1] ?? '';
    const hash = createHash('sha256').update(code).digest('base64');
    assert.ok(shipped.policy.includes(`${rule} 'sha256-${hash}'`), tag);
  }
  assert.ok(shipped.policy.startsWith(`default-src 'none'; `));
  assert.doesNotMatch(shipped.html, /\sstyle="/);
});

test('our own region comes first, and an entry of another says where it was seen', () => {
  const at = (id: string) => shipped.html.indexOf(`id="${anchorOf({ kind: 'scam', id })}"`);
  const elsewhere = shipped.html.indexOf('id="scams-elsewhere"');
  assert.ok(at('hmrc-arrest-threat') < elsewhere && elsewhere < at('us-jury-duty-warrant'));
  assert.match(
    entryOf(shipped, 'scam-us-jury-duty-warrant'),
    /<span class="tag">Seen in United States<\/span>/,
  );
  const american = render(knowledge, { region: 'US' });
  const moved = american.html.indexOf('id="scam-us-jury-duty-warrant"');
  assert.ok(moved < american.html.indexOf('id="scams-elsewhere"'));
});

test('an overdue review is seen on the entry, on its line and at the top of the page', () => {
  const [scam] = knowledge.scams;
  assert.ok(scam);
  const late = only({ ...scam, reviewBy: '2026-11-21' });
  assert.match(
    entryOf(late, anchorOf({ kind: 'scam', id: scam.id })),
    /class="tag late"[\s\S]+<strong class="late">/,
  );
  assert.match(late.html, /Entries that need a new check \(1\)/);
  const onTheDay = only({ ...scam, reviewBy: options.today });
  assert.ok(!onTheDay.html.includes('class="tag late"'));
});

test('a draft is not shown', () => {
  const [scam] = knowledge.scams;
  assert.ok(scam);
  assert.ok(!only({ ...scam, status: 'draft' }).html.includes(scam.title));
});

test('the chat is linked only where there is one', () => {
  assert.ok(shipped.html.includes('<a class="button" href="/">'));
  assert.ok(!render(knowledge, { chat: undefined }).html.includes('class="button"'));
});

test('all of it comes in under 400 KB as a server sends it', () => {
  const bytes = gzipSync(shipped.html).length;
  assert.ok(bytes < 400 * 1024, `${bytes} bytes`);
});

function render(
  from: Knowledge = knowledge,
  other: Partial<typeof options | { chat: undefined }> = {},
): Catalogue {
  return renderCatalogue(from, { ...options, ...other });
}

/** A page on which nothing else is overdue. */
function only(scam: Scam): Catalogue {
  return render({ ...knowledge, scams: [scam], authorities: [], signals: [], reporting: [], playbooks: [] });
}

function idsOf(page: string): string[] {
  return [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id);
}

/** The whole entry with this anchor, its closed line included. */
function entryOf({ html }: Catalogue, anchor: string): string {
  const body = html.indexOf(`id="${anchor}"`);
  assert.ok(body >= 0, anchor);
  return html.slice(html.lastIndexOf('<details class="entry"', body), html.indexOf('</footer>', body));
}

/** What a reader sees, near enough to look for sentences in it. */
function textOf(markup: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return markup
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(#?\w+);/g, (sign, name: string) => entities[name] ?? sign);
}
