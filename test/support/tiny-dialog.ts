import { byPlace } from '../../src/domain/caller-clues.ts';
import type { Step } from '../../src/conversation/converse.ts';
import type { CaseBrief } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import type { Turn } from '../../src/dialog/turn.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { layOutWeights } from '../../src/domain/judging/weigh.ts';

/**
 * A dialog just big enough to see what the conversation does with any dialog: it counts what was said. A first word of
 * `case` opens a case or brings it up to date, `note` puts a line on it, `fail` throws.
 */
export const tinyStep: Step = (state, event, _knowledge, context) => {
  const said = event.kind === 'said' ? event.text : event.kind;
  const [verb] = said.split(' ');
  if (verb === 'fail') throw new Error('a secret detail');
  const story = [...state.story, said];
  const reference = state.opened?.reference ?? context.caseReference;
  const effects: Effect[] = [{ kind: 'say', text: `${story.length}: ${said}` }];
  if (verb === 'note') effects.push({ kind: 'remember', reference, note: 'called back' });
  if (verb !== 'case') return { state: { ...state, story }, effects };
  effects.push({ kind: 'open-case', reference, brief: briefOf(story) });
  const person = { id: 'u1', name: null, channel: 'webchat', language: 'en-GB' };
  const opened = { reference, harm: false, reason: 'asked-for-a-person', person } as const;
  return { state: { ...state, story, opened }, effects };
};

export function briefOf(story: readonly string[]): CaseBrief {
  return {
    headline: 'A caller asked for a code',
    priority: story.some((said) => said.includes('harm')) ? 'P1' : 'P3',
    reason: 'asked-for-a-person',
    live: 'unsure',
    story: story.join(' '),
    harm: [],
    person: { id: 'u1', name: undefined, contact: undefined, channel: 'webchat', language: 'en-GB' },
    caller: { claimed: undefined, numbers: [], withheld: false },
    ask: [],
    judgement: undefined,
    done: { told: [], answers: [], open: [] },
    actions: [],
    collect: [],
    knowledgeVersion: 'tiny',
  };
}

const noUpkeep = { sources: [], owner: 'nobody', reviewed: '2026-11-21', reviewBy: '2027-05-21' };

/** Knowledge with nothing in it but what to say when something went wrong. */
export const tinyKnowledge: Knowledge = {
  version: 'tiny',
  signals: [],
  scams: [],
  authorities: [],
  reporting: [],
  questions: [],
  playbooks: [],
  advice: [],
  shortCodes: [],
  numbers: [],
  directory: [],
  colleagues: [],
  wording: [
    {
      language: 'en-GB',
      sentences: {
        'went-wrong': 'Something went wrong. Quote {reference}.',
        'went-wrong.phone': 'Something went wrong. Ring {desk} on {phone} and quote {reference}.',
      },
      commands: {},
      fillers: [],
      corrections: [],
      questions: [],
      asides: {},
      emergencies: {},
      everyday: [],
      otherLanguages: {},
      rangBack: [],
      somebody: [],
      ringing: [],
      written: [],
    },
  ],
  weights: layOutWeights({
    trainedBy: 'nobody',
    stopAt: 1,
    concludeAt: 1,
    decisiveAt: 1,
    unsafeAt: 1,
    callAt: 1,
    risk: { intercept: 0, features: {} },
    topic: { intercept: 0, features: {} },
    unsafe: { intercept: 0, features: {} },
    signals: {},
  }),
  callers: { trainedBy: 'nobody', nobody: 0, clues: byPlace(() => ({})) },
  words: { spellings: {}, synonyms: {} },
  priorities: { ...noUpkeep, rows: [{ priority: 'P4', when: {}, why: 'it is a test' }] },
  collect: { ...noUpkeep, items: [] },
};

export function turnSaying(text: string, activity: string, conversation = 'c1'): Turn {
  return {
    channel: 'webchat',
    conversation,
    activity,
    client: 'main',
    person: { id: 'u1', name: undefined },
    at: '2026-11-21T10:00:00.000Z',
    language: 'en-GB',
    event: { kind: 'said', text, masked: false },
  };
}
