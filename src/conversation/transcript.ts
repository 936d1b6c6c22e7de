import type { Effect } from '../dialog/effect.ts';
import type { DialogEvent, Turn } from '../dialog/turn.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import { sentence, wordingFor } from '../dialog/words.ts';
import type { StoredMessage } from '../storage/port.ts';

/**
 * What a turn adds to what was said, so that a technician who takes the case can read all of it, on every channel. An edit has
 * the id of what it changes.
 */
export function messagesOf(
  turn: Turn,
  effects: readonly Effect[],
  knowledge: Knowledge,
  at: string,
): StoredMessage[] {
  const said = saidBy(turn.event, turn, knowledge);
  const asked = said === undefined ? [] : [{ id: turn.activity, at, from: 'staff' as const, ...said }];
  return [...asked, ...effects.flatMap((effect, index) => answerIn(effect, `${turn.activity}-${index}`, at))];
}

type Said = Pick<StoredMessage, 'name' | 'text' | 'files'> & { id?: string };

function saidBy(event: DialogEvent, turn: Turn, knowledge: Knowledge): Said | undefined {
  const name = turn.person.name ?? null;
  switch (event.kind) {
    case 'said':
      return { name, text: event.text, files: event.files ?? [] };
    case 'reported':
      return { name, text: event.text, files: [] };
    case 'edited':
      return { id: event.message, name, text: event.text, files: [] };
    case 'tapped':
      return { name, text: labelOf(event, turn.language, knowledge), files: [] };
    case 'joined':
    case 'rated':
    case 'unsupported':
    case 'desk':
    case 'clock':
    case 'check':
    case 'alerted':
    case 'alert-ended':
      return undefined;
    case 'alert-answered':
      return {
        name,
        text: sentence(wordingFor(turn.language, knowledge.wording), `button.${event.answer}`, {}),
        files: [],
      };
  }
}

/** The words on the button. */
function labelOf(
  { tap }: Extract<DialogEvent, { kind: 'tapped' }>,
  language: string,
  knowledge: Knowledge,
): string {
  if (tap.verb === 'command')
    return sentence(wordingFor(language, knowledge.wording), `button.${tap.command}`, {});
  if (tap.verb === 'name') return knowledge.colleagues.find(({ id }) => id === tap.colleague)?.name ?? '';
  if (tap.verb === 'attest')
    return sentence(wordingFor(language, knowledge.wording), `button.attest-${tap.answer}`, {});
  if (tap.verb === 'alert')
    return sentence(wordingFor(language, knowledge.wording), `button.${tap.answer}`, {});
  const taken = tap.verb === 'answer' ? [tap.choice] : tap.choices;
  const question = knowledge.questions.find(({ id }) => id === tap.question);
  const labels = question?.choices.filter(({ id }) => taken.includes(id)).map(({ label }) => label) ?? [];
  return labels.join(', ');
}

function answerIn(effect: Effect, id: string, at: string): StoredMessage[] {
  switch (effect.kind) {
    case 'say':
    case 'ask':
      return [{ id, at, from: 'bot', name: null, text: effect.text, files: [] }];
    case 'show':
      return [{ id, at, from: 'bot', name: null, text: effect.card.summary, files: [] }];
    case 'speak':
      return [
        {
          id: effect.message,
          at,
          from: 'technician',
          name: effect.by.name,
          text: effect.text,
          files: effect.files,
        },
      ];
    case 'settle':
    case 'conclude':
    case 'open-case':
    case 'hand-over':
    case 'remember':
    case 'own':
    case 'close-case':
    case 'reopen-case':
    case 'check':
    case 'attest':
    case 'prove':
    case 'answer-alert':
    case 'refuse':
      return [];
  }
}
