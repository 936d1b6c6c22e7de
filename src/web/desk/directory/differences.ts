import type { DirectoryList, EntryContent, Proposal } from '../../../handoff/directory/api.ts';
import { formatDate } from '../words/format.ts';
import { authorityName, nameOf } from './work.ts';

type Difference = { label: string; before: string; after: string };

/** What a proposal changes, in words; nothing is the empty text. */
export function differences({ before, after, passphrase }: Proposal, list: DirectoryList): Difference[] {
  const shown = fields.map(({ label, of }) => ({
    label,
    before: before ? of(before, list) : '',
    after: after ? of(after, list) : '',
  }));
  const kept = { label: 'Passphrase', before: before?.hasPassphrase ? 'as it was' : '' };
  return [
    ...shown.filter((one) => one.before !== one.after),
    ...(passphrase === 'same' ? [] : [{ ...kept, after: passphrase === 'new' ? 'a new one' : '' }]),
  ];
}

const fields: readonly { label: string; of: (content: EntryContent, list: DirectoryList) => string }[] = [
  { label: 'Name', of: ({ name }) => name },
  { label: 'Number', of: ({ number }) => number ?? '' },
  {
    label: 'Rings',
    of: ({ authority }, list) => authorityName(authority, list) ?? '',
  },
  { label: 'Sign-in', of: ({ login }) => login ?? '' },
  { label: 'Deputy', of: ({ deputy }, list) => (deputy === null ? '' : nameOf(deputy, list)) },
  { label: 'From', of: ({ source }) => source },
  { label: 'Owner', of: ({ owner }) => owner },
  { label: 'Held since', of: ({ since }) => formatDate(since) },
  { label: 'Review by', of: ({ reviewBy }) => formatDate(reviewBy) },
];
