import { step, type Context } from '../../../dialogs/step.ts';
import { priorities } from '../../dialog/brief.ts';
import type { Effect, Offer } from '../../dialog/effect.ts';
import { initialState, readState, type ConversationState } from '../../dialog/state.ts';
import type { DialogEvent } from '../../dialog/turn.ts';
import type { Figures } from '../../domain/figures.ts';
import type { Knowledge, Question } from '../../domain/knowledge.ts';
import { maskSecrets } from '../../observability/redaction.ts';
import { askedEvent, clockEvent, colleagueEvent, deskEvent, fileNamed } from './act.ts';
import { heldByOrganisation, payments } from './held.ts';
import { later } from './later.ts';
import { readTranscript, type Entry, type Transcript } from './read.ts';
import { writeEffects } from './write.ts';

/** No conversation needs more answers that a file does not give. */
const mostSilentAnswers = 12;

/** A conversation while it is replayed. `reference` is the case that a technician's or the clock's line is about: the newest. */
type Play = {
  reference: string;
  state: ConversationState;
  context: Context;
  knowledge: Knowledge;
  offers: Offer[];
  lines: string[];
};

/**
 * Talks to the bot as the file's `user:` lines do and writes the file anew. An answer goes to the question above it;
 * a question that the file does not answer gets "Not sure". Throws when a line taps a button that nobody was offered.
 */
export function replay(text: string, knowledge: Knowledge): string {
  const transcript = readTranscript(text);
  const play = startPlay(transcript, knowledge);
  const left = [...transcript.entries];
  for (let silent = 0; left.length > 0 && silent <= mostSilentAnswers;) {
    const entry = takeEntry(left, play);
    if (entry === undefined) silent += 1;
    if (entry && isLeftOver(entry, play)) continue;
    act(play, entry ?? silentAnswer(play));
  }
  finish(play, transcript);
  return `${[...transcript.opening, ...play.lines].join('\n')}\n`;
}

function startPlay({ header }: Transcript, knowledge: Knowledge): Play {
  const context: Context = {
    now: header['clock'] ?? '2026-11-21T10:00:00.000Z',
    timeZone: 'Europe/London',
    activity: 'a1',
    person: { id: 'staff', name: header['person'], channel: header['channel'] ?? 'webchat' },
    language: header['language'] ?? 'en-GB',
    region: header['region'] ?? 'GB',
    caseReference: 'CASE-1',
    checkId: 'CHECK-a1',
    desk: { name: 'the IT desk', phone: '020 7946 0018' },
    openOnDecisive: header['decisive'] === 'opens a case',
    ...(header['answered'] !== undefined && { answerBy: promise(header['answered']) }),
    ...(header['holds'] !== undefined && { payments }),
  };
  const reference = context.caseReference;
  return {
    reference,
    state: initialState(),
    context,
    knowledge: header['holds'] === undefined ? asTried(knowledge) : heldByOrganisation(asTried(knowledge)),
    offers: [],
    lines: [],
  };
}

/** The same time for every priority. */
function promise(at: string): Context['answerBy'] {
  return Object.fromEntries(priorities.map((priority) => [priority, at]));
}

/** Version and figures change with every edit of any entry; a transcript is about words, so it always has these. */
function asTried(knowledge: Knowledge): Knowledge {
  const known = tried.get(knowledge);
  if (known) return known;
  const figures: Figures = {
    measuredOn: '0123456789ab',
    stories: 1467,
    genuine: 460,
    genuineToldStop: 9,
    scams: 490,
    scamsToldStop: 470,
    scamsToldStopOrRingBack: 490,
  };
  const made = { ...knowledge, version: figures.measuredOn, figures };
  tried.set(knowledge, made);
  return made;
}

const tried = new WeakMap<Knowledge, Knowledge>();

/** The next entry, unless a question stands that the file answers further down or not at all. */
function takeEntry(left: Entry[], play: Play): Entry | undefined {
  const asked = askedText(play);
  const at = asked === undefined ? 0 : left.findIndex(({ under }) => under === asked);
  return at === -1 ? undefined : left.splice(at, 1)[0];
}

/** An answer to a question that is not asked any more. */
function isLeftOver({ who, input, under }: Entry, play: Play): boolean {
  return (
    who.kind === 'user' &&
    play.state.technician === null &&
    under !== undefined &&
    askedText(play) === undefined &&
    input.startsWith('[')
  );
}

function silentAnswer(play: Play): Entry {
  const choice = findPending(play)?.choices.find(({ id }) => id === 'not-sure');
  return {
    who: { kind: 'user' },
    input: `[${choice?.label ?? 'Not sure'}]`,
    under: askedText(play),
    line: 0,
  };
}

function findPending({ state, knowledge }: Play): Question | undefined {
  return knowledge.questions.find(({ id }) => id === state.pending);
}

/** While a technician answers, no question waits. */
function askedText(play: Play): string | undefined {
  return play.state.technician === null ? findPending(play)?.text : undefined;
}

/** A question that was added at the end is answered too; a file that ends on a question ends there. */
function finish(play: Play, { endsOn }: Transcript): void {
  for (let silent = 0; silent < mostSilentAnswers; silent += 1) {
    const asked = askedText(play);
    if (asked === undefined || asked === endsOn) break;
    act(play, silentAnswer(play));
  }
  if (!play.lines.some((line) => line.startsWith('handoff:'))) play.lines.push('handoff: none');
}

function act(play: Play, entry: Entry): void {
  const event = eventOf(entry, play);
  const { state, effects } = step(play.state, withPhrase(event, entry), play.knowledge, play.context);
  play.state = survive(state);
  play.lines.push(
    ...`${labelOf(entry)}: ${entry.input}`.replaceAll('\n', '\n    ').split('\n'),
    ...writeEffects(effects),
    '',
  );
  play.offers.unshift(...effects.flatMap(offersOf));
  play.context = withNextTurn(play.context);
  const used = play.state.opened?.reference === play.context.caseReference;
  if (used) play.reference = play.context.caseReference;
  if (used) play.context = withNextReference(play.context);
}

/** What a passphrase was is not in the file either, only whether it fitted. */
function withPhrase(event: DialogEvent, { input }: Entry): DialogEvent {
  const phrase = phrases.get(input);
  return event.kind === 'said' && phrase !== undefined ? { ...event, text: '', phrase } : event;
}
const phrases = new Map<string, 'right' | 'wrong'>([
  ['(the right passphrase)', 'right'],
  ['(a wrong passphrase)', 'wrong'],
]);

function labelOf({ who }: Entry): string {
  return who.kind === 'technician' || who.kind === 'colleague' ? `${who.kind} ${who.name}` : who.kind;
}

/** What is stored between turns is read back before the next, as it is in service. */
function survive(state: ConversationState): ConversationState {
  const stored: unknown = JSON.parse(JSON.stringify(state));
  const read = readState(stored);
  if (!read) throw new Error(`the state could not be read back: ${JSON.stringify(stored)}`);
  return read;
}

function eventOf(entry: Entry, play: Play): DialogEvent {
  switch (entry.who.kind) {
    case 'user':
      return personEvent(entry, play);
    case 'technician':
      return deskEvent(entry, entry.who.name, { reference: play.reference, check: play.state.check });
    case 'colleague':
      return colleagueEvent(entry, play.state.check);
    case 'asked':
      return askedEvent(entry, play.context.now);
    case 'clock':
      return later(entry, play) ?? clockEvent(entry, play.reference);
  }
}

/**
 * `[Label]` taps a button, `[A + B]` takes several choices, `(joins)` opens the chat, `(sends the file a.png)` sends a file and
 * `(sends a poll)` something that is neither text nor a file.
 */
function personEvent({ input, line }: Entry, { offers }: Play): DialogEvent {
  if (input === '(joins)') return { kind: 'joined' };
  const file = /^\(sends the file (.+)\)$/.exec(input)?.[1];
  if (file !== undefined) return { kind: 'said', text: '', masked: false, files: [fileNamed(file)] };
  const sent = /^\(sends (.+)\)$/.exec(input)?.[1];
  if (sent !== undefined) return { kind: 'unsupported', what: sent };
  const labels = /^\[(.+)\]$/.exec(input)?.[1]?.split(' + ');
  if (!labels) return { kind: 'said', ...maskSecrets(input) };
  const taps = labels.map((label) => tapOf(label, offers, line));
  const answers = taps.flatMap((tap) => (tap.verb === 'answer' ? [tap] : []));
  const [first] = answers;
  return first && answers.length > 1
    ? {
        kind: 'tapped',
        tap: { verb: 'answers', question: first.question, choices: answers.map(({ choice }) => choice) },
      }
    : { kind: 'tapped', tap: taps[0]! };
}

function tapOf(label: string, offers: readonly Offer[], line: number): Offer['tap'] {
  const offered = offers.find((one) => one.label === label);
  if (offered) return offered.tap;
  const known = [...new Set(offers.map((one) => one.label))].join(' | ');
  throw new Error(
    `line ${line}: nobody was offered [${label}]; write one of [${known}], or type it without brackets`,
  );
}

function offersOf(effect: Effect): readonly Offer[] {
  if (effect.kind === 'ask') return effect.offers;
  return effect.kind === 'show' ? effect.card.offers : [];
}

function withNextTurn(context: Context): Context {
  const activity = `a${Number(context.activity.slice(1)) + 1}`;
  return { ...context, activity, checkId: `CHECK-${activity}` };
}

function withNextReference(context: Context): Context {
  const number = Number(context.caseReference.split('-')[1]) + 1;
  return { ...context, caseReference: `CASE-${number}` };
}
