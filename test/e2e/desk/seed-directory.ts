import type { DirectoryList, Entry, EntryContent } from '../../../src/handoff/directory/api.ts';

const upkeep = {
  source: 'the back of the company card',
  owner: 'Finance lead',
  since: '2026-05-01',
  reviewBy: '2027-05-01',
};
const nothing = { authority: null, number: null, login: null, deputy: null, hasPassphrase: false };

const content = (more: Partial<EntryContent> & Pick<EntryContent, 'kind' | 'name'>): EntryContent => ({
  ...nothing,
  ...upkeep,
  ...more,
});
const entry = (id: string, held: EntryContent, overdue = false): Entry => ({
  ...held,
  id,
  version: 1,
  overdue,
  approvedBy: 'Alex Moor',
  approvedAt: '2026-05-02T09:00:00.000Z',
});

const bank = content({
  kind: 'number',
  name: 'Bank fraud line',
  number: '+44 345 600 1234',
  authority: 'bank',
});
const supplier = content({
  kind: 'number',
  name: 'Northgate Supplies, accounts',
  number: '+44 161 496 0123',
  source: 'signed contract of 2024, page 3',
  reviewBy: '2026-10-01',
});
const jo = content({
  kind: 'colleague',
  name: 'Jo Hart',
  login: 'jo.hart@acme.example',
  deputy: 'e4',
  hasPassphrase: true,
});
const lee = content({
  kind: 'colleague',
  name: 'Lee Ng',
  number: '+44 161 496 0177',
  source: 'the staff list',
});

/** A directory with something in every state, and words of somebody who means harm. */
export const seedDirectory = (): DirectoryList => ({
  entries: [entry('e1', bank), entry('e2', supplier, true), entry('e3', jo), entry('e4', lee)],
  proposals: [
    {
      id: 'p1',
      entry: 'e1',
      batch: 'b1',
      change: 'change',
      before: bank,
      after: { ...bank, name: 'Bank fraud line <img src=x>', number: '+44 345 600 5678' },
      passphrase: 'same',
      by: 'Alex Moor',
      at: '2026-11-21T08:00:00.000Z',
      mine: false,
      outdated: false,
    },
    ...['HMRC, our own office', 'Landlord http://evil.example.com'].map((name, place) => ({
      id: `p${place + 2}`,
      entry: `e${place + 7}`,
      batch: 'b2',
      change: 'add' as const,
      before: null,
      after: content({ kind: 'number', name, number: `+44 161 496 018${place}` }),
      passphrase: 'same' as const,
      by: 'Alex Moor',
      at: '2026-11-21T08:30:00.000Z',
      mine: false,
      outdated: false,
    })),
    {
      id: 'p4',
      entry: 'e3',
      batch: 'b3',
      change: 'remove',
      before: jo,
      after: null,
      passphrase: 'gone',
      by: 'Sam Ford',
      at: '2026-11-21T08:40:00.000Z',
      mine: true,
      outdated: false,
    },
  ],
  shared: [{ name: 'Non-emergency police', number: '101', ...upkeep, overdue: false }],
  authorities: [
    { id: 'bank', name: 'Bank' },
    { id: 'hmrc', name: 'HMRC' },
  ],
});
