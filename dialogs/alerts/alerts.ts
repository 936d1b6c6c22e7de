import { alertAnswers, type Alert, type AlertAnswer, type ShownAlert } from '../../src/dialog/alert.ts';
import type { Card, Effect, Offer } from '../../src/dialog/effect.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import { plain } from '../../src/dialog/typed.ts';
import { remember, repeat, reply, say, text, withState, type Reply, type Talk } from '../talk.ts';

type Ended = Extract<DialogEvent, { kind: 'alert-ended' }>;

/** Nobody gets more than two a week, and none is good for longer than two weeks. */
const alertsKept = 8;

/** Warns the person. What they are in the middle of goes on: a question that stands is not put again, and keeps its place. */
export function showAlert(talk: Talk, { alert }: { alert: Alert }): Reply {
  if (talk.state.alerts.some(({ id }) => id === alert.id)) return reply(talk);
  return reply(keep(talk, { ...alert, answer: null }), warn(talk, alert));
}

/** The alert stays to be read, without buttons. One that was answered is left as it is. */
export function endAlert(talk: Talk, { alert: id, end }: Ended): Reply {
  const shown = talk.state.alerts.find((alert) => alert.id === id);
  if (shown === undefined) return reply(talk);
  const alerts = talk.state.alerts.filter((alert) => alert.id !== id);
  const left = withState(talk, { alerts });
  if (shown.answer !== null) return reply(left);
  return reply(left, settle(talk, shown, text(talk, `alert.${end}`)));
}

/**
 * The person says that they read an alert, or that they had this very call: then we want to hear of it. Only an alert that stands in
 * this conversation counts, so that nobody answers another's.
 */
export function answerAlert(
  talk: Talk,
  id: string,
  answer: AlertAnswer,
  how: 'tapped' | 'typed' = 'tapped',
): Reply {
  const shown = talk.state.alerts.find((alert) => alert.id === id);
  if (shown === undefined) return repeat(talk, say(talk, 'alert.gone'));
  if (shown.answer === answer || shown.answer === 'had-this-call') return reply(talk, settle(talk, shown));
  const answered = keep(talk, { ...shown, answer });
  const effects: Effect[] = [settle(talk, { ...shown, answer }), { kind: 'answer-alert', alert: id, answer }];
  if (answer === 'had-this-call') return hearOfCall(answered, shown, effects);
  // Whoever tapped sees the card change; whoever typed looks at the end of the chat.
  return how === 'tapped'
    ? reply(answered, ...effects)
    : repeat(answered, ...effects, say(talk, 'alert.thanks'));
}

/** The same, of an alert that stands beside the conversation and not in it. */
export function answerBanner(
  talk: Talk,
  { alert, answer }: Extract<DialogEvent, { kind: 'alert-answered' }>,
): Reply {
  const effects: Effect[] = [{ kind: 'answer-alert', alert: alert.id, answer }];
  const known = talk.state.alerts.find(({ id }) => id === alert.id);
  if (known?.answer === answer || known?.answer === 'had-this-call') return reply(talk, ...effects);
  const answered = keep(talk, { ...alert, answer });
  return answer === 'got-it' ? reply(answered, ...effects) : hearOfCall(answered, alert, effects);
}

/** The label of a button of the newest alert that is not answered, typed instead of tapped. */
export function readAlertAnswer(
  { state, wording }: Talk,
  said: string,
): { alert: string; answer: AlertAnswer } | undefined {
  const open = state.alerts.findLast(({ answer }) => answer === null);
  const answer = alertAnswers.find((one) => plain(wording.sentences[`button.${one}`] ?? one) === plain(said));
  return open && answer && { alert: open.id, answer };
}

/** A call that is talked about already stays as it is. A technician who answers here hears of it from the timeline. */
function hearOfCall(talk: Talk, { id, title }: Alert, effects: readonly Effect[]): Reply {
  const { technician, story, answers, answerCard } = talk.state;
  const linked = withState(talk, { alert: id });
  const noted = remember(talk, 'note.alert', { title });
  if (technician !== null) return reply(linked, ...effects, ...noted);
  if (story.length > 0 || answers.length > 0 || answerCard !== null)
    return repeat(linked, ...effects, ...noted, say(talk, 'alert.noted'));
  return reply(
    withState(linked, { begun: true, rang: true }),
    ...effects,
    ...noted,
    say(talk, 'alert.tell-me'),
  );
}

function keep(talk: Talk, shown: ShownAlert): Talk {
  const others = talk.state.alerts.filter(({ id }) => id !== shown.id);
  return withState(talk, { alerts: [...others, shown].slice(-alertsKept) });
}

function warn(talk: Talk, alert: Alert): Effect {
  return {
    kind: 'show',
    card: {
      ...describe(talk, alert),
      tone: 'caution',
      offers: alertAnswers.map((answer): Offer => ({
        label: text(talk, `button.${answer}`),
        tap: { verb: 'alert', alert: alert.id, answer },
      })),
    },
  };
}

/** The same card without its buttons, and why there are none. */
function settle(talk: Talk, shown: ShownAlert, why?: string): Effect {
  const card = describe(talk, shown);
  const { answer } = shown;
  const last = why ?? (answer === null ? '' : text(talk, `alert.said-${answer}`));
  const note = last === '' ? [] : [{ kind: 'text' as const, text: last }];
  return { kind: 'show', card: { ...card, tone: 'calm', blocks: [...card.blocks, ...note], offers: [] } };
}

function describe(talk: Talk, alert: Alert): Omit<Card, 'tone' | 'offers'> {
  const { id, title, text: told, steps } = alert;
  return {
    id: `alert-${id}`,
    heading: text(talk, 'alert.heading', { title }),
    summary: text(talk, 'alert.summary', { title }),
    blocks: [
      { kind: 'text', text: told },
      ...(steps.length === 0
        ? []
        : [{ kind: 'steps' as const, title: text(talk, 'alert.steps'), items: steps }]),
      { kind: 'text', text: text(talk, 'alert.from') },
    ],
  };
}
