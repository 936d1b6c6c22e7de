import type { StoredEntry, StoredProposal } from '../../storage/directory-port.ts';
import { mayClientBeSeen, type Viewer } from '../desk/access.ts';
import type { Overdue } from '../desk/api.ts';
import type { DirectoryList, Entry, Proposal, SharedNumber } from './api.ts';
import { isOwn } from './decide.ts';
import type { DirectoryDesk } from './options.ts';
import { changeOf, contentOf, passphraseChange, showContent } from './proposal.ts';
import { checkClient, todayAt } from './standing.ts';

/** What a client holds, what waits for approval, and what all clients share. */
export async function listDirectory(
  desk: DirectoryDesk,
  viewer: Viewer,
  client: string,
): Promise<DirectoryList> {
  checkClient(desk, viewer, client);
  const { storage, knowledge } = desk;
  const [entries, proposals, people] = await Promise.all([
    storage.listEntries(client),
    storage.listProposals(client),
    storage.listPeople(''),
  ]);
  const today = todayAt(desk);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const { authorities, directory } = knowledge();
  return {
    entries: entries.map((entry) => describeEntry(entry, names, today)),
    proposals: proposals.map((one) => describeProposal(one, byId.get(one.entry), viewer)),
    shared: directory.map((number) => describeShared(number, today)),
    authorities: authorities.map(({ id, names: called }) => ({ id, name: asHeading(called[0] ?? id) })),
  };
}

/** `the bank` as it stands in a list: `Bank`. */
function asHeading(name: string): string {
  const bare = name.replace(/^(?:from )?(?:the|an?|your|our|one of our) /i, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** What needs a review, of the clients that somebody sees. The name says whose it is where there are several. */
export async function overdueHeld(desk: DirectoryDesk, viewer: Viewer): Promise<Overdue[]> {
  const { clients } = desk.settings;
  const seen = new Map(
    clients.filter(({ id }) => mayClientBeSeen(viewer.clients, id)).map(({ id, name }) => [id, name]),
  );
  const late = await desk.storage.overdueEntries([...seen.keys()], todayAt(desk));
  return late.map(({ id, name, client, reviewBy }) => ({
    kind: 'directory',
    id,
    title: seen.size > 1 ? `${name} (${seen.get(client)})` : name,
    reviewBy,
  }));
}

function describeEntry(entry: StoredEntry, names: ReadonlyMap<string, string>, today: string): Entry {
  const { id, version, approvedBy, approvedAt, reviewBy } = entry;
  return {
    ...showContent(contentOf(entry)),
    id,
    version,
    overdue: reviewBy < today,
    approvedBy: names.get(approvedBy) ?? approvedBy,
    approvedAt,
  };
}

function describeProposal(
  proposal: StoredProposal,
  before: StoredEntry | undefined,
  viewer: Viewer,
): Proposal {
  const { id, entry, batch, after, proposedByName, proposedAt, baseVersion } = proposal;
  return {
    id,
    entry,
    batch,
    change: changeOf(proposal),
    before: before ? showContent(contentOf(before)) : null,
    after: after && showContent(after),
    passphrase: passphraseChange(before, after),
    by: proposedByName,
    at: proposedAt,
    mine: isOwn(proposal, viewer),
    outdated: (before?.version ?? 0) !== baseVersion,
  };
}

function describeShared(
  { name, number, source, owner, since, reviewBy }: Omit<SharedNumber, 'overdue'>,
  today: string,
): SharedNumber {
  return { name, number, source, owner, since, reviewBy, overdue: reviewBy < today };
}
