import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { alertAnswers } from '../../src/dialog/alert.ts';
import { harms, proofKinds } from '../../src/domain/evidence.ts';
import { commands } from '../../src/dialog/turn.ts';
import { readAside, readCommand } from '../../src/dialog/typed.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const root = new URL('../../', import.meta.url).pathname;
const code = globSync('{dialogs,src}/**/*.ts', { cwd: root }).map((file) =>
  readFileSync(`${root}${file}`, 'utf8'),
);

/** Keys that code puts together from a value; each names where the values come from. */
const built = new Set([
  ...harms.flatMap((harm) => [`containment.title-${harm}`, `brief.harm-${harm}`]),
  ...['yes', 'no', 'unsure'].map((live) => `brief.live-${live}`),
  ...['stop-scam', 'stop-unsafe', 'call-back', 'unwanted', 'proved'].map((verdict) => `certain-${verdict}`),
  ...['stop', 'call-back', 'unwanted', 'proved'].flatMap((verdict) => [
    `reasons.change-${verdict}`,
    `brief.change-${verdict}`,
  ]),
  ...['genuine', 'denied'].flatMap((outcome) => [`callback.${outcome}`, `ring.over-${outcome}`]),
  ...proofKinds.flatMap((kind) => [
    ...['heading', 'summary', 'text'].map((part) => `proved.${part}-${kind}`),
    ...(kind === 'callback' ? [] : [`proved.limit-${kind}`]),
    ...['genuine', 'denied'].map((outcome) => `proof.${kind}-${outcome}`),
    `stop.denied-${kind}`,
  ]),
  'stop.denied-nobody',
  ...['right', 'wrong', 'asked'].map((heard) => `words.over-${heard}`),
  ...['colleague', 'passphrase'].map((what) => `${what}.nobody-known`),
  ...['attest', 'attest-deputy'].flatMap((key) => [`${key}.heading`, `${key}.text`]),
  ...['yes', 'no', 'unsure'].flatMap((answer) => [
    `attest.typed-${answer}`,
    `attest.thanks-${answer}`,
    ...(answer === 'unsure' ? [] : [`colleague.over-${answer}`, `button.attest-${answer}`]),
    `button.attest-deputy-${answer}`,
  ]),
  ...['caller', 'unsure'].flatMap((from) => [`number-from.${from}`, `note.number-from.${from}`]),
  ...['stop-live', 'stop-ended'].flatMap((tense) => [`${tense}.heading`, `${tense}.summary`]),
  ...['reasons', 'say', 'steps', 'report'].map((card) => `${card}.heading`),
  ...commands.map((command) => `button.${command}`),
  ...alertAnswers.flatMap((answer) => [`button.${answer}`, `alert.said-${answer}`]),
  ...['expired', 'withdrawn'].map((end) => `alert.${end}`),
  ...['one', 'many'].flatMap((count) => ['today', 'lately'].map((when) => `seen.${count}-${when}`)),
  ...['title', 'about', 'claims', 'asks', 'hang-up', 'ring-back', 'tell'].map((key) => `campaign.${key}`),
  ...['stop', 'check', 'selling', 'nothing'].flatMap((look) => [
    `message.${look}.heading`,
    `message.${look}.summary`,
    `message.${look}.text`,
  ]),
  ...['empty', 'opened', 'opened-elsewhere', 'passed-on', 'failed'].map((told) => `message.${told}.heading`),
  ...['GB', 'GB-ENG', 'GB-NIR', 'GB-SCT', 'GB-WLS', 'NL', 'US'].map((region) => `place.${region}`),
]);

for (const wording of knowledge.wording) {
  describe(`wording ${wording.language}`, () => {
    const keys = Object.keys(wording.sentences);
    const answered = [
      ...Object.keys(wording.asides).map((key) => `aside.${key}`),
      ...Object.keys(wording.emergencies).map((key) => `emergency.${key}`),
    ];

    test('has a sentence for every key that the code names', () => {
      const named = code.flatMap((text) =>
        [...text.matchAll(/\b(?:say|text|remember|sentence|greet)\(\w+(?:\.\w+)?, '([a-z.-]+)'/g)].map(
          ([, key]) => key ?? '',
        ),
      );
      assert.ok(named.length > 50, `only ${named.length} keys found in the code`);
      const missing = [...named, ...answered].filter((key) => !keys.includes(key));
      assert.deepEqual([...new Set(missing)], []);
    });

    test('has no sentence that nothing says', () => {
      const said = new Set([...built, ...answered]);
      const unused = keys.filter((key) => !said.has(key) && !code.some((text) => text.includes(`'${key}'`)));
      assert.deepEqual(unused, []);
    });

    test('is calm: no exclamation marks, percentages or promises of safety', () => {
      const bad = Object.entries(wording.sentences).filter(([, text]) => /[!%]|\bsafe(ly)?\b/i.test(text));
      assert.deepEqual(bad, []);
    });

    test('keeps sentences short enough to read with a caller in one ear', () => {
      const long = Object.values(wording.sentences)
        .flatMap((text) => text.split(/(?<=[.?:])\s+/))
        .filter((one) => one.split(/\s+/).length > 20);
      assert.deepEqual(long, []);
    });

    for (const [key, ways] of Object.entries(wording.asides))
      test(`hears every way to say "${key}"`, () => {
        const misheard = ways.filter((way) => readAside(way.replace('*', ''), wording) !== key);
        assert.deepEqual(misheard, []);
      });

    test('takes no way to type a command for something else', () => {
      const ways = Object.values(wording.commands).flat();
      const misheard = ways.filter((way) => readAside(way.replace('*', ''), wording) !== undefined);
      assert.deepEqual(misheard, []);
    });

    for (const command of commands) {
      test(`hears every way to type "${command}"`, () => {
        const ways = wording.commands[command] ?? [];
        assert.ok(ways.length > 0, 'no way to type it');
        const misheard = ways.filter((way) => readCommand(way.replace('*', ''), wording) !== command);
        assert.deepEqual(misheard, []);
      });
    }
  });
}
