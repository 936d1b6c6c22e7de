import type { AskedColleague, AttestAnswer, Check, CheckRecord, CheckStep } from '../../src/dialog/check.ts';
import type { Card } from '../../src/dialog/effect.ts';
import type { Colleague } from '../../src/domain/knowledge.ts';
import { after, offer, repeat, reply, text, withState, type Reply, type Talk } from '../talk.ts';
import { advance } from '../verification/advance.ts';
import { concludeAnew } from './conclude.ts';
import { proveColleague } from './prove.ts';
import { end, keep, later, newRecord, overCard, showCheck } from './record.ts';

/** So long whoever is asked has to answer before their deputy is. */
export const colleagueSeconds = 120;

export type ColleagueCheck = Extract<Check, { kind: 'colleague' }>;

/** "Did you just call me?": the colleague is asked in their own chat, then their deputy. */
export function askColleague(talk: Talk, colleague: Colleague): Reply {
  const claimed = claimColleague(talk);
  const record: CheckRecord = {
    ...newRecord(claimed, 'colleague', colleagueSeconds),
    about: colleague.name,
    asked: askedOf(colleague),
  };
  const shown = showCheck(claimed, askingCard(claimed, colleague.name, colleague.name));
  const left = deputiesOf(talk, colleague);
  const number = numberOf(talk, colleague);
  const check: ColleagueCheck = { kind: 'colleague', record, card: shown.id, number, left };
  return reply(withState(shown.talk, { check, pending: null, aside: null }), shown.effect, keep(record));
}

/** Whoever asks this has told us who the caller says they are. */
export function claimColleague(talk: Talk): Talk {
  const others = talk.state.answers.filter(({ question }) => question !== 'who-they-say');
  return withState(talk, {
    begun: true,
    rang: true,
    answers: [...others, { question: 'who-they-say', choices: ['manager'] }],
  });
}

function askedOf({ id, name, teamsId }: Colleague): AskedColleague {
  return { id, name, teamsId: teamsId ?? null };
}

/** One deputy: whoever is asked for a deputy's deputy knows too little of the call. */
function deputiesOf({ knowledge }: Talk, { id, deputy }: Colleague): string[] {
  return knowledge.colleagues.some((one) => one.id === deputy && one.id !== id) ? [deputy ?? ''] : [];
}

function askingCard(talk: Talk, asked: string, named: string): Omit<Card, 'id'> {
  const isDeputy = asked !== named;
  const slots = { name: named, asked };
  return {
    tone: 'caution',
    heading: text(talk, 'colleague.heading', slots),
    summary: text(talk, 'colleague.summary', slots),
    blocks: [
      { kind: 'text', text: text(talk, isDeputy ? 'colleague.text-deputy' : 'colleague.text', slots) },
      { kind: 'say', label: text(talk, 'label.say'), text: text(talk, 'colleague.say') },
    ],
    offers: [offer(talk, 'hung-up'), offer(talk, 'harmed'), offer(talk, 'person')],
  };
}

/** What came back from whoever was asked, or that nothing did. News of somebody who is not asked any more changes nothing. */
export function goOnWithColleague(talk: Talk, check: ColleagueCheck, step: CheckStep): Reply {
  switch (step.kind) {
    case 'answered':
      return step.asked === check.record.asked?.id ? takeAnswerOf(talk, check, step.answer) : reply(talk);
    case 'unreachable':
      return step.asked === check.record.asked?.id ? askNext(talk, check) : reply(talk);
    case 'due':
      return askNext(talk, check);
    case 'question':
    case 'withdrawn':
      return reply(talk);
  }
}

function takeAnswerOf(talk: Talk, check: ColleagueCheck, answer: AttestAnswer): Reply {
  if (answer === 'unsure') return askNext(talk, check);
  const outcome = answer === 'yes' ? 'genuine' : 'denied';
  const by = check.record.asked?.name ?? '';
  const { effect } = showCheck(talk, overCard(talk, `colleague.over-${answer}`, { name: by }), check.card);
  const ended = end(talk, check.record, outcome);
  const proof = { kind: 'colleague-confirmation', outcome, by, about: check.record.about ?? by } as const;
  const proved = proveColleague(ended.talk, proof);
  return after([effect, ended.effect, ...proved.effects], concludeAnew(proved.talk));
}

/** The deputy, if there is one; or nobody answered, which proves nothing. */
function askNext(talk: Talk, check: ColleagueCheck): Reply {
  const deputy = talk.knowledge.colleagues.find(({ id }) => id === check.left[0]);
  if (deputy === undefined) return giveUp(talk, check);
  const record: CheckRecord = {
    ...check.record,
    asked: askedOf(deputy),
    dueAt: later(talk.context.now, colleagueSeconds),
  };
  const { effect } = showCheck(talk, askingCard(talk, deputy.name, check.record.about ?? ''), check.card);
  const next: ColleagueCheck = { ...check, record, left: check.left.slice(1) };
  return reply(withState(talk, { check: next }), effect, keep(record));
}

function giveUp(talk: Talk, check: ColleagueCheck): Reply {
  const ended = end(talk, check.record, 'late');
  const key = check.number === null ? 'colleague.over-late' : 'colleague.over-late-ring';
  const slots = { name: check.record.about ?? '', number: check.number ?? '' };
  const { effect } = showCheck(talk, overCard(talk, key, slots), check.card);
  const next = ended.talk.state.answerCard === null ? advance(ended.talk) : repeat(ended.talk);
  return after([ended.effect, effect], next);
}

/** The web chat asks nobody to sign in. */
export function isOpenToAll({ context }: Talk): boolean {
  return context.person.channel === 'webchat';
}

/** A colleague's number is shown to whoever signed in, and to nobody else. */
function numberOf(talk: Talk, { number }: Colleague): string | null {
  return isOpenToAll(talk) ? null : (number ?? null);
}
