import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, createLog } from '../../src/observability/log.ts';
import type { Log } from '../../src/observability/log.ts';
import { secrets } from './secrets.ts';

test('no secret reaches the log, wherever it is put', () => {
  for (const [text, secret] of secrets) {
    const written = writtenBy((log) => {
      log.info(text);
      log.info({ detail: text }, 'a field');
      log.warn({ deep: { deeper: [{ detail: text }] } }, 'deep');
      log.error({ err: new Error(text, { cause: new Error(text) }) }, 'an error');
      log.error(new Error(text));
      log.child({}).info('story %s', text);
    });
    assert.ok(!written.includes(secret), `“${secret}” was logged: ${written}`);
  }
});

const phones = ['020 7946 0123', '07700 900123', '+44 7700 900123', '01632 960123'];
test('no phone number reaches the log', () => {
  for (const phone of phones) {
    const written = writtenBy((log) => {
      log.info(`rang ${phone}`);
      log.info({ detail: `rang ${phone}`, err: new TypeError(`cannot ring ${phone}`) }, 'x');
    });
    assert.ok(!written.includes(phone), written);
  }
});

const personal: readonly Record<string, unknown>[] = [
  { name: 'Priya Nair' },
  { userName: 'Priya Nair' },
  { from: { id: 'u1', name: 'Priya Nair' } },
  { activity: { from: { name: 'Priya Nair' }, text: 'Priya Nair here' } },
  { turn: { person: { name: 'Priya Nair' } } },
  { text: 'Priya Nair here' },
  { story: 'Priya Nair here' },
  { value: { note: 'Priya Nair here' } },
  { membersAdded: [{ name: 'Priya Nair' }] },
  { headers: { authorization: 'Bearer Priya Nair' } },
  { accessToken: 'Priya Nair' },
  { a: { b: { c: { d: { e: { f: 'Priya Nair' } } } } } },
];
for (const fields of personal)
  test(`no name or words of people reach the log in ${JSON.stringify(fields)}`, () => {
    assert.doesNotMatch(
      writtenBy((log) => log.info(fields, 'a turn')),
      /Priya/,
    );
  });

test('a parse error does not repeat what it could not parse', () => {
  const written = writtenBy((log) => {
    try {
      JSON.parse('Priya Nair wrote this');
    } catch (error) {
      log.error({ err: error }, 'unreadable');
    }
  });
  assert.doesNotMatch(written, /Priya/);
  assert.match(written, /SyntaxError/);
});

test('ids, kinds and durations stay as they are', () => {
  const fields = { conversation: 'a:1xY-_9', kind: 'said', durationMs: 12.5, at: '2026-11-21T20:00:00.000Z' };
  const line: unknown = JSON.parse(writtenBy((log) => log.info(fields, 'turn')));
  for (const [key, value] of Object.entries(fields)) assert.equal(Reflect.get(Object(line), key), value);
});

test('the console of libraries goes into the log, cleaned and cut', () => {
  const written = writtenBy((log) => {
    const release = captureConsole(log);
    console.error('public key\n-----BEGIN-----', { from: 'Priya' });
    console.warn('the code is 482913');
    release();
  });
  const lines = written.trim().split('\n');
  assert.equal(lines.length, 2);
  assert.doesNotMatch(written, /BEGIN|Priya|482913/);
});

function writtenBy(use: (log: Log) => void): string {
  let written = '';
  use(createLog('trace', { write: (line) => void (written += line) }));
  return written;
}
