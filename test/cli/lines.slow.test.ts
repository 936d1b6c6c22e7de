import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import * as z from 'zod';

/** Runs a command as people do, with lines on standard input. */
function run(command: string, given: readonly string[], input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`src/cli/${command}.ts`, ...given], {
    input,
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return {
    status,
    lines: lines.map((line): unknown => (line.startsWith('{') ? JSON.parse(line) : line)),
    stderr,
  };
}

const verdict = z.enum(['stop-scam', 'stop-unsafe', 'call-back', 'unwanted', 'proved']);
const matches = z.array(z.strictObject({ scam: z.string(), score: z.number().min(0).max(1) }));
const AssessLine = z.strictObject({
  id: z.string(),
  verdict,
  risk: z.number().min(0).max(1),
  requestRisk: z.enum(['decisive', 'high', 'some', 'none-stated']),
  identity: z.enum(['unproved', 'disproved', 'proved']),
  topic: z.enum(['call', 'other']),
  matches,
  evidence: z.array(
    z.strictObject({
      signal: z.string(),
      present: z.enum(['yes', 'no', 'unsure']),
      quote: z.string().nullable(),
    }),
  ),
  claimedAuthority: z.string().nullable(),
  claimedWords: z.string().nullable(),
});
const InterviewLine = z.strictObject({
  id: z.string(),
  verdict,
  risk: z.number().min(0).max(1),
  questions: z.array(z.string()).max(6),
  matches,
});
const Bad = z.strictObject({ id: z.string().nullable(), error: z.string().min(1) });

const input = [
  '{"id":"one","text":"A man from Microsoft rang and wants me to install AnyDesk"}',
  'not json',
  '{"id":"two"}',
  '{"id":"three","text":"The printer is jammed","signals":{"payment-request":null,"remote-access-request":false}}',
  '[1,2]',
  '{"id":"four","text":""}',
].join('\n');

describe('a line in gives a line out, in order; a bad one gives its error, the run goes on, and the status is 1', () => {
  const commands: [command: string, shape: z.ZodType][] = [
    ['assess', AssessLine],
    ['interview', InterviewLine],
  ];
  for (const [command, shape] of commands) {
    test(command, () => {
      const { status, lines } = run(command, ['--jsonl'], input);
      assert.equal(status, 1);
      assert.equal(lines.length, 6);
      for (const at of [0, 3, 5]) assert.equal(shape.safeParse(lines[at]).error?.message, undefined);
      for (const at of [1, 2, 4]) assert.equal(Bad.safeParse(lines[at]).error?.message, undefined);
      assert.deepEqual(
        lines.map((line) => z.object({ id: z.unknown() }).parse(line).id),
        ['one', null, 'two', 'three', null, 'four'],
      );
    });
  }
});

test('good lines end with status 0', () => {
  assert.equal(run('assess', ['--jsonl'], '{"id":"one","text":"hello"}\n\n').status, 0);
});

test('assess tells people the verdict, the reasons and what to say', () => {
  const { lines, status } = run('assess', ['A man from Microsoft rang and wants me to install AnyDesk'], '');
  const text = lines.join('\n');
  assert.equal(status, 0);
  for (const part of ['Verdict: stop-', 'Reasons:', 'Say:', 'Report:']) assert.ok(text.includes(part), part);
});

test('assess and interview say what is missing', () => {
  assert.match(run('assess', [], '').stderr, /Say what the caller said/);
  assert.match(run('interview', [], '').stderr, /--jsonl/);
});
