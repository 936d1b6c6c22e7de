import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryOf, readFilter, writeFilter } from '../../src/web/desk/queue/filter.ts';
import { defang, showHidden } from '../../src/dialog/defang.ts';
import { describeEvent } from '../../src/web/desk/words/events.ts';
import {
  formatAgo,
  formatDate,
  formatDay,
  formatDayAndTime,
  formatFull,
  formatNumber,
  formatShortDay,
  formatSpan,
  formatTime,
  showTimesIn,
} from '../../src/web/desk/words/format.ts';

const defanged = [
  ['https://evil.example.com/a.html', 'hxxps://evil[.]example[.]com/a[.]html'],
  ['HTTP://EVIL.COM', 'hxxp://EVIL[.]COM'],
  ['ftp://evil.com', 'fxp://evil[.]com'],
  ['write to help@bank.co.uk.', 'write to help[@]bank[.]co[.]uk.'],
  ['go to 192.168.0.1 now', 'go to 192[.]168[.]0[.]1 now'],
  ['evil。example．com', 'evil[.]example[.]com'],
  ['He hung up. I paid £10.50 at 9.30, e.g. by card.', 'He hung up. I paid £10.50 at 9.30, e.g. by card.'],
  ['abc\u202Efdp.exe', 'abc[U+202E]fdp[.]exe'],
] as const;
for (const [told, shown] of defanged)
  test(`what a caller wanted opened is shown inert: ${JSON.stringify(told)}`, () => {
    assert.equal(defang(told), shown);
  });

test('long text without a break is made inert at once', () => {
  const started = performance.now();
  assert.equal(defang('a'.repeat(20_000)).length, 20_000);
  assert.ok(performance.now() - started < 200);
});

test('a file keeps its name, but not a hidden turn in it', () => {
  assert.equal(showHidden('screen.png'), 'screen.png');
  assert.equal(showHidden('a\u202Egnp.exe'), 'a[U+202E]gnp.exe');
});

test('a filter comes back from the address it was written into', () => {
  const filter = { show: 'closed', client: 'harbour', priority: 'P2', mine: true, words: 'a & b' } as const;
  const written = writeFilter(filter);
  assert.deepEqual(readFilter(new URLSearchParams(written.split('?')[1])), filter);
  assert.equal(queryOf(filter), '/cases?status=closed&client=harbour&priority=P2&mine=1&q=a+%26+b');
  assert.equal(readFilter(new URLSearchParams('show=nonsense&priority=P9')).show, 'open');
});

test('spans and moments are said as people say them', () => {
  assert.equal(formatSpan(95_000), '1:35');
  assert.equal(formatSpan(130 * 60_000), '2 h 10 min');
  assert.equal(formatSpan(72 * 3_600_000), '3 days');
  const nowMs = Date.parse('2026-11-22T12:00:00Z');
  assert.equal(formatAgo('2026-11-22T11:59:40Z', nowMs), 'just now');
  assert.equal(formatAgo('2026-11-22T11:57:00Z', nowMs), '3 minutes ago');
  assert.equal(formatAgo('2026-11-25T12:00:00Z', nowMs), 'in 3 days');
});

test('every line of the timeline is in words, whatever its detail', () => {
  const at = '2026-11-22T12:00:00Z';
  const say = (kind: string, detail: unknown) => describeEvent({ at, kind, by: 'bot', detail });
  assert.deepEqual(say('priority-set', { from: 'P1', to: 'P2', why: 'Over.' }), {
    what: 'Priority P1 to P2',
    words: 'Over.',
  });
  assert.deepEqual(say('opened', { headline: '[P1] Code given' }), {
    what: 'Case opened',
    words: 'Code given',
  });
  assert.deepEqual(say('something-new', null), { what: 'something new', words: '' });
});

const shown = (at: string): string[] =>
  [formatDay, formatTime, formatDayAndTime, formatFull].map((format) => format(at));

test('days and times are British, in the time zone of the office, wherever the browser is', () => {
  showTimesIn('Europe/London');
  assert.deepEqual(shown('2026-11-16T20:25:00.000Z'), [
    'Mon 16 Nov',
    '20:25',
    'Mon 16 Nov, 20:25',
    'Monday, 16 November 2026 at 20:25:00 GMT',
  ]);
  showTimesIn('Pacific/Auckland');
  assert.deepEqual(shown('2026-11-16T20:25:00.000Z').slice(0, 3), [
    'Tue 17 Nov',
    '09:25',
    'Tue 17 Nov, 09:25',
  ]);
  assert.deepEqual([formatDate('2026-11-21'), formatShortDay('2026-11-16')], ['21 Nov 2026', '16 Nov']);
  assert.equal(formatNumber(1234.5), '1,234.5');
});
