import type * as z from 'zod';
import { markOf } from '../../storage/directory-mark.ts';
import type { DirectoryContent, StoredEntry, StoredProposal } from '../../storage/directory-port.ts';
import type { Viewer } from '../desk/access.ts';
import { notFound, Refusal } from '../desk/refusal.ts';
import type { ProposeRequest } from './api.ts';
import { checkContent, type Field } from './content.ts';
import type { DirectoryDesk } from './options.ts';
import { fewestCharacters, plainPassphrase } from './passphrase.ts';
import { auditOf, settle } from './proposal.ts';
import { checkClient, knownTo } from './standing.ts';

type Request = z.output<typeof ProposeRequest>;
type Asked = Exclude<Request['change'], { kind: 'remove' }>['given'];

/** Proposes one change. It is in use when somebody else has approved it. */
export async function propose(
  desk: DirectoryDesk,
  viewer: Viewer,
  { client, change }: Request,
): Promise<void> {
  checkClient(desk, viewer, client);
  const { storage } = desk;
  const entry = change.kind === 'add' ? undefined : await findEntry(desk, client, change);
  const proposals = await storage.listProposals(client);
  if (entry && proposals.some((one) => one.entry === entry.id)) throw waitsAlready();
  const id = entry?.id ?? desk.newId();
  const after =
    change.kind === 'remove' ? null : await readGiven(desk, { client, id, entry, proposals }, change.given);
  const at = desk.now().toISOString();
  const proposal: StoredProposal = {
    id: desk.newId(),
    client,
    entry: id,
    baseVersion: entry?.version ?? 0,
    after,
    batch: desk.newId(),
    proposedBy: viewer.id,
    proposedByName: viewer.name,
    proposedAt: at,
  };
  await storage.addProposals(
    [proposal],
    [auditOf('directory-proposed', proposal, entry, { who: viewer.id, at })],
  );
}

async function findEntry(
  { storage }: DirectoryDesk,
  client: string,
  { entry: id, version }: { entry: string; version: number },
): Promise<StoredEntry> {
  const entry = await storage.readEntry(client, id);
  if (entry === undefined) throw notFound('entry');
  if (entry.version !== version)
    throw new Refusal('conflict', 'Somebody changed this entry meanwhile. Look at it again, then change it.');
  return entry;
}

type About = {
  client: string;
  id: string;
  entry: StoredEntry | undefined;
  proposals: readonly StoredProposal[];
};

async function readGiven(desk: DirectoryDesk, about: About, given: Asked): Promise<DirectoryContent> {
  const known = knownTo(desk);
  const checked = checkContent(given, known);
  if (checked.kind === 'faulty')
    throw new Refusal('not-understood', checked.issues.map((issue) => tell(issue)).join(' '));
  const { content } = checked;
  const { entry } = about;
  if (entry && entry.kind !== content.kind)
    throw new Refusal(
      'not-understood',
      'A number stays a number and a colleague a colleague. Add a new entry.',
    );
  const entries = await desk.storage.listEntries(about.client);
  checkDeputy(content.deputy, entries, about.id);
  const after = settle(content, content.deputy, entry, known.today);
  checkSingle(after, entries, about);
  return { ...after, passphraseHash: await readPassphrase(desk, given, after) };
}

const labels: Readonly<Record<Field, string>> = {
  kind: 'Kind',
  name: 'Name',
  number: 'Number',
  authority: 'Authority',
  login: 'Sign-in',
  deputy: 'Deputy',
  source: 'Where from',
  owner: 'Owner',
  since: 'Held since',
  reviewBy: 'Review by',
};

function tell({ field, what, fix }: { field: Field; what: string; fix: string }): string {
  return `${labels[field]}: ${what}. ${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`;
}

function checkDeputy(deputy: string | null, entries: readonly StoredEntry[], id: string): void {
  if (deputy === null) return;
  const found = entries.find((entry) => entry.id === deputy && entry.kind === 'colleague');
  if (found === undefined || deputy === id)
    throw new Refusal('not-understood', 'The deputy must be another colleague who is in this directory.');
}

/** The same number or person twice would leave it open which of the two is right. */
function checkSingle(
  after: DirectoryContent,
  entries: readonly StoredEntry[],
  { id, proposals }: About,
): void {
  const mark = markOf(after);
  const other = entries.find((entry) => entry.id !== id && markOf(entry) === mark);
  if (other)
    throw new Refusal('conflict', `This is in the directory already, as "${other.name}". Change that entry.`);
  if (proposals.some((one) => one.after && markOf(one.after) === mark)) throw waitsAlready();
}

function waitsAlready(): Refusal {
  return new Refusal(
    'conflict',
    'A change of this waits for approval already. Have that one approved, refused or taken back first.',
  );
}

async function readPassphrase(
  desk: DirectoryDesk,
  { passphrase }: Asked,
  after: DirectoryContent,
): Promise<string | null> {
  if (passphrase === undefined) return after.passphraseHash;
  const bare = plainPassphrase(passphrase);
  if (bare === '') return null;
  if (after.kind === 'number') throw new Refusal('not-understood', 'Only a colleague can have a passphrase.');
  if (bare.length < fewestCharacters)
    throw new Refusal(
      'not-understood',
      `The passphrase is easy to guess. Take three words or more, with ${fewestCharacters} letters at least.`,
    );
  return await desk.hashPassphrase(passphrase);
}
