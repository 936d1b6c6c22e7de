import type { CaseEvent } from '../api/types.ts';
import { headlineWithoutPriority } from './headline.ts';
import { outcomeLabels } from './labels.ts';

const names: Record<string, string> = {
  opened: 'Case opened',
  updated: 'More was told',
  noted: 'Noted',
  accepted: 'Taken',
  'taken-over': 'Taken over',
  'handed-back': 'Handed back to the bot',
  closed: 'Closed',
  reopened: 'Opened again',
  'internal-note': 'Note',
  'priority-set': 'Priority changed',
  'call-record': 'Call record from the phone system',
  clock: 'Waiting too long',
  waiting: 'Still waiting',
  'on-call': 'On-call number shown',
  booked: 'Time booked',
  'check-asked': 'Check of who is calling',
  'check-words': 'It was them, they said',
  'check-over': 'Check over',
  proved: 'Proved',
  disproved: 'Not who they said',
};

type Detail = Readonly<Record<string, unknown>>;

/** A line of the timeline in words. What is newer than this page is named as the server names it. */
export function describeEvent({ kind, by, detail }: CaseEvent): { what: string; words: string } {
  const all: Detail = typeof detail === 'object' && detail !== null ? { ...detail } : {};
  const told = (name: string): string => (typeof all[name] === 'string' ? all[name] : '');
  const what = names[kind] ?? kind.replaceAll('-', ' ');
  switch (kind) {
    case 'assigned': {
      const from = nameOf(all['from']);
      return {
        what: `Given to ${nameOf(all['to']) || 'somebody else'}`,
        words: from === '' || from === by ? '' : `${from} had it until then.`,
      };
    }
    case 'ticked':
      return { what: all['done'] === false ? 'Step not done after all' : 'Step done', words: told('text') };
    case 'priority-set':
      return { what: `Priority ${told('from')} to ${told('to')}`, words: told('why') };
    case 'closed':
      return { what: `Closed: ${outcomeWords(told('outcome'))}`, words: told('note') };
    case 'call-record':
      return { what, words: describeCall(told) };
    case 'check-asked':
    case 'check-words':
    case 'check-over':
      return { what, words: describeCheck(told) };
    case 'on-call':
      return { what, words: [told('name'), told('phone')].filter((part) => part !== '').join(', ') };
    default:
      return { what, words: told('note') || told('text') || headlineWithoutPriority(told('headline')) };
  }
}

function nameOf(person: unknown): string {
  if (typeof person !== 'object' || person === null || !('name' in person)) return '';
  return typeof person.name === 'string' ? person.name : '';
}

function outcomeWords(outcome: string): string {
  return (
    Object.entries(outcomeLabels)
      .find(([id]) => id === outcome)?.[1]
      .toLowerCase() ?? outcome
  );
}

/** Who was asked or said that it was them, and how it ended. */
function describeCheck(told: (name: string) => string): string {
  const outcome = checkOutcomes[told('outcome')] ?? '';
  return [told('about'), told('asked'), told('technician'), outcome].filter((part) => part !== '').join(', ');
}

const checkOutcomes: Record<string, string> = {
  genuine: 'it was really them',
  denied: 'it was not them',
  nobody: 'nobody said that it was them',
  late: 'no answer in time',
  left: 'the person went on without it',
};

function describeCall(told: (name: string) => string): string {
  const number = told('number') === '' ? 'Number withheld' : told('number');
  return [number, told('direction'), told('start'), told('recording')]
    .filter((part) => part !== '')
    .join(', ');
}
