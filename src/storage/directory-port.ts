import type { AuditRow } from './port.ts';

/** What an organisation holds about a number, or about somebody who can be asked. All of it can be changed but the kind. */
export type DirectoryContent = {
  kind: 'number' | 'colleague';
  name: string;
  /** The authority of the knowledge that it rings. */
  authority: string | null;
  number: string | null;
  /** What they sign in to Teams with. */
  login: string | null;
  /** The entry of whoever is asked in their place. */
  deputy: string | null;
  /** Where it was taken from. */
  source: string;
  owner: string;
  /** ISO dates. */
  since: string;
  reviewBy: string;
  /** Of the agreed passphrase; what was agreed is kept nowhere. */
  passphraseHash: string | null;
};

/** In use, since somebody other than whoever proposed it approved it. */
export type StoredEntry = DirectoryContent & {
  id: string;
  client: string;
  version: number;
  proposedBy: string;
  approvedBy: string;
  approvedAt: string;
};

/** A change that waits for a second person. */
export type StoredProposal = {
  id: string;
  client: string;
  /** The entry it makes, changes or removes. */
  entry: string;
  /** The version of the entry that it was based on; 0 for a new one. */
  baseVersion: number;
  /** What the entry becomes; `null` removes it. */
  after: DirectoryContent | null;
  /** What came together, such as the lines of one file. */
  batch: string;
  proposedBy: string;
  /** Their name, as they or the sign-in gave it. */
  proposedByName: string;
  proposedAt: string;
};

export type DirectoryStorage = {
  /** By name. */
  listEntries(client: string): Promise<readonly StoredEntry[]>;
  /** Of these clients, what should have been looked at again before `today`, the longest overdue first. */
  overdueEntries(clients: readonly string[], today: string): Promise<readonly StoredEntry[]>;
  readEntry(client: string, id: string): Promise<StoredEntry | undefined>;
  /** Oldest first, in the order they were proposed. */
  listProposals(client: string): Promise<readonly StoredProposal[]>;
  /** All of them or none. */
  addProposals(proposals: readonly StoredProposal[], audit: readonly AuditRow[]): Promise<void>;
  /**
   * Does what was proposed. `gone`: it was decided before. `outdated`: the entry was changed since. `same`: another entry has
   * that number or sign-in by now. None of these writes anything. Rejects when who approves is who proposed.
   */
  approveProposal(
    client: string,
    id: string,
    by: string,
    audit: AuditRow,
  ): Promise<'approved' | 'gone' | 'outdated' | 'same'>;
  /** False when it was decided before. */
  dropProposal(client: string, id: string, audit: AuditRow): Promise<boolean>;
};
