import type { DirectoryContent, StoredEntry, StoredProposal } from '../../storage/directory-port.ts';
import type { AuditRow } from '../../storage/port.ts';
import type { EntryContent, Proposal } from './api.ts';
import type { Checked } from './content.ts';

/** What an entry holds, without how it came to be. */
export function contentOf(entry: DirectoryContent): DirectoryContent {
  const { kind, name, authority, number, login, deputy, source, owner, since, reviewBy, passphraseHash } =
    entry;
  return { kind, name, authority, number, login, deputy, source, owner, since, reviewBy, passphraseHash };
}

/** What was checked, made whole: what nobody said again stays as it was `before`. A number that is only spaced anew is the same. */
export function settle(
  checked: Checked,
  deputy: string | null,
  before: DirectoryContent | undefined,
  today: string,
): DirectoryContent {
  const isSpacedAnew = before?.number != null && bare(before.number) === bare(checked.number);
  return {
    ...checked,
    deputy,
    number: isSpacedAnew ? before.number : checked.number,
    since: checked.since ?? before?.since ?? today,
    passphraseHash: before?.passphraseHash ?? null,
  };
}

function bare(number: string | null): string | undefined {
  return number?.replaceAll(' ', '');
}

/** The same to be shown: that there is a passphrase, and nothing of it. */
export function showContent({ passphraseHash, ...content }: DirectoryContent): EntryContent {
  return { ...content, hasPassphrase: passphraseHash !== null };
}

export function changeOf({ baseVersion, after }: StoredProposal): Proposal['change'] {
  if (after === null) return 'remove';
  return baseVersion === 0 ? 'add' : 'change';
}

export function passphraseChange(
  before: DirectoryContent | undefined,
  after: DirectoryContent | null,
): Proposal['passphrase'] {
  const hash = after?.passphraseHash ?? null;
  if (hash === (before?.passphraseHash ?? null)) return 'same';
  return hash === null ? 'gone' : 'new';
}

/** The line of the audit log about a proposal and what became of it. */
export function auditOf(
  what: 'directory-proposed' | 'directory-approved' | 'directory-refused' | 'directory-withdrawn',
  proposal: StoredProposal,
  before: StoredEntry | undefined,
  { who, at }: Pick<AuditRow, 'who' | 'at'>,
): AuditRow {
  const { id, client, entry, after, proposedBy, proposedByName } = proposal;
  return {
    at,
    who,
    what,
    about: entry,
    detail: {
      client,
      proposal: id,
      change: changeOf(proposal),
      before: before ? showContent(contentOf(before)) : null,
      after: after && showContent(after),
      passphrase: passphraseChange(before, after),
      proposedBy,
      proposedByName,
    },
  };
}
