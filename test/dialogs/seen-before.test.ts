import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step, type Context } from '../../dialogs/step.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { initialState } from '../../src/dialog/state.ts';
import { traitsOfBrief } from '../../src/dialog/traits.ts';
import type { Sighted } from '../../src/domain/campaigns.ts';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import { briefOf } from '../support/campaign-brief.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const hash = (text: string): string => Buffer.from(text).toString('hex');
const story =
  'A man from Microsoft rang from 0161 496 0123. He wants me to install AnyDesk on my computer now.';
const traits = traitsOfBrief(briefOf(story, knowledge)) ?? assert.fail('the story tells of a call');
const print = fingerprint(traits, hash);
const hour = 60 * 60 * 1000;
const now = Date.parse(context.now);

function seen(client: string, reporter: string, hoursAgo = 1): Sighted {
  const id = `${client} ${reporter}`;
  return { id, client, reporter, atMs: now - hoursAgo * hour, print, campaign: 'CA-1' };
}

function say(known: readonly Sighted[], told = story): string[] {
  const compared: Context = { ...context, campaigns: { client: 'main', reporter: 'me', hash, known } };
  const said = { kind: 'said', text: told, masked: false } as const;
  return lines(step(initialState(), said, knowledge, compared).effects);
}

function lines(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.kind === 'say' ? effect.text : []));
}

describe('whoever reports a caller that others reported', () => {
  const colleagues = (count: number, hoursAgo = 1) =>
    Array.from({ length: count }, (_, index) => seen('main', `p${index}`, hoursAgo));
  const elsewhere = [seen('other', 'x'), seen('third', 'y')];
  for (const [what, known, expected] of [
    ['one colleague', [...colleagues(1), ...elsewhere], 'A colleague reported a caller like this today.'],
    ['two colleagues', colleagues(2), 'Two colleagues reported this caller today.'],
    ['ten colleagues', colleagues(10), 'Ten colleagues reported this caller today.'],
    ['eleven colleagues', colleagues(11), '11 colleagues reported this caller today.'],
    [
      'colleagues yesterday',
      colleagues(2, 20),
      'Two colleagues told us of this caller in the last three days.',
    ],
    ['others elsewhere alone', elsewhere, 'Other organisations had a call like this in the last three days.'],
    [
      'oneself and a colleague',
      [seen('main', 'me'), ...colleagues(1)],
      'A colleague reported a caller like this today.',
    ],
  ] as const)
    test(`is told of ${what}`, () => assert.ok(say(known).includes(expected), say(known).join(' | ')));

  for (const [what, known, told] of [
    ['nobody', [], story],
    ['oneself alone', [seen('main', 'me')], story],
    ['calls of long ago', colleagues(2, 80), story],
    [
      'another caller',
      colleagues(2),
      'The police rang. I must hand our cash to a courier in a taxi now and tell nobody.',
    ],
    ['cases that are no campaign', colleagues(2).map((one) => ({ ...one, campaign: null })), story],
  ] as const)
    test(`is told nothing of ${what}`, () =>
      assert.doesNotMatch(say(known, told).join(' '), /reported|organisations/));

  test('is told once, and it stands in the case', () => {
    const compared: Context = {
      ...context,
      campaigns: { client: 'main', reporter: 'me', hash, known: colleagues(2) },
    };
    const first = step(initialState(), { kind: 'said', text: story, masked: false }, knowledge, compared);
    const more = { kind: 'said', text: 'He also wants £200 in gift cards.', masked: false } as const;
    const second = step(first.state, more, knowledge, compared);
    assert.doesNotMatch(lines(second.effects).join(' '), /colleagues/);
    assert.ok(first.state.told.includes('Two colleagues reported this caller today.'));
  });
});
