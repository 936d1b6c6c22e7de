import type { Outcome, Technician } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import type { DeskAct, DialogEvent } from '../../src/dialog/turn.ts';
import { remember, reply, say, text, withState, type Reply, type Talk } from '../talk.ts';

type DeskEvent = Extract<DialogEvent, { kind: 'desk' }>;
type ClockEvent = Extract<DialogEvent, { kind: 'clock' }>;
type Refusal = Extract<Effect, { kind: 'refuse' }>['reason'];

/** What a technician does in this conversation. Nothing happens, and they are told why, when the case is not theirs. */
export function takeDeskAct(talk: Talk, { case: reference, by, act }: DeskEvent): Reply {
  if (talk.state.opened?.reference !== reference) return refuse(talk, 'no-case');
  if (act.kind === 'join') return join(talk, by, act.takeOver);
  if (act.kind === 'reopen') return reopen(talk, by);
  const holder = talk.state.technician;
  if (holder?.id !== by.id) return refuse(talk, 'not-yours');
  return actAsHolder(talk, reference, holder, act);
}

function actAsHolder(
  talk: Talk,
  reference: string,
  by: Technician,
  act: Exclude<DeskAct, { kind: 'join' | 'reopen' }>,
): Reply {
  switch (act.kind) {
    case 'say':
      return reply(talk, { ...spoken(by, act.text, talk.context.activity), files: act.files });
    case 'edit':
      return reply(talk, spoken(by, act.text, act.message));
    case 'hand-back':
      return handBack(talk, reference, by);
    case 'close':
      return reply(
        withState(talk, { technician: null }),
        { kind: 'close-case', reference, by, closing: act.closing },
        say(talk, closedLines[act.closing.outcome], { name: by.name }),
      );
  }
}

const closedLines: Readonly<Record<Outcome, string>> = {
  scam: 'closed.scam',
  genuine: 'closed.genuine',
  sales: 'closed.sales',
  unsure: 'closed.unsure',
};

/** The first to take a case has it; another must say that they take it over. */
function join(talk: Talk, by: Technician, takeOver: boolean): Reply {
  const { technician: holder, opened } = talk.state;
  if (holder?.id === by.id) return reply(talk);
  if (holder !== null && !takeOver) return refuse(talk, 'taken');
  const line = holder === null ? 'joined' : 'joined-instead';
  const slots = { name: by.name, before: holder?.name ?? '' };
  return reply(
    withState(talk, { technician: by, begun: true }),
    { kind: 'own', reference: opened?.reference ?? '', technician: by },
    say(talk, line, slots),
  );
}

function handBack(talk: Talk, reference: string, by: Technician): Reply {
  return reply(
    withState(talk, { technician: null }),
    { kind: 'own', reference, technician: undefined },
    say(talk, 'handed-back', { name: by.name }),
  );
}

function reopen(talk: Talk, by: Technician): Reply {
  if (talk.state.technician !== null && talk.state.technician.id !== by.id) return refuse(talk, 'taken');
  return reply(
    withState(talk, { technician: by }),
    { kind: 'reopen-case', reference: talk.state.opened?.reference ?? '', by },
    say(talk, 'joined', { name: by.name }),
  );
}

function spoken(by: Technician, said: string, message: string): Extract<Effect, { kind: 'speak' }> {
  return { kind: 'speak', by, message, text: said, files: [] };
}

function refuse(talk: Talk, reason: Refusal): Reply {
  return reply(talk, { kind: 'refuse', reason, holder: talk.state.technician ?? undefined });
}

/** While a technician answers, the bot only keeps what the person says: the technician reads it at the desk. */
export function keepQuiet(talk: Talk): Reply {
  return reply(talk);
}

/** What a person who waits is told as time goes by. Nobody is told twice, and not once somebody answers. */
export function tellClock(talk: Talk, { case: reference, mark }: ClockEvent): Reply {
  const { opened, technician } = talk.state;
  if (opened?.reference !== reference || technician !== null) return reply(talk);
  switch (mark.kind) {
    case 'waiting':
      return reply(talk, ...remember(talk, 'note.waiting', { share: String(mark.share) }));
    case 'on-call':
      return reply(
        talk,
        ...remember(talk, 'note.on-call', { name: mark.name, number: mark.phone }),
        say(talk, 'clock.on-call', { name: mark.name, number: mark.phone }),
      );
    case 'booked':
      return reply(
        talk,
        ...remember(talk, 'note.booked', { at: timeInWords(talk, mark.at) }),
        say(talk, 'clock.booked', { at: timeInWords(talk, mark.at) }),
      );
  }
}

function timeInWords(talk: Talk, at: string): string {
  const { language, timeZone } = talk.context;
  const format = { weekday: 'long', hour: '2-digit', minute: '2-digit', timeZone } as const;
  return text(talk, 'at-time', { time: new Intl.DateTimeFormat(language, format).format(new Date(at)) });
}
