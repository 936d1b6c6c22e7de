import { defang } from '../../../dialog/defang.ts';
import type { Block, Card } from '../../../dialog/effect.ts';
import { sentence } from '../../../dialog/words.ts';
import type { Assessment, Reason } from '../../../domain/assessment.ts';
import type { Wording } from '../../../domain/knowledge.ts';

/** What was found out about a message. `verifyBy` is how to reach whoever it says it is from, if we know. */
export type Judged = { assessment: Assessment; verifyBy: string | undefined; wasCut: boolean };

/** What to do about a message that somebody was sent, and why. Nothing in a message can be proved by itself. */
export function messageCard(judged: Judged, wording: Wording): Card {
  const look = lookOf(judged.assessment);
  const told = (part: string, slots: Record<string, string> = {}): string =>
    sentence(wording, `message.${look}.${part}`, slots);
  const [first] = judged.assessment.reasons;
  const reason = (first && ruleIn(first)) ?? sentence(wording, 'stop.reason');
  return {
    id: 'message',
    tone: tones[look],
    heading: told('heading'),
    summary: told('summary', { reason }),
    blocks: [
      ...(judged.wasCut ? [line(sentence(wording, 'message.cut'))] : []),
      line(look === 'stop' ? reason : told('text')),
      ...stepsFor(look, judged, wording),
      ...reasonsIn(judged.assessment),
    ],
    offers: [],
  };
}

type Look = 'stop' | 'check' | 'selling' | 'nothing';
const tones: Readonly<Record<Look, Card['tone']>> = {
  stop: 'stop',
  check: 'caution',
  selling: 'calm',
  nothing: 'calm',
};

/** No proof is ever at hand here, so whatever is not worse is to be checked. */
function lookOf({ verdict, topic, requestRisk, reasons }: Assessment): Look {
  switch (verdict) {
    case 'stop-scam':
    case 'stop-unsafe':
      return 'stop';
    case 'unwanted':
      return 'selling';
    case 'call-back':
    case 'proved':
      return topic === 'other' && requestRisk === 'none-stated' && reasons.length === 0 ? 'nothing' : 'check';
  }
}

function ruleIn(reason: Reason): string | undefined {
  return reason.kind === 'scam' ? reason.summary : reason.rules[0]?.text;
}

function stepsFor(look: Look, { verifyBy }: Judged, wording: Wording): Block[] {
  if (look === 'selling' || look === 'nothing') return [];
  const items = [
    ...(look === 'stop' ? [sentence(wording, 'message.step.leave')] : []),
    sentence(wording, 'message.step.ring'),
    ...(verifyBy === undefined ? [] : [withoutHangingUp(verifyBy, wording)]),
    sentence(wording, 'message.step.done'),
  ];
  return [{ kind: 'steps', title: sentence(wording, 'steps.heading'), items }];
}

/** Nobody is on the line. */
function withoutHangingUp(step: string, wording: Wording): string {
  const openings = sentence(wording, 'steps.hanging-up').split(' | ');
  const opening = openings.find((one) => step.startsWith(`${one} `));
  return opening === undefined ? step : step.slice(opening.length + 1);
}

/** More reasons than these only repeat the first. */
const reasonsShown = 3;

function reasonsIn({ reasons }: Assessment): Block[] {
  if (reasons.length === 0) return [];
  const shown = reasons
    .slice(0, reasonsShown)
    .map((reason) => (reason.kind === 'told' ? { ...reason, quote: defang(reason.quote) } : reason));
  return [{ kind: 'reasons', reasons: shown }];
}

function line(text: string): Block {
  return { kind: 'text', text };
}
