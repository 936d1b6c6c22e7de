import type { Colleague, DirectoryEntry, Knowledge } from '../../domain/knowledge.ts';

/** From this amount on, a transcript's organisation wants a second way to check. */
export const payments = { above: 5000, currency: 'GBP' };

const colleagues: readonly Colleague[] = [
  {
    id: 'kim',
    name: 'Kim Lane',
    deputy: 'alex-r',
    number: '+44 20 7946 0111',
    teamsId: 'teams-kim',
    hasPassphrase: true,
  },
  { id: 'alex-r', name: 'Alex Roe', teamsId: 'teams-alex-r', hasPassphrase: false },
  { id: 'alex-y', name: 'Alex Young', hasPassphrase: false },
];

const directory: readonly DirectoryEntry[] = [
  {
    name: 'Our bank',
    number: '+44 20 7946 0123',
    since: '2026-03-02',
    source: 'the back of the company card',
    owner: 'finance lead',
    reviewBy: '2027-03-02',
    authority: 'bank',
  },
];

/** Knowledge as one organisation has it in a transcript with the header `holds: names and numbers`. */
export function heldByOrganisation(knowledge: Knowledge): Knowledge {
  return { ...knowledge, colleagues, directory };
}
