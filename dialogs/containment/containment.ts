import type { Block } from '../../src/dialog/effect.ts';
import { localScam } from '../../src/domain/advice.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Harm } from '../../src/domain/evidence.ts';
import { askContact } from '../handoff/contact.ts';
import { answerLine } from '../handoff/handoff.ts';
import { openCase } from '../handoff/open-case.ts';
import {
  after,
  ask,
  findQuestion,
  judge,
  mayBeLive,
  offer,
  repeat,
  reply,
  say,
  show,
  text,
  withState,
  type Reply,
  type Talk,
} from '../talk.ts';
import { advance, concludeEffect } from '../verification/advance.ts';
import { findPlaybook } from './playbook.ts';

/** Nobody follows more than three steps, as in a playbook. */
const mostSteps = 3;

/** The question that containment asks when it is not clear what happened. */
export const harmQuestion = 'already-done';

/** The person says that something has happened: ask what, unless the story told us. */
export function reportHarm(talk: Talk): Reply {
  const known = judge(talk).harm.length > 0;
  return known && talk.state.dialog === 'verification' ? contain(talk) : askWhatHappened(talk);
}

function askWhatHappened(talk: Talk): Reply {
  const question = findQuestion(talk, harmQuestion);
  if (!question) return contain(talk);
  return after(
    [say(talk, 'containment.no-blame')],
    ask(withState(talk, { dialog: 'containment' }), question),
  );
}

/** Goes on from the answer to what happened. */
export function takeHarmAnswer(talk: Talk, choices: readonly string[]): Reply {
  const assessment = judge(talk);
  const isMore = choices.some((choice) => choice !== 'none' && choice !== 'not-sure');
  if (assessment.harm.length > 0 && talk.state.opened?.harm && !isMore)
    return repeat(talk, say(talk, 'containment.no-more'));
  if (assessment.harm.length > 0) return contain(talk);
  if (choices.includes('not-sure')) return after([say(talk, 'containment.unsure')], contain(talk));
  const calmed = withState(talk, { dialog: 'verification', pending: null });
  return after([say(talk, 'containment.none')], calmed.state.answerCard ? reply(calmed) : advance(calmed));
}

/** What limits the damage, in order and without blame; a case at the top priority; and who to ring, since the device may go offline. */
export function contain(talk: Talk): Reply {
  const assessment = judge(talk);
  const thank = talk.state.dialog === 'containment' ? [] : [say(talk, 'containment.no-blame')];
  const told = [...talk.state.told, summaryOf(talk, assessment)];
  const contained = withState(talk, { dialog: 'containment', begun: true, pending: null, told });
  const opened = openCase(contained, 'harm');
  const opening = say(opened.talk, talk.state.opened ? 'containment.updated' : 'containment.opened');
  const shown = showContainment(opened.talk);
  const answer = talk.state.opened ? [] : answerLine(opened.talk, opened.effects);
  const effects = [
    ...thank,
    concludeEffect(assessment),
    ...shown.effects,
    ...opened.effects,
    opening,
    ...answer,
  ];
  return after(effects, askContact({ ...talk, state: shown.state }));
}

/** The card with the steps, which may be shown again at any time. */
export function showContainment(talk: Talk): Reply {
  const assessment = judge(talk);
  const lines = hangUpLines(talk, assessment).map((line): Block => ({ kind: 'text', text: line }));
  const shown = show(talk, 'contain', {
    tone: 'stop',
    heading: text(talk, 'containment.heading'),
    summary: summaryOf(talk, assessment),
    blocks: [...lines, ...stepsOf(talk, assessment), caseFacts(talk)],
    offers: [
      offer(talk, 'harmed', 'button.more-happened'),
      offer(talk, 'reasons'),
      offer(talk, 'report'),
      offer(talk, 'person'),
    ],
  });
  return reply(withState(shown.talk, { answerCard: shown.id }), shown.effect);
}

function summaryOf(talk: Talk, assessment: Assessment): string {
  const step = hangUpLines(talk, assessment)[0] ?? stepsOf(talk, assessment)[0]?.items[0] ?? '';
  return text(talk, 'containment.summary', { step });
}

function hangUpLines(talk: Talk, assessment: Assessment): string[] {
  if (!mayBeLive(talk, assessment)) return [];
  return [text(talk, assessment.live === 'yes' ? 'containment.live' : 'containment.live-unsure')];
}

function stepsOf(talk: Talk, assessment: Assessment): StepsBlock[] {
  if (assessment.harm.length > 0) return assessment.harm.map((harm) => harmBlock(talk, assessment, harm));
  const items = [text(talk, 'containment.unsure-step')];
  return [{ kind: 'steps', title: text(talk, 'containment.title-unsure'), items }];
}

function harmBlock(talk: Talk, assessment: Assessment, harm: Harm): StepsBlock {
  const items = scamSteps(talk, assessment, harm) ?? findPlaybook(talk, assessment, harm)?.staff;
  return {
    kind: 'steps',
    title: text(talk, `containment.title-${harm}`),
    items: items ?? [text(talk, 'containment.unsure-step')],
  };
}

/** What the scam itself asks for: gift cards are not stopped by a bank, nor a banking code by the IT desk. */
function scamSteps(
  { knowledge, context }: Talk,
  assessment: Assessment,
  harm: Harm,
): readonly string[] | undefined {
  return localScam(assessment, context.region, knowledge)?.ifHarmed[harm]?.slice(0, mostSteps);
}

type StepsBlock = Extract<Block, { kind: 'steps' }>;

function caseFacts(talk: Talk): Block {
  const { phone } = talk.context.desk;
  const ring = { name: text(talk, 'containment.desk'), value: text(talk, 'containment.desk-value') };
  const reference = { name: text(talk, 'containment.case'), value: talk.state.opened?.reference ?? '' };
  return { kind: 'facts', rows: phone === undefined ? [reference] : [ring, reference] };
}
