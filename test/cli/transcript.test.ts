import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replay } from '../../src/cli/transcript/replay.ts';
import { readDecisions, readTranscript } from '../../src/cli/transcript/read.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const opening = 'user: (joins)\nask: Is the caller on the line now? [Yes]\n\n';

test('an answer goes to the question above it, wherever that is asked now', () => {
  const written = `# Two answers

${opening}user: [No, it has ended]
ask: Who do they say they are? [The police]

user: [The police]
ask: What do they want you to do? [Nothing yet]

user: [Nothing yet]
`;
  const replayed = replay(written, knowledge);
  assert.match(replayed, /ask: What do they want you to do\?.*\n\nuser: \[Nothing yet\]/);
  assert.match(replayed, /ask: Who do they say they are\?.*\n\nuser: \[The police\]/);
});

test('a question that the file does not answer gets "Not sure"', () => {
  const replayed = replay(`# Silent\n\n${opening}user: [No, it has ended]\n`, knowledge);
  const asked = [...replayed.matchAll(/^ask: (.*) \[/gm)].map(([, question]) => question);
  const unsure = [...replayed.matchAll(/^user: \[Not sure\]$/gm)];
  assert.ok(asked.length > 1);
  assert.equal(unsure.length, asked.length - 1);
  assert.match(replayed, /^verdict: call-back$/m);
});

test('a button that nobody was offered is told with its line', () => {
  assert.throws(
    () => replay('# Wrong\n\nuser: [I am sure]\n', knowledge),
    /line 3: nobody was offered \[I am sure\]/,
  );
});

test('a deeper line continues what the person wrote, and no other line', () => {
  const { entries } = readTranscript('# Lines\n\nuser: one\n    two\nbot: three\n    four\n');
  assert.deepEqual(
    entries.map(({ input }) => input),
    ['one\ntwo'],
  );
});

test('decisions are the verdicts and the handoffs', () => {
  const text = 'user: verdict: x\nverdict: call-back\nbot: handoff: no\nhandoff: none\n';
  assert.deepEqual(
    readDecisions(text).map(({ decision }) => decision),
    ['verdict: call-back', 'handoff: none'],
  );
});
