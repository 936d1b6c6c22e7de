import type { FileRef, Outcome, Technician } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import type { DeskAct, DialogEvent } from '../../src/dialog/turn.ts';
import { claimCall } from '../proving/technician.ts';
import { after, forget, repeat, reply, say, text, withState, type Reply, type Talk } from '../talk.ts';
import { timeInWords } from './time.ts';
import { refreshCase } from './open-case.ts';
import { whoIs } from './who.ts';

type DeskEvent = Extract<DialogEvent, { kind: 'desk' }>;
type HolderAct = Exclude<DeskAct, { kind: 'join' | 'assign' | 'reopen' | 'its-me' }>;
type Assigning = Extract<DeskAct, { kind: 'assign' }>;
type ClockEvent = Extract<DialogEvent, { kind: 'clock' }>;
type Refusal = Extract<Effect, { kind: 'refuse' }>['reason'];
/** A case of this conversation, and whoever acts on it. */
type Acting = { reference: string; by: Technician };

/** What a technician does in this conversation. Nothing happens, and they are told why, when the case is not theirs. */
export function takeDeskAct(talk: Talk, { case: reference, by, act }: DeskEvent): Reply {
  const standing = standingOf(talk, reference);
  if (standing === 'unknown') return refuse(talk, 'no-case');
  if (act.kind === 'reopen') return reopen(talk, { reference, by }, standing === 'closed');
  if (standing === 'closed') return refuse(talk, 'closed');
  if (act.kind === 'its-me') return claimCall(talk, by, act);
  if (act.kind === 'join') return join(talk, { reference, by }, act.takeOver);
  if (act.kind === 'assign') return assign(talk, { reference, by }, act);
  return talk.state.technician?.id === by.id
    ? actAsHolder(talk, { reference, by }, act)
    : refuse(talk, 'not-yours');
}

/** A case stays with its conversation after the call is forgotten: whoever cancelled still waits for somebody. */
function standingOf({ state }: Talk, reference: string): 'open' | 'closed' | 'unknown' {
  if (state.opened?.reference === reference) return 'open';
  const earlier = state.earlier.find((one) => one.reference === reference);
  if (earlier === undefined) return 'unknown';
  return earlier.closed ? 'closed' : 'open';
}

/** The first to take a case has it; another must say that they take it over. */
function join(talk: Talk, { reference, by }: Acting, takeOver: boolean): Reply {
  const holder = talk.state.technician;
  if (holder !== null && holder.id !== by.id && !takeOver) return refuse(talk, 'taken');
  return putInHands(talk, { reference, by });
}

/** Nobody gives away what another has, but a lead. */
function assign(talk: Talk, { reference, by: giver }: Acting, { to, asLead }: Assigning): Reply {
  if (!asLead && talk.state.technician?.id !== giver.id) return refuse(talk, 'not-yours');
  return putInHands(talk, { reference, by: to }, giver);
}

/** They answer from now on, with the newest brief; nothing happens when they do already. */
function putInHands(talk: Talk, { reference, by }: Acting, givenBy?: Technician): Reply {
  const { technician: holder, serving, opened } = talk.state;
  const isTheirs = holder?.id === by.id;
  if (isTheirs && serving === reference) return reply(talk);
  const joined = serve(talk, { reference, by });
  const effects: Effect[] = [
    ...(opened?.reference === reference ? refreshCase(joined) : []),
    { kind: 'own', reference, technician: by, ...(givenBy !== undefined && { givenBy }) },
  ];
  if (isTheirs) return reply(joined, ...effects);
  return reply(joined, ...effects, ...introduce(talk, { reference, by }, holder?.name));
}

/** Who answers from now on, and how to know that it is really them. */
function introduce(talk: Talk, { reference, by }: Acting, before?: string): Effect[] {
  const { phone } = talk.context.desk;
  const who = whoIs(talk, by.name);
  return [
    before === undefined
      ? say(talk, 'joined', { who, reference })
      : say(talk, 'joined-instead', { who, before, reference }),
    ...(phone === undefined ? [] : [say(talk, 'joined-check')]),
  ];
}

function serve(talk: Talk, { reference, by }: Acting): Talk {
  const spoken = talk.state.technician?.id === by.id ? talk.state.spoken : [];
  return withState(talk, { technician: by, serving: reference, spoken, begun: true });
}

function reopen(talk: Talk, { reference, by }: Acting, isClosed: boolean): Reply {
  const holder = talk.state.technician;
  if (holder !== null && holder.id !== by.id) return refuse(talk, 'taken');
  if (!isClosed) return join(talk, { reference, by }, false);
  const earlier = talk.state.earlier.map((one) =>
    one.reference === reference ? { ...one, closed: false } : one,
  );
  return reply(
    withState(serve(talk, { reference, by }), { earlier }),
    { kind: 'reopen-case', reference, by },
    ...introduce(talk, { reference, by }),
  );
}

function actAsHolder(talk: Talk, acting: Acting, act: HolderAct): Reply {
  switch (act.kind) {
    case 'say':
      return speak(talk, acting.by, act.text, act.files);
    case 'edit':
      return changeSpoken(talk, acting.by, act.message, act.text);
    case 'hand-back':
      return handBack(talk, acting);
    case 'close':
      return reply(
        closeCase(talk, acting.reference),
        { kind: 'close-case', ...acting, closing: act.closing },
        say(talk, closedLines[act.closing.outcome], { name: acting.by.name }),
        say(talk, 'closed.next'),
      );
  }
}

/** Nobody changes what was said longer ago than this many messages. */
const spokenKept = 100;

function speak(talk: Talk, by: Technician, said: string, files: readonly FileRef[]): Reply {
  const message = talk.context.activity;
  const spoken = [...talk.state.spoken, { message, files }].slice(-spokenKept);
  return reply(withState(talk, { spoken }), { kind: 'speak', by, message, text: said, files });
}

/** Technicians change their own words only; the files stay with them. */
function changeSpoken(talk: Talk, by: Technician, message: string, said: string): Reply {
  const before = talk.state.spoken.find((one) => one.message === message);
  if (before === undefined) return refuse(talk, 'not-yours');
  return reply(talk, { kind: 'speak', by, message, text: said, files: before.files });
}

/** The bot goes on where it was: the question that stood is put again. */
function handBack(talk: Talk, { reference, by }: Acting): Reply {
  const own: Effect = { kind: 'own', reference, technician: undefined };
  if (talk.state.serving !== reference) return reply(talk, own);
  return after([own], repeat(free(talk), say(talk, 'handed-back', { name: by.name })));
}

function free(talk: Talk): Talk {
  return withState(talk, { technician: null, serving: null, spoken: [] });
}

/** The call is over with its case: what is told next is another one. */
function closeCase(talk: Talk, reference: string): Talk {
  const { serving, technician, spoken, opened } = talk.state;
  const left = opened?.reference === reference ? forget(talk) : talk;
  const earlier = left.state.earlier.map((one) =>
    one.reference === reference ? { ...one, closed: true } : one,
  );
  const closed = withState(left, { technician, serving, spoken, earlier });
  return serving === reference ? free(closed) : closed;
}

const closedLines: Readonly<Record<Outcome, string>> = {
  scam: 'closed.scam',
  genuine: 'closed.genuine',
  sales: 'closed.sales',
  unsure: 'closed.unsure',
};

function refuse(talk: Talk, reason: Refusal): Reply {
  return reply(talk, { kind: 'refuse', reason, holder: talk.state.technician ?? undefined });
}

/**
 * While a technician answers, the bot only keeps what the person says: the technician reads it at the desk. What cannot be kept
 * is noted.
 */
export function keepQuiet(talk: Talk, event: DialogEvent): Reply {
  const { serving } = talk.state;
  if (event.kind !== 'unsupported' || serving === null) return reply(talk);
  const note = text(talk, 'note.unsupported', { what: event.what });
  return reply(talk, { kind: 'remember', reference: serving, note });
}

/** What a person who waits is told as time goes by. Nobody is told twice, and not once somebody answers. */
export function tellClock(talk: Talk, { case: reference, mark }: ClockEvent): Reply {
  if (standingOf(talk, reference) !== 'open' || talk.state.technician !== null) return reply(talk);
  const note = (key: string, slots: Record<string, string>): Effect => ({
    kind: 'remember',
    reference,
    note: text(talk, key, slots),
  });
  switch (mark.kind) {
    case 'waiting':
      return reply(talk, note('note.waiting', { share: String(mark.share) }));
    case 'on-call': {
      const slots = { name: mark.name, number: mark.phone, reference };
      return reply(talk, note('note.on-call', slots), say(talk, 'clock.on-call', slots));
    }
    case 'booked': {
      const slots = { at: timeInWords(talk, mark.at), reference };
      return reply(talk, note('note.booked', slots), say(talk, 'clock.booked', slots));
    }
  }
}
