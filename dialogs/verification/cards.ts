import type { Block, Card } from '../../src/dialog/effect.ts';
import { tellSeenIn } from '../../src/dialog/words.ts';
import { adviceFor } from '../../src/domain/advice.ts';
import type { Advice, Assessment } from '../../src/domain/assessment.ts';
import { mayBeLive, offer, text, type Talk } from '../talk.ts';
import { offerCheck } from '../proving/offer.ts';
import { deniedText, provedLines } from './checked.ts';
import { ringHeld } from './numbers.ts';

type AnswerCard = Omit<Card, 'id'>;

/** Our answer on one card. The five look and read differently, so that none is taken for a mild form of another. */
export function answerCard(talk: Talk, assessment: Assessment): AnswerCard {
  const advice = adviceFor(assessment, talk.context.region, talk.knowledge);
  switch (assessment.verdict) {
    case 'stop-scam':
    case 'stop-unsafe':
      return stopCard(talk, assessment, advice);
    case 'call-back':
      return callBackCard(talk, assessment, advice);
    case 'unwanted':
      return unwantedCard(talk, advice);
    case 'proved':
      return provedCard(talk);
  }
}

/** One action, one reason, one line to say: nothing else fits in a hurried head. */
function stopCard(talk: Talk, assessment: Assessment, advice: Advice): AnswerCard {
  const live = mayBeLive(talk, assessment);
  const tense = live ? 'stop-live' : 'stop-ended';
  const reason = firstReason(talk, assessment);
  return {
    tone: 'stop',
    heading: text(talk, `${tense}.heading`),
    summary: text(talk, `${tense}.summary`, { reason: reason.text }),
    blocks: [reason, ...seenElsewhere(talk, advice).map(asBlock), sayBlock(talk, advice)],
    offers: [
      offer(talk, live ? 'hung-up' : 'steps'),
      offer(talk, 'harmed'),
      offer(talk, 'reasons'),
      ...offerCheck(talk, assessment),
      offer(talk, 'person'),
    ],
  };
}

function firstReason(talk: Talk, { identity, reasons }: Assessment): TextBlock {
  if (identity === 'disproved') return { kind: 'text', text: deniedText(talk) };
  const [first] = reasons;
  const rule = first?.kind === 'scam' ? { ...first, text: first.summary } : first?.rules[0];
  if (rule === undefined) return { kind: 'text', text: text(talk, 'stop.reason') };
  const { text: reason, entry } = rule;
  return { kind: 'text', text: reason, ...(entry && { entry }) };
}

/** A trick of other countries works here too, so who is told so is told both. */
export function seenElsewhere({ wording }: Talk, { seenIn }: Advice): string[] {
  return tellSeenIn(wording, seenIn);
}

function asBlock(line: string): TextBlock {
  return { kind: 'text', text: line };
}

type TextBlock = Extract<Block, { kind: 'text' }>;

/** The only card that offers the results of ringing back: without it there is nothing to prove. */
function callBackCard(talk: Talk, assessment: Assessment, advice: Advice): AnswerCard {
  const check = offerCheck(talk, assessment);
  return {
    tone: 'caution',
    heading: text(talk, 'call-back.heading'),
    summary: text(talk, 'call-back.summary'),
    blocks: [
      { kind: 'text', text: text(talk, 'call-back.text') },
      sayBlock(talk, advice),
      ringThem(talk, advice),
    ],
    offers: [
      ...check,
      offer(talk, 'called-back-genuine'),
      offer(talk, 'called-back-denied'),
      // Six buttons are what a phone shows; this one also works typed.
      ...(check.length > 0 ? [] : [offer(talk, 'no-answer')]),
      offer(talk, 'harmed'),
      offer(talk, 'reasons'),
      offer(talk, 'person'),
    ],
  };
}

/** More steps than these nobody follows with a caller in one ear. */
const mostSteps = 5;

/** How to ring the real one: never with a number from the caller. */
export function ringThem(talk: Talk, { steps }: Advice): Block {
  const items = [...ringHeld(talk), ...steps].slice(0, mostSteps);
  return { kind: 'steps', title: text(talk, 'call-back.title'), items };
}

function unwantedCard(talk: Talk, advice: Advice): AnswerCard {
  return {
    tone: 'calm',
    heading: text(talk, 'unwanted.heading'),
    summary: text(talk, 'unwanted.summary'),
    blocks: [
      ...[text(talk, 'unwanted.text'), ...seenElsewhere(talk, advice)].map(asBlock),
      sayBlock(talk, advice),
    ],
    offers: [offer(talk, 'reasons'), offer(talk, 'harmed'), offer(talk, 'person')],
  };
}

function provedCard(talk: Talk): AnswerCard {
  return {
    tone: 'calm',
    ...provedLines(talk),
    offers: [offer(talk, 'reasons'), offer(talk, 'person')],
  };
}

function sayBlock(talk: Talk, { say: [first] }: Advice): Block {
  return { kind: 'say', label: text(talk, 'label.say'), text: first };
}
