import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step } from '../../dialogs/step.ts';
import type { Block, Effect } from '../../src/dialog/effect.ts';
import { initialState } from '../../src/dialog/state.ts';
import type { Harm } from '../../src/domain/evidence.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const titles: Record<Harm, string> = {
  'remote-access': 'They got on to your computer',
  software: 'Something was installed or opened',
  credentials: 'A code or password was given',
  money: 'Money or bank details',
  data: 'Information was given',
};

/** A story, what the person says has happened, and what the first steps must and must not speak of. */
const rows: [story: string, choice: string, harm: Harm, fitting: RegExp, foreign: RegExp][] = [
  [
    'Microsoft rang, the computer sends errors, he wanted me to install AnyDesk',
    'code',
    'credentials',
    /change (it|that password) from another/i,
    /HR record|real person|Disable the account/,
  ],
  [
    'Microsoft rang, the computer sends errors, he wanted me to install AnyDesk',
    'computer',
    'remote-access',
    /cable|wi-fi/i,
    /bank first|HR record/,
  ],
  [
    'Somebody from Microsoft rang and said he would reset my password',
    'code',
    'credentials',
    /IT/,
    /HR record|real person/,
  ],
  [
    'Our IT helpdesk rang and asked for the code on my phone to stop my account being locked',
    'code',
    'credentials',
    /IT/,
    /HR record|real person/,
  ],
  [
    'A man said he was our sales director with a lost phone and wanted his password reset, so I reset it for him',
    'code',
    'credentials',
    /Disable the account|which account/,
    /Change that password from another computer/,
  ],
  [
    'My boss texted from a new number and wanted me to buy gift cards and send the codes, keep it quiet',
    'paid',
    'money',
    /gift card/i,
    /sort code/,
  ],
  [
    'The bank fraud team rang, our account is at risk, move the money to a safe account now',
    'paid',
    'money',
    /bank/i,
    /cable|password/i,
  ],
  [
    'Our supplier emailed and rang to say they have new bank details, pay the invoice there today',
    'paid',
    'money',
    /bank/i,
    /cable|password/i,
  ],
  ['Someone rang and asked for the staff list with home addresses', 'data', 'data', /./, /password|cable/],
  ['A man rang', 'computer', 'remote-access', /cable|wi-fi/i, /bank/],
  ['A man rang', 'installed', 'software', /cable|network/i, /bank/],
  ['A man rang', 'code', 'credentials', /IT desk/, /HR record/],
  ['A man rang', 'paid', 'money', /bank/i, /cable/],
  ['A man rang', 'data', 'data', /write down/i, /cable/],
];

describe('what to do when it has happened fits the call and the harm', () => {
  for (const [story, choice, harm, fitting, foreign] of rows)
    test(`${harm}: ${story}`, () => {
      const steps = stepsAfter(story, choice).find(({ title }) => title === titles[harm])?.items ?? [];
      assert.ok(steps.length > 0, 'no steps');
      assert.match(steps.slice(0, 3).join(' '), fitting);
      assert.doesNotMatch(steps.join(' '), foreign);
    });
});

test('an account that the answers say was reset for the caller gets the steps for it', () => {
  const told = say(initialState(), 'Someone rang and would not say much');
  const reset = tap(told.state, 'what-they-want', 'reset');
  const items = stepsOf(harmed(reset.state, 'code')).flatMap((block) => block.items);
  assert.match(items.join(' '), /which account/);
});

type StepsBlock = Extract<Block, { kind: 'steps' }>;

function stepsAfter(story: string, choice: string): StepsBlock[] {
  return stepsOf(harmed(say(initialState(), story).state, choice));
}

function stepsOf(effects: readonly Effect[]): StepsBlock[] {
  const card = effects.findLast((effect) => effect.kind === 'show')?.card;
  return card?.blocks.filter((block) => block.kind === 'steps') ?? [];
}

function harmed(state: ReturnType<typeof initialState>, choice: string): readonly Effect[] {
  const command = { verb: 'command', command: 'harmed' } as const;
  const asked = step(state, { kind: 'tapped', tap: command }, knowledge, context);
  const isAsked = asked.state.pending === 'already-done';
  return isAsked ? tap(asked.state, 'already-done', choice).effects : asked.effects;
}

function say(state: ReturnType<typeof initialState>, text: string): ReturnType<typeof step> {
  return step(state, { kind: 'said', text, masked: false }, knowledge, context);
}

function tap(
  state: ReturnType<typeof initialState>,
  question: string,
  choice: string,
): ReturnType<typeof step> {
  return step(state, { kind: 'tapped', tap: { verb: 'answer', question, choice } }, knowledge, context);
}
