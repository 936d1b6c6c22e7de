import type { Technician } from '../../src/dialog/brief.ts';
import type { Check, CheckRecord, ThreeWords } from '../../src/dialog/check.ts';
import type { Card, Effect } from '../../src/dialog/effect.ts';
import type { DeskAct } from '../../src/dialog/turn.ts';
import { openCase, refreshCase } from '../handoff/open-case.ts';
import { whoIs } from '../handoff/who.ts';
import { after, offer, repeat, reply, say, text, withState, type Reply, type Talk } from '../talk.ts';
import { advance } from '../verification/advance.ts';
import { concludeAnew } from './conclude.ts';
import { prove } from './prove.ts';
import { end, isLate, keep, later, newRecord, overCard, showCheck } from './record.ts';

/** So long the technicians have to say that it is one of them, and then the caller to say the words. */
export const technicianSeconds = 60;

export type TechnicianCheck = Extract<Check, { kind: 'technician' }>;

/** "Someone says they're from our IT": a case, and everybody at the desk is asked at once. */
export function askTechnicians(asked: Talk): Reply {
  const { check } = asked.state;
  if (check?.kind === 'technician') return repeatCheck(asked, check);
  const opened = openForCheck(claimOurIt(asked));
  const { talk } = opened;
  const record = { ...newRecord(talk, 'technician', technicianSeconds), about: text(talk, 'our-it.about') };
  const shown = showCheck(talk, waitingCard(talk));
  const state = {
    check: { kind: 'technician', record, card: shown.id } as const,
    pending: null,
    aside: null,
  };
  return reply(withState(shown.talk, state), shown.effect, ...opened.effects, keep(record));
}

/** Whoever asks this has told us who the caller says they are. */
function claimOurIt(talk: Talk): Talk {
  const others = talk.state.answers.filter(({ question }) => question !== 'who-they-say');
  return withState(talk, {
    begun: true,
    rang: true,
    answers: [...others, { question: 'who-they-say', choices: ['our-it'] }],
  });
}

function openForCheck(talk: Talk): { talk: Talk; effects: Effect[] } {
  return talk.state.opened === null ? openCase(talk, 'check') : { talk, effects: refreshCase(talk) };
}

function repeatCheck(talk: Talk, { record, card }: TechnicianCheck): Reply {
  const { effect } = showCheck(talk, cardOf(talk, record), card);
  return reply(talk, effect);
}

function cardOf(talk: Talk, { technician, words }: CheckRecord): Omit<Card, 'id'> {
  return technician === null || words === null ? waitingCard(talk) : wordsCard(talk, technician, words);
}

function waitingCard(talk: Talk): Omit<Card, 'id'> {
  return {
    tone: 'caution',
    heading: text(talk, 'our-it.heading'),
    summary: text(talk, 'our-it.summary'),
    blocks: [
      { kind: 'text', text: text(talk, 'our-it.text') },
      { kind: 'say', label: text(talk, 'label.say'), text: text(talk, 'our-it.say') },
    ],
    offers: [offer(talk, 'hung-up'), offer(talk, 'harmed')],
  };
}

/** The words stand in a block of their own: they are in no summary, notification or spoken text. */
function wordsCard(talk: Talk, { name }: Technician, words: ThreeWords): Omit<Card, 'id'> {
  const who = whoIs(talk, name);
  return {
    tone: 'caution',
    heading: text(talk, 'words.heading'),
    summary: text(talk, 'words.summary', { who }),
    blocks: [
      { kind: 'text', text: text(talk, 'words.text', { who }) },
      { kind: 'say', label: text(talk, 'words.ask'), text: text(talk, 'words.say') },
      { kind: 'words', label: text(talk, 'words.label'), words },
      { kind: 'text', text: text(talk, 'words.limit') },
    ],
    offers: [offer(talk, 'words-right'), offer(talk, 'words-wrong'), offer(talk, 'words-asked')],
  };
}

type Claim = Extract<DeskAct, { kind: 'its-me' }>;

/**
 * A technician says that it was they who rang. The first one has it, while it is open and in time; the words are for their eyes and
 * the person's. Whoever asks cannot answer: they would read the words to a caller who has none.
 */
export function claimCall(talk: Talk, by: Technician, { check: id, words, own }: Claim): Reply {
  const { check } = talk.state;
  if (check?.kind !== 'technician' || check.record.id !== id || isLate(talk, check.record))
    return refuse(talk, 'too-late');
  if (own) return refuse(talk, 'own-check');
  const holder = check.record.technician;
  if (holder !== null) return holder.id === by.id ? reply(talk) : refuse(talk, 'taken', holder);
  const record: CheckRecord = {
    ...check.record,
    stage: 'words',
    technician: by,
    words,
    dueAt: later(talk.context.now, technicianSeconds),
  };
  const { effect } = showCheck(talk, wordsCard(talk, by, words), check.card);
  return reply(withState(talk, { check: { ...check, record } }), effect, keep(record));
}

function refuse(talk: Talk, reason: 'too-late' | 'taken' | 'own-check', holder?: Technician): Reply {
  return reply(talk, { kind: 'refuse', reason, holder });
}

/** What the caller said when they were asked for the words. Only while the words count, and once. */
export function takeWordsHeard(talk: Talk, heard: 'right' | 'wrong' | 'asked'): Reply {
  const { check } = talk.state;
  if (check?.kind !== 'technician' || check.record.technician === null)
    return repeat(talk, say(talk, 'words.none'));
  if (isLate(talk, check.record)) return endTechnicianCheck(talk, check);
  const { name } = check.record.technician;
  const outcome = heard === 'right' ? 'genuine' : 'denied';
  return settle(talk, check, { outcome, by: name, told: `words.over-${heard}` });
}

/** Nobody in our IT said that it is them: that is an answer. Words that nobody said in time are none. */
export function endTechnicianCheck(talk: Talk, check: TechnicianCheck): Reply {
  if (check.record.technician === null)
    return settle(talk, check, { outcome: 'nobody', by: undefined, told: 'our-it.nobody' });
  const ended = end(talk, check.record, 'late');
  const { effect } = showCheck(talk, overCard(talk, 'words.over-late'), check.card);
  const next = ended.talk.state.answerCard === null ? advance(ended.talk) : repeat(ended.talk);
  return after([ended.effect, effect], next);
}

type Settled = { outcome: 'genuine' | 'denied' | 'nobody'; by: string | undefined; told: string };

function settle(talk: Talk, check: TechnicianCheck, { outcome, by, told }: Settled): Reply {
  const { effect } = showCheck(talk, overCard(talk, told, { name: by ?? '' }), check.card);
  const ended = end(talk, check.record, outcome);
  const proved = prove(ended.talk, {
    kind: 'technician-code',
    outcome: outcome === 'genuine' ? 'genuine' : 'denied',
    ...(by !== undefined && { by }),
  });
  return after([effect, ended.effect, ...proved.effects], concludeAnew(proved.talk));
}
