import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Effect } from '../../src/dialog/effect.ts';
import type { Technician } from '../../src/dialog/brief.ts';
import type { DeskAct, DialogEvent } from '../../src/dialog/turn.ts';
import { alex, close, desk, join, picture, sam, say, story, talk } from '../support/relayed.ts';

type DeskEvent = Extract<DialogEvent, { kind: 'desk' }>;

const kim = { id: 't3', name: 'Kim' };
const opened = [say(story), say('get a person'), say('skip')];
const give = (to: Technician, asLead = false): DeskAct => ({ kind: 'assign', to, asLead });
const kindsOf = (effects: readonly Effect[] | undefined): string[] => effects?.map(({ kind }) => kind) ?? [];

describe('a technician in the conversation', () => {
  test('keeps the files of what is said when the words are changed', () => {
    const { turns } = talk([
      ...opened,
      desk(sam, join),
      desk(sam, { kind: 'say', text: 'Looke here', files: [picture] }),
      desk(sam, { kind: 'edit', message: 'a5', text: 'Look here' }),
    ]);
    assert.deepEqual(turns.at(-1), [
      { kind: 'speak', by: sam, message: 'a5', text: 'Look here', files: [picture] },
    ]);
  });

  test('answers alone, also when buttons of a check that is over are tapped', () => {
    for (const command of ['words-right', 'words-wrong', 'words-asked'] as const) {
      const tapped: DialogEvent = { kind: 'tapped', tap: { verb: 'command', command } };
      const { turns } = talk([...opened, desk(sam, join), tapped]);
      assert.deepEqual(turns.at(-1), [], command);
    }
  });

  const foreign: [what: string, message: string][] = [
    ["the person's", 'a1'],
    ["the bot's", 'a2-0'],
    ["another technician's", 'a5'],
    ['nobody’s', 'a99'],
  ];
  for (const [what, message] of foreign)
    test(`cannot change ${what} words`, () => {
      const { turns } = talk([
        ...opened,
        desk(sam, join),
        desk(sam, { kind: 'say', text: 'Hello', files: [] }),
        desk(alex, { kind: 'join', takeOver: true }),
        desk(alex, { kind: 'edit', message, text: 'I am the caller' }),
      ]);
      assert.deepEqual(kindsOf(turns.at(-1)), ['refuse']);
    });

  test('is told who has the case', () => {
    const { turns } = talk([...opened, desk(sam, join), desk(alex, join)]);
    assert.deepEqual(turns.at(-1), [{ kind: 'refuse', reason: 'taken', holder: sam }]);
  });

  const gifts: [what: string, acts: DeskEvent[], reason: string | undefined, holder: Technician | null][] = [
    ['gives it', [desk(sam, join), desk(sam, give(alex))], undefined, alex],
    ['gives what another has', [desk(sam, join), desk(alex, give(alex))], 'not-yours', sam],
    ['gives what nobody has', [desk(sam, give(alex))], 'not-yours', null],
    ['leads, and gives what nobody has', [desk(kim, give(alex, true))], undefined, alex],
    ['leads, and gives what another has', [desk(sam, join), desk(kim, give(alex, true))], undefined, alex],
    [
      'gave it away, and gives it again',
      [desk(sam, join), desk(sam, give(alex)), desk(sam, give(sam))],
      'not-yours',
      alex,
    ],
    [
      'leads, and gives a closed one',
      [desk(sam, join), desk(sam, close), desk(kim, give(alex, true))],
      'closed',
      null,
    ],
  ];
  for (const [what, acts, reason, holder] of gifts)
    test(`who ${what} ${reason === undefined ? 'is heard' : `hears ${reason}`}`, () => {
      const { state, turns } = talk([...opened, ...acts]);
      const last = turns.at(-1) ?? [];
      assert.deepEqual(
        last.flatMap((effect) => (effect.kind === 'refuse' ? [effect.reason] : [])),
        reason === undefined ? [] : [reason],
      );
      assert.deepEqual(state.technician, holder);
      const giver = acts.at(-1)?.by;
      assert.deepEqual(
        last.filter(({ kind }) => kind === 'own'),
        reason === undefined
          ? [{ kind: 'own', reference: 'CASE-1', technician: holder, givenBy: giver }]
          : [],
      );
    });

  test('who is given what they have already notices nothing, nor does the person', () => {
    const { turns } = talk([...opened, desk(sam, join), desk(sam, give(sam)), desk(kim, give(sam, true))]);
    assert.deepEqual(turns.slice(-2), [[], []]);
  });

  const introductions: [desk: { name: string; phone: string | undefined }, by: string, told: RegExp[]][] = [
    [
      { name: 'the IT desk', phone: '020 7946 0018' },
      'Sam',
      [
        /^Sam from the IT desk is here now .* case number, CASE-1/,
        /be sure .* ring the IT desk on 020 7946 0018/,
      ],
    ],
    [{ name: 'the IT desk', phone: undefined }, 'IT desk', [/^Somebody from the IT desk is here now/]],
  ];
  for (const [itDesk, name, told] of introductions)
    test(`called ${name} is introduced, with a way to check it ${itDesk.phone ? 'by phone too' : 'here'}`, () => {
      const { turns } = talk([...opened, desk({ id: 't1', name }, join)], { desk: itDesk });
      const said = turns.at(-1)?.flatMap((effect) => (effect.kind === 'say' ? [effect.text] : [])) ?? [];
      assert.equal(said.length, told.length);
      told.forEach((pattern, place) => assert.match(said[place] ?? '', pattern));
    });

  const strangers = ['CASE-2', 'CC-00000', ''];
  for (const reference of strangers)
    test(`can do nothing with case "${reference}" of another conversation`, () => {
      const acts: DeskAct[] = [join, { kind: 'say', text: 'Hello', files: [] }, close, { kind: 'reopen' }];
      for (const act of acts) {
        const { state, turns } = talk([...opened, desk(sam, act, reference)]);
        assert.deepEqual(turns.at(-1), [{ kind: 'refuse', reason: 'no-case', holder: undefined }]);
        assert.equal(state.technician, null);
      }
    });

  test('who has two cases of one conversation can close both', () => {
    const { state, turns } = talk([
      ...opened,
      say('start again'),
      say('get a person'),
      desk(sam, join, 'CASE-1'),
      desk(sam, join, 'CASE-2'),
      desk(sam, close, 'CASE-1'),
      desk(sam, close, 'CASE-2'),
    ]);
    assert.deepEqual(kindsOf(turns.at(-2)), ['close-case', 'say', 'say']);
    // With the newer one goes the question about it that still stood.
    assert.deepEqual(kindsOf(turns.at(-1)), ['close-case', 'say', 'say', 'settle']);
    assert.equal(state.technician, null);
    assert.deepEqual(state.earlier, [
      { reference: 'CASE-1', closed: true },
      { reference: 'CASE-2', closed: true },
    ]);
  });

  test('ends the call with the case: what is told next is another one', () => {
    const { state } = talk([...opened, desk(sam, join), desk(sam, close)]);
    assert.deepEqual([state.story, state.opened, state.pending], [[], null, null]);
  });
});
