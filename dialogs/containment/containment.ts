import type { Block, Effect } from '../../src/dialog/effect.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Harm } from '../../src/domain/evidence.ts';
import { openCase } from '../handoff/handoff.ts';
import {
  after,
  ask,
  findQuestion,
  judge,
  offer,
  reply,
  say,
  show,
  text,
  withState,
  type Reply,
  type Talk,
} from '../talk.ts';
import { advance, concludeEffect } from '../verification/advance.ts';

/** The question that containment asks when it is not clear what happened. */
export const harmQuestion = 'already-done';

/** The person says that something has happened: ask what, unless the story told us. */
export function reportHarm(talk: Talk): Reply {
  const known = judge(talk).harm.length > 0;
  return known && talk.state.dialog === 'verification' ? contain(talk) : askWhatHappened(talk);
}

function askWhatHappened(talk: Talk): Reply {
  const question = findQuestion(talk, harmQuestion);
  if (!question) return containUnsure(talk);
  return after(
    [say(talk, 'containment.no-blame')],
    ask(withState(talk, { dialog: 'containment' }), question),
  );
}

/** Goes on from the answer to what happened. */
export function takeHarmAnswer(talk: Talk, choices: readonly string[]): Reply {
  const assessment = judge(talk);
  if (assessment.harm.length > 0) return contain(talk);
  if (choices.includes('not-sure')) return containUnsure(talk);
  const calmed = withState(talk, { dialog: 'verification', pending: null });
  return after([say(talk, 'containment.none')], calmed.state.answerCard ? reply(calmed) : advance(calmed));
}

/** What limits the damage, in order and without blame; and a case at the top priority. */
export function contain(talk: Talk): Reply {
  const assessment = judge(talk);
  return showSteps(
    talk,
    assessment,
    assessment.harm.map((harm) => harmBlock(talk, harm)),
  );
}

function containUnsure(talk: Talk): Reply {
  const title = text(talk, 'containment.title-unsure');
  const items = [text(talk, 'containment.unsure-step')];
  const steps = showSteps(talk, judge(talk), [{ kind: 'steps', title, items }]);
  return after([say(talk, 'containment.unsure')], steps);
}

function harmBlock(talk: Talk, harm: Harm): StepsBlock {
  const playbook = talk.knowledge.playbooks.find((one) => one.harm === harm);
  return {
    kind: 'steps',
    title: text(talk, `containment.title-${harm}`),
    items: playbook?.staff ?? [text(talk, 'containment.unsure-step')],
  };
}

type StepsBlock = Extract<Block, { kind: 'steps' }>;

function showSteps(talk: Talk, assessment: Assessment, steps: readonly StepsBlock[]): Reply {
  const thank = talk.state.dialog === 'containment' ? [] : [say(talk, 'containment.no-blame')];
  const opened = openCase(withState(talk, { dialog: 'containment', begun: true, pending: null }), 'harm');
  const hangUp = assessment.live === 'no' ? [] : [text(talk, 'containment.live')];
  const first = hangUp[0] ?? steps[0]?.items[0] ?? '';
  const summary = text(talk, 'containment.summary', { step: first });
  const shown = show(opened.talk, 'contain', {
    tone: 'stop',
    heading: text(talk, 'containment.heading'),
    summary,
    blocks: [
      ...hangUp.map((line): Block => ({ kind: 'text', text: line })),
      ...steps,
      caseFacts(opened.talk),
    ],
    offers: [
      offer(talk, 'harmed', 'button.more-happened'),
      offer(talk, 'reasons'),
      offer(talk, 'report'),
      offer(talk, 'person'),
    ],
  });
  const told = [...talk.state.told, summary];
  const ended = withState(shown.talk, { answerCard: shown.id, told });
  return reply(
    ended,
    ...thank,
    concludeEffect(assessment),
    shown.effect,
    ...opened.effects,
    openedLine(talk, ended),
  );
}

function caseFacts(talk: Talk): Block {
  const { phone } = talk.context.desk;
  const ring = { name: text(talk, 'containment.desk'), value: text(talk, 'containment.desk-value') };
  const reference = { name: text(talk, 'containment.case'), value: talk.state.opened?.reference ?? '' };
  return { kind: 'facts', rows: phone === undefined ? [reference] : [ring, reference] };
}

function openedLine(before: Talk, talk: Talk): Effect {
  return say(talk, before.state.opened ? 'containment.updated' : 'containment.opened');
}
