import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test, type TestContext } from 'node:test';
import type { Outcome } from '../../../src/cli/evaluation/judge.ts';
import type { Labelled } from '../../../src/cli/evaluation/labelled.ts';
import { compareKnowledge } from '../../../src/cli/knowledge/changed.ts';
import { compareVerdicts, describeChange, summarise } from '../../../src/cli/knowledge/verdict-change.ts';
import { judgeStory } from '../../../src/cli/evaluation/judge.ts';
import { exchange, makeFolder, put } from '../../knowledge/folder.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const scam = 'scams/toner-call.yaml';
const stories = [
  story('x-1', 'scam', 'A man rang about the printer and said toner goes up tomorrow, pay by card now'),
];

describe('a change of verdict is better, worse or neither, by what is true', () => {
  const rows: [label: Labelled['label'], from: Outcome, to: Outcome, effect: string][] = [
    ['scam', 'call-back', 'stop-scam', 'better'],
    ['scam', 'stop-scam', 'stop-unsafe', 'neither'],
    ['scam', 'call-back', 'unwanted', 'worse'],
    ['scam', 'stop-unsafe', 'proved', 'worse'],
    ['legit', 'call-back', 'stop-scam', 'worse'],
    ['legit', 'not-a-call', 'call-back', 'neither'],
    ['none', 'call-back', 'not-a-call', 'better'],
    ['none', 'not-a-call', 'stop-unsafe', 'worse'],
    ['ambiguous', 'call-back', 'stop-scam', 'neither'],
  ];
  for (const [label, from, to, effect] of rows) {
    test(`${label}: ${from} to ${to} is ${effect}`, () => {
      const item = judgeStory(story('x-1', label, ''), 'GB-ENG', knowledge);
      const [change, ...others] = compareVerdicts(
        { ...item, alone: { ...item.alone, ...told(from) } },
        { ...item, alone: { ...item.alone, ...told(to) } },
      );
      assert.deepEqual([change?.effect, others.length], [effect, 0]);
    });
  }

  test('a line names the story, its label, both verdicts and the first words', () => {
    const words = Array.from({ length: 20 }, (_, at) => `w${at + 1}`).join(' ');
    const change = {
      story: story('x-1', 'legit', words),
      moment: 'story alone',
      from: 'call-back',
      to: 'stop-scam',
      effect: 'worse',
    } as const;
    assert.match(
      describeChange(change),
      /^x-1 genuine, story alone: call-back → stop-scam, worse: "w1 .* w16 \.\.\."$/,
    );
    assert.equal(summarise([change]), '1 verdict would change: 0 better, 1 worse, 0 neither.');
  });
});

describe('the knowledge folder against a commit', () => {
  test('nothing changed, then a sum of what did, and the folder is left as it is', async (context) => {
    const folder = await committed(context);
    const same = await compareKnowledge(folder, 'HEAD', 'GB-ENG', stories);
    assert.deepEqual(same, {
      kind: 'compared',
      lines: ['Nothing has changed since HEAD, so no verdict has.'],
    });
    await put(folder, scam, exchange(scam, 'Toner call', 'Ink call')[scam] ?? '');
    const other = await compareKnowledge(folder, 'HEAD', 'GB-ENG', stories);
    assert.ok(other.kind === 'compared', JSON.stringify(other));
    assert.match(
      other.lines.at(-1) ?? '',
      /^\d+ verdicts? would change: .* Measured on 1 stories; knowledge \w{12} \(HEAD\) and \w{12} \(now\)\.$/,
    );
    assert.equal(git(folder, 'status', '--short').trim(), `M ${scam}`);
  });

  const failures: [
    name: string,
    against: string,
    make: (context: TestContext) => Promise<string>,
    told: RegExp,
  ][] = [
    ['a folder in no repository', 'HEAD', makeFolder, /in no git repository · .+ · run this in a clone/],
    [
      'a commit that is not there',
      'v9.9',
      committed,
      /"v9\.9" cannot be compared with: .+ · try --against HEAD/,
    ],
    ['an option in place of a commit', '--output=x', committed, /begins with a hyphen/],
    [
      'a folder that is not there',
      'HEAD',
      async () => '/nowhere/knowledge',
      /was not found · .+ · install git/,
    ],
  ];
  for (const [name, against, make, expected] of failures) {
    test(`tells about ${name}`, async (context) => {
      const compared = await compareKnowledge(await make(context), against, 'GB-ENG', stories);
      assert.match(compared.kind === 'failed' ? compared.line : '', expected);
    });
  }

  test('tells that a commit holds knowledge which this program cannot read', async (context) => {
    const folder = await committed(context, { [scam]: 'title: [' });
    await put(folder, scam, exchange(scam, 'Toner call', 'Ink call')[scam] ?? '');
    const compared = await compareKnowledge(folder, 'HEAD', 'GB-ENG', stories);
    assert.match(
      compared.kind === 'failed' ? compared.line : '',
      /at HEAD cannot be read .+ choose a later commit[^]*HEAD\/scams\/toner-call\.yaml:1/,
    );
  });
});

/** A knowledge folder that is committed in a repository of its own. */
async function committed(context: TestContext, changes: Record<string, string> = {}): Promise<string> {
  const folder = await makeFolder(context, changes);
  git(folder, 'init', '--quiet');
  git(folder, 'add', '.');
  git(folder, '-c', 'user.name=test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '-m', 'kept');
  return folder;
}

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
}

function story(id: string, label: Labelled['label'], text: string): Labelled {
  return { id, label, text, signals: {} };
}

function told(outcome: Outcome): Pick<ReturnType<typeof judgeStory>['alone'], 'verdict' | 'topic'> {
  return outcome === 'not-a-call'
    ? { verdict: 'call-back', topic: 'other' }
    : { verdict: outcome, topic: 'call' };
}
