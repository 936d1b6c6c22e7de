import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCues, growTree } from '../../src/domain/listening/cue-tree.ts';
import { readCue, type Cue, type Step } from '../../src/domain/listening/cues.ts';
import { tokenise, type Token } from '../../src/domain/listening/tokens.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { scams, signals, authorities, playbooks, words } = await loadedKnowledge();

const everyCue = [
  ...signals.flatMap(({ heard, denied }) => [...heard, ...denied]),
  ...playbooks.flatMap(({ heard }) => heard),
  ...authorities.flatMap(({ names }) => names),
].flatMap((text) => readCue(text, text, words));

test('the tree hears every cue of the knowledge where following them one by one does', () => {
  const tree = growTree(everyCue);
  const stories = scams.flatMap(({ examples }) => [...examples.caught, ...examples.spared]);
  const told = stories.filter((_, at) => at % 60 === 0).map((story) => tokenise(story, words));
  const heard = told.flatMap((tokens, at) => findCues(tokens, tree).map((match) => place(at, match)));
  const plain = told.flatMap((tokens, at) => followEach(tokens, everyCue).map((match) => place(at, match)));
  assert.ok(plain.length > 50);
  assert.deepEqual(heard.toSorted(), plain.toSorted());
});

const small = [
  'read * code',
  'read * (code|number)',
  'read~ out',
  '!no caller id',
  '!(not|never) ring * back',
  'ring * !(me|us) bank',
  'pin code * ',
  'ring',
  'code',
].flatMap((text) => readCue(text, text, words));

for (const story of [
  'read the long code and the other code',
  'read him the code. Code number two',
  'he readily out, reads out',
  'no caller id. caller id was there',
  'caller id',
  'I never rang him back',
  'rang me bank, rang up the bank',
  'pin code then more words',
  'pin code',
  'ring ring ring the code code back',
  '',
]) {
  test(`the tree hears in "${story}" what each cue alone does, in the order of the cues`, () => {
    const tokens = tokenise(story, words);
    const alone = followEach(tokens, small).map((match) => place(0, match));
    const heard = findCues(tokens, growTree(small)).map((match) => place(0, match));
    assert.deepEqual(heard.toSorted(), alone.toSorted());
    for (const order of [small, small.toReversed()]) {
      const matches = findCues(tokens, growTree(order)).filter(({ first }) => first === 0);
      const plain = matches.map(({ cue }) => order.indexOf(cue)).filter((at) => beginsWithWord(order[at]));
      assert.deepEqual(
        plain,
        plain.toSorted((one, other) => one - other),
      );
    }
  });
}

function beginsWithWord(cue: Cue<string> | undefined): boolean {
  return cue?.steps[0]?.kind === 'word';
}

type Match = { cue: Cue<string>; first: number; last: number };

function place(story: number, { cue, first, last }: Match): string {
  return `${story} ${first}-${last} ${cue.owner}`;
}

function followEach(tokens: readonly Token[], cues: readonly Cue<string>[]): Match[] {
  return tokens.flatMap((_, first) =>
    cues.flatMap((cue) => {
      const last = follow(tokens, cue.steps, first, 0);
      return last === undefined ? [] : [{ cue, first, last }];
    }),
  );
}

/** The position of the last word when the steps from `step` on fit the tokens from `at` on, within one sentence. */
function follow(
  tokens: readonly Token[],
  steps: readonly Step[],
  at: number,
  step: number,
): number | undefined {
  const wanted = steps[step];
  if (!wanted) return at - 1;
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (wanted.kind === 'gap') {
    for (let next = at; next <= at + wanted.words; next += 1) {
      if (!tokens[next] || tokens[next]?.sentence !== before?.sentence) return undefined;
      const last = follow(tokens, steps, next, step + 1);
      if (last !== undefined) return last;
    }
    return undefined;
  }
  if (wanted.kind === 'except') {
    const isNext = token?.sentence === before?.sentence && wanted.words.has(token?.word ?? '');
    return wanted.words.has(before?.word ?? '') || isNext ? undefined : follow(tokens, steps, at, step + 1);
  }
  if (!token || (at > 0 && step > 0 && before?.sentence !== token.sentence)) return undefined;
  const fits = wanted.kind === 'word' ? wanted.words.has(token.word) : token.word.startsWith(wanted.letters);
  return fits ? follow(tokens, steps, at + 1, step + 1) : undefined;
}

test('any ending is heard within brackets too', () => {
  const tree = growTree(readCue('(threaten~|blackmail) * us', 'threat', words));
  const heard = (story: string): number => findCues(tokenise(story, words), tree).length;
  assert.deepEqual(['he is threatening us', 'blackmail of us', 'he threw it at us'].map(heard), [1, 1, 0]);
});

test('any ending of what must not follow is refused, since it would never be heard', () => {
  assert.throws(() => readCue('ring !(bank~) back', 'x', words), /"ring !\(bank~\) back".*any ending/);
});
