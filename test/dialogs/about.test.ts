import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step } from '../../dialogs/step.ts';
import type { Block } from '../../src/dialog/effect.ts';
import { initialState } from '../../src/dialog/state.ts';
import type { Figures } from '../../src/domain/figures.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const shipped = await loadedKnowledge();
const figures: Figures = {
  measuredOn: shipped.version,
  stories: 1000,
  genuine: 460,
  genuineToldStop: 9,
  scams: 490,
  scamsToldStop: 470,
  scamsToldStopOrRingBack: 487,
};

describe('the About card', () => {
  test('tells the version, and what was measured, in plain counts', () => {
    const told = about({ ...shipped, figures });
    assert.match(told, new RegExp(`This is version ${shipped.version} of them\\.`));
    assert.match(told, /Of 460 honest test calls, 9 were told to hang up\./);
    assert.match(told, /470 were told to stop\. Another 17 were told to ring back, and 3 got no warning\./);
    assert.doesNotMatch(told, /earlier version|%/);
  });

  test('says so when the figures are of another version, or there are none', () => {
    const earlier = { ...figures, measuredOn: '0123456789ab' };
    assert.match(about({ ...shipped, figures: earlier }), /come from an earlier version of the rules/);
    const none = about({ ...shipped, figures: undefined });
    assert.match(none, /has not been tried on test stories yet/);
    assert.doesNotMatch(none, /honest test calls/);
  });

  test('ends with the way to all that is known', () => {
    assert.deepEqual(aboutBlocks(shipped).at(-1), { kind: 'catalogue', label: 'All the scams we know' });
  });

  test('counts the entries that should have been reviewed', () => {
    assert.match(about(shipped, '2000-01-01T00:00:00.000Z'), /Every entry has been reviewed in time\./);
    const [all] = /\d{3} of (\d{3}) entries/.exec(about(shipped, '2100-01-01T00:00:00.000Z')) ?? [];
    assert.match(all ?? '', /^(\d+) of \1 entries$/);
  });
});

/** The words of the card, in one line. */
function about(knowledge: Knowledge, now?: string): string {
  return aboutBlocks(knowledge, now)
    .map((block) => (block.kind === 'text' ? block.text : ''))
    .join(' ');
}

function aboutBlocks(knowledge: Knowledge, now = '2026-11-21T10:00:00.000Z'): readonly Block[] {
  const context = {
    now,
    timeZone: 'Europe/London',
    activity: 'a1',
    person: { id: 'u1', name: undefined, channel: 'webchat' },
    language: 'en-GB',
    region: 'GB-ENG',
    caseReference: 'CASE-1',
    checkId: 'CHECK-1',
    desk: { name: 'the IT desk', phone: undefined },
    openOnDecisive: false,
  };
  const event = { kind: 'said', text: 'about', masked: false } as const;
  const { effects } = step(initialState(), event, knowledge, context);
  const cards = effects.flatMap((effect) => (effect.kind === 'show' ? [effect.card] : []));
  assert.equal(cards.length, 1);
  return cards[0]?.blocks ?? [];
}
