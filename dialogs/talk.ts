import type { Priority } from '../src/dialog/brief.ts';
import type { Card, Effect, Offer } from '../src/dialog/effect.ts';
import { initialState, type ConversationState } from '../src/dialog/state.ts';
import type { Command } from '../src/dialog/turn.ts';
import { isWritten } from '../src/dialog/typed.ts';
import { sentence } from '../src/dialog/words.ts';
import { assess } from '../src/domain/assess.ts';
import type { Assessment } from '../src/domain/assessment.ts';
import type { KnownCampaigns } from '../src/domain/campaigns.ts';
import type { Call } from '../src/domain/evidence.ts';
import type { Choice, Knowledge, Question, Wording } from '../src/domain/knowledge.ts';
import { withNumbers } from '../src/numbers/check.ts';
import { readable } from './story.ts';
import { heardChoices, noneOf } from './verification/heard.ts';

/**
 * What a turn knows besides the state. `caseReference` is used when this turn opens a case; `now` is ISO 8601; `timeZone` is the
 * organisation's, an IANA name; `activity` is the id of the turn; with `openOnDecisive` a verdict that says to hang up opens a case by
 * itself.
 */
export type Context = {
  now: string;
  timeZone: string;
  activity: string;
  person: { id: string; name: string | undefined; channel: string };
  language: string;
  region: string;
  caseReference: string;
  /** The id of a check that this turn begins. */
  checkId: string;
  desk: { name: string; phone: string | undefined };
  openOnDecisive: boolean;
  /** When somebody should have taken a case that is opened now (ISO 8601), by its priority; left out where nobody promised. */
  answerBy?: Partial<Readonly<Record<Priority, string>>>;
  /** Others read along in this conversation. */
  shared?: boolean;
  /** Payments above this amount need a second way to check who asks; left out where the organisation named none. */
  payments?: { above: number; currency: string };
  /** Calls that colleagues and others told of, as far from being readable as they are kept; left out where nobody compares. */
  campaigns?: KnownCampaigns;
};

/** One turn as every dialog sees it. */
export type Talk = { state: ConversationState; knowledge: Knowledge; context: Context; wording: Wording };

export type Reply = { state: ConversationState; effects: Effect[] };

/** The same turn with some of its state changed. */
export function withState(talk: Talk, changes: Partial<ConversationState>): Talk {
  return { ...talk, state: { ...talk.state, ...changes } };
}

/** More cases than this nobody takes up again in one conversation. */
const earlierKept = 20;

/** Forgets the call but not its case: that stays with the technicians, who may still answer for it here. */
export function forget(talk: Talk): Talk {
  const { opened, earlier, cards, asks, settled, contact, alerts, attesting } = talk.state;
  const left = opened ? [{ reference: opened.reference, closed: false }] : [];
  return withState(talk, {
    ...initialState(),
    begun: true,
    cards,
    asks,
    settled,
    cardsBefore: cards,
    contact,
    alerts,
    attesting,
    earlier: [...earlier, ...left].slice(-earlierKept),
  });
}

/** Ends the turn with these effects. */
export function reply(talk: Talk, ...effects: Effect[]): Reply {
  return { state: talk.state, effects };
}

/** Puts effects in front of a reply. */
export function after(effects: readonly Effect[], replied: Reply): Reply {
  return { ...replied, effects: [...effects, ...replied.effects] };
}

/** Fills a sentence; the desk and the open case can be named in every one. */
export function text(
  { wording, context, state }: Talk,
  key: string,
  slots: Record<string, string> = {},
): string {
  const reference = state.opened?.reference ?? context.caseReference;
  return sentence(wording, key, {
    desk: context.desk.name,
    phone: context.desk.phone ?? '',
    reference,
    ...slots,
  });
}

export function say(talk: Talk, key: string, slots: Record<string, string> = {}): Effect {
  return { kind: 'say', text: text(talk, key, slots) };
}

/** A line for the technician, when there is a case to put it on. */
export function remember(talk: Talk, key: string, slots: Record<string, string> = {}): Effect[] {
  const { opened } = talk.state;
  return opened ? [{ kind: 'remember', reference: opened.reference, note: text(talk, key, slots) }] : [];
}

export function offer(talk: Talk, command: Command, label = `button.${command}`): Offer {
  return { label: text(talk, label), tap: { verb: 'command', command } };
}

/** Shows a card under an id of its own. */
export function show(
  talk: Talk,
  name: string,
  card: Omit<Card, 'id'>,
): { talk: Talk; effect: Effect; id: string } {
  const cards = talk.state.cards + 1;
  const id = `${name}-${cards}`;
  return { talk: withState(talk, { cards }), effect: { kind: 'show', card: { id, ...card } }, id };
}

/** The call as far as it is known, with its numbers checked. */
export function callOf({ state, context, knowledge }: Pick<Talk, 'state' | 'context' | 'knowledge'>): Call {
  const { story, answers, proofs } = state;
  return withNumbers({ story: readable(story), answers, proofs, region: context.region }, knowledge);
}

/**
 * The judgement of what is known now: worked out each time and never stored. A turn asks for it several times, so the
 * last one of a call is remembered for as long as the turn holds the very same story, answers and proofs.
 */
export function judge(talk: Talk): Assessment {
  const { state, knowledge, context } = talk;
  const before = judged.get(state.answers);
  if (before?.state.story === state.story && before.state.proofs === state.proofs)
    if (before.knowledge === knowledge && before.context.region === context.region) return before.assessment;
  const assessment = assess(callOf(talk), knowledge);
  judged.set(state.answers, { ...talk, assessment });
  return assessment;
}

const judged = new WeakMap<ConversationState['answers'], Talk & { assessment: Assessment }>();

/** Whether somebody may still be on the line. Of a text or an email nobody is told to hang up, unless they say that there is a call. */
export function mayBeLive({ state, wording }: Talk, { live }: Assessment): boolean {
  return live === 'yes' || (live === 'unsure' && !isWritten(state.story.join('\n'), wording));
}

/** The two verdicts that tell to hang up. */
export function isStop({ verdict }: Assessment): boolean {
  return verdict === 'stop-scam' || verdict === 'stop-unsafe';
}

export function findQuestion(talk: Talk, id: string | null): Question | undefined {
  return talk.knowledge.questions.find((question) => question.id === id);
}

/** The choices of a question as they are shown: beside what the story told already, "nothing" is nothing else. */
export function labelled(talk: Talk, question: Question): readonly Choice[] {
  const none = heardChoices(question, judge(talk)).length > 0 ? noneOf(question) : undefined;
  return question.choices.map((choice) =>
    choice === none ? { ...choice, label: text(talk, 'heard.none') } : choice,
  );
}

/** Puts a question; it stays pending until it is answered, settled or dropped. */
export function ask(talk: Talk, question: Question): Reply {
  const offers = labelled(talk, question).map(({ id, label }): Offer => ({
    label,
    tap: { verb: 'answer', question: question.id, choice: id },
  }));
  const asks = talk.state.asks + 1;
  const asked = { id: `ask-${asks}`, question: question.id, text: question.text };
  return reply(withState(talk, { pending: question.id, begun: true, asks, asked }), {
    kind: 'ask',
    ...asked,
    offers,
    many: question.many,
  });
}

/** Says something and puts the pending question again, so that no interruption loses it. */
export function repeat(talk: Talk, ...effects: Effect[]): Reply {
  const pending = findQuestion(talk, talk.state.pending);
  return after(effects, pending ? ask(talk, pending) : reply(talk));
}
