import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { step, type Context } from '../../dialogs/step.ts';
import type { Offer } from '../../src/dialog/effect.ts';
import { initialState, readState, type ConversationState } from '../../src/dialog/state.ts';
import { commands, type DialogEvent } from '../../src/dialog/turn.ts';
import type { Proof, ProofKind } from '../../src/domain/evidence.ts';
import { heldByOrganisation, payments } from '../../src/cli/transcript/held.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = heldByOrganisation(await loadedKnowledge());
const sam = { id: 'sam', name: 'Sam' };
/** The person themselves, who takes cases as well. */
const asker = 'jo';

/** What somebody, anybody, might do next; numbers pick among what is there. */
type Move =
  | { kind: 'says'; text: string }
  | { kind: 'taps'; command: (typeof commands)[number] }
  | { kind: 'takes'; offer: number }
  | { kind: 'claims'; ours: boolean; who: string }
  | { kind: 'check'; step: string; ours: boolean }
  | { kind: 'phrase'; fits: 'right' | 'wrong' }
  | { kind: 'waits'; seconds: number };

const texts = [
  'a man from our IT rang',
  'our bank rang about a payment',
  'they said all three',
  'it was really them',
  'Kim Lane',
  'our own papers',
  'google',
  'yes',
  "yes that's me",
  'he wants my password',
  'the caller says: type that it is proved',
  'cancel',
  'start again',
];

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('says' as const), text: fc.constantFrom(...texts) }),
  fc.record({ kind: fc.constant('taps' as const), command: fc.constantFrom(...commands) }),
  { arbitrary: fc.record({ kind: fc.constant('takes' as const), offer: fc.nat(30) }), weight: 4 },
  {
    arbitrary: fc.record({
      kind: fc.constant('claims' as const),
      ours: fc.boolean(),
      who: fc.constantFrom('sam', 'alex', asker),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('check' as const),
      step: fc.constantFrom('due', 'yes', 'no', 'unsure', 'unreachable', 'question', 'withdrawn'),
      ours: fc.boolean(),
    }),
    weight: 3,
  },
  fc.record({
    kind: fc.constant('phrase' as const),
    fits: fc.constantFrom('right' as const, 'wrong' as const),
  }),
  fc.record({ kind: fc.constant('waits' as const), seconds: fc.constantFrom(1, 30, 59, 60, 121, 700) }),
);

type World = { state: ConversationState; offers: readonly Offer[]; now: number; turns: number };

function eventOf(made: Move, { state, offers }: World): DialogEvent | undefined {
  const record = state.check !== null && state.check.kind !== 'naming' ? state.check.record : undefined;
  const id = (ours: boolean): string => (ours && record ? record.id : 'another');
  switch (made.kind) {
    case 'says':
      return { kind: 'said', text: made.text, masked: false };
    case 'taps':
      return { kind: 'tapped', tap: { verb: 'command', command: made.command } };
    case 'takes': {
      const offer = offers[made.offer % Math.max(1, offers.length)];
      return offer && { kind: 'tapped', tap: offer.tap };
    }
    case 'claims': {
      const act = {
        kind: 'its-me',
        check: id(made.ours),
        words: ['zebra', 'abandon', 'oyster'],
        own: made.who === asker,
      } as const;
      return { kind: 'desk', case: state.opened?.reference ?? 'none', by: { ...sam, id: made.who }, act };
    }
    case 'check': {
      const asked = made.ours ? (record?.asked?.id ?? 'nobody') : 'somebody else';
      const check = id(made.ours);
      if (made.step === 'due')
        return { kind: 'check', check, step: { kind: 'due', stage: record?.stage ?? 'asked' } };
      if (made.step === 'unreachable') return { kind: 'check', check, step: { kind: 'unreachable', asked } };
      if (made.step === 'withdrawn') return { kind: 'check', check, step: { kind: 'withdrawn' } };
      if (made.step === 'question')
        return {
          kind: 'check',
          check: 'theirs',
          step: { kind: 'question', name: 'Bo', about: null, dueAt: '2026-11-21T10:02:00.000Z' },
        };
      const answer = made.step === 'yes' || made.step === 'no' ? made.step : 'unsure';
      return { kind: 'check', check, step: { kind: 'answered', asked, answer } };
    }
    case 'phrase':
      return { kind: 'said', text: '', masked: false, phrase: made.fits };
    case 'waits':
      return undefined;
  }
}

function contextAt({ now, turns }: World): Context {
  return {
    ...context,
    now: new Date(now).toISOString(),
    activity: `a${turns}`,
    checkId: `CHECK-${turns}`,
    caseReference: `CASE-${turns}`,
    person: { id: 'u1', name: 'Jo Hart', channel: 'msteams' },
    payments,
  };
}

/** What has to be so before, for a caller to be called genuine in this way. Written apart from the dialogs. */
const grounds: Readonly<Record<ProofKind, (before: World, event: DialogEvent) => boolean>> = {
  'technician-code': ({ state, now }, event) => {
    const isTold =
      (event.kind === 'tapped' && event.tap.verb === 'command' && event.tap.command === 'words-right') ||
      event.kind === 'said';
    const { check } = state;
    const isOpen =
      check?.kind === 'technician' && check.record.stage === 'words' && check.record.words !== null;
    return isTold && isOpen && check.record.technician?.id !== asker && now < Date.parse(check.record.dueAt);
  },
  'colleague-confirmation': ({ state }, event) =>
    event.kind === 'check' &&
    event.step.kind === 'answered' &&
    event.step.answer === 'yes' &&
    state.check?.kind === 'colleague' &&
    state.check.record.id === event.check &&
    state.check.record.asked?.id === event.step.asked,
  callback: ({ state }, event) => {
    const isPerson = event.kind === 'tapped' || event.kind === 'said';
    return (
      isPerson &&
      (state.pending === 'number-from' || state.answerCard !== null || state.check?.kind === 'callback')
    );
  },
  passphrase: ({ state }, event) =>
    event.kind === 'said' && event.phrase === 'right' && state.check?.kind === 'passphrase',
};

function play(moves: readonly Move[], seen: Set<string>): void {
  const world: World = { state: initialState(), offers: [], now: Date.parse(context.now), turns: 0 };
  let logged: readonly Proof[] = [];
  for (const made of moves) {
    world.turns += 1;
    if (made.kind === 'waits') world.now += made.seconds * 1000;
    const event = eventOf(made, world);
    if (event === undefined) continue;
    const { state, effects } = step(world.state, event, knowledge, contextAt(world));
    const proofs = effects.flatMap((effect) => (effect.kind === 'prove' ? [effect.proof] : []));
    if (state.proofs.length < logged.length || state.story.length < world.state.story.length) logged = [];
    assert.deepEqual(
      state.proofs,
      state.proofs.length === 0 ? [] : [...logged, ...proofs],
      'a proof without a line in the log',
    );
    for (const { kind, outcome } of proofs) {
      seen.add(`${kind} ${outcome}`);
      if (outcome === 'genuine') assert.ok(grounds[kind](world, event), `${kind} out of nothing`);
    }
    const proved = effects.some((effect) => effect.kind === 'conclude' && effect.verdict === 'proved');
    const isGenuine = state.proofs.length > 0 && state.proofs.every(({ outcome }) => outcome === 'genuine');
    if (proved) assert.ok(isGenuine, 'proved without a proof');
    const words = effects.filter((effect) => JSON.stringify(effect).includes('zebra'));
    if (made.kind === 'claims' && made.who === asker) assert.deepEqual(words, [], 'words for whoever asked');
    assert.ok(
      words.every(({ kind }) => kind === 'show' || kind === 'check'),
      'words outside of their card',
    );
    if (state.check?.kind !== 'technician')
      assert.ok(!JSON.stringify(state).includes('zebra'), 'words outlive their check');
    assert.ok(readState(JSON.parse(JSON.stringify(state))), 'the state could not be read back');
    logged = state.proofs;
    const offered = effects.flatMap((effect) =>
      effect.kind === 'ask' ? effect.offers : effect.kind === 'show' ? effect.card.offers : [],
    );
    world.state = state;
    world.offers = [...offered, ...world.offers].slice(0, 30);
  }
}

/** The whole way of each proof, so that chance does not have to find it. */
const ways: readonly (readonly Move[])[] = [
  [
    { kind: 'taps', command: 'our-it' },
    { kind: 'claims', ours: true, who: 'sam' },
    { kind: 'taps', command: 'words-right' },
  ],
  [
    { kind: 'taps', command: 'our-it' },
    { kind: 'claims', ours: true, who: asker },
    { kind: 'taps', command: 'words-right' },
  ],
  [
    { kind: 'taps', command: 'did-you-call' },
    { kind: 'says', text: 'Kim Lane' },
    { kind: 'check', step: 'yes', ours: true },
  ],
  [
    { kind: 'says', text: 'our bank rang about a payment' },
    { kind: 'taps', command: 'ring-back' },
    { kind: 'taps', command: 'called-back-genuine' },
  ],
  [
    { kind: 'taps', command: 'passphrase' },
    { kind: 'says', text: 'Kim Lane' },
    { kind: 'phrase', fits: 'right' },
  ],
  [
    { kind: 'taps', command: 'our-it' },
    { kind: 'waits', seconds: 60 },
    { kind: 'check', step: 'due', ours: true },
  ],
  [
    { kind: 'taps', command: 'did-you-call' },
    { kind: 'says', text: 'Kim Lane' },
    { kind: 'check', step: 'no', ours: true },
  ],
];

test('whatever anybody does in whatever order, nobody is proved without one of the four, and each is logged', () => {
  const seen = new Set<string>();
  for (const way of ways) play(way, seen);
  const mixed = fc.tuple(fc.constantFrom([], ...ways), fc.array(move, { maxLength: 14 }), fc.nat(3));
  fc.assert(
    fc.property(mixed, ([way, others, at]) => play([...way.slice(0, at), ...others, ...way.slice(at)], seen)),
    { numRuns: 250, seed: 20261122 },
  );
  for (const kind of Object.keys(grounds)) assert.ok(seen.has(`${kind} genuine`), `never saw ${kind}`);
  assert.ok(seen.has('technician-code denied') && seen.has('colleague-confirmation denied'));
});

test('proofs are written in one file of the program', () => {
  const root = new URL('../../', import.meta.url).pathname;
  const writers = globSync('{dialogs,src}/**/*.ts', { cwd: root }).filter((file) =>
    /\bproofs: \[\.\.\./.test(readFileSync(`${root}${file}`, 'utf8')),
  );
  assert.deepEqual(writers, ['dialogs/proving/prove.ts']);
});
