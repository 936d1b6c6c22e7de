import type { Colleague, DirectoryEntry } from '../../domain/knowledge.ts';
import type { StoredEntry } from '../../storage/directory-port.ts';
import type { TeamsPerson } from '../../storage/teams-port.ts';

/** What one client holds itself, as the core reads it. */
export type Held = { numbers: readonly DirectoryEntry[]; colleagues: readonly Colleague[] };

type InTeams = Pick<TeamsPerson, 'id' | 'name' | 'login' | 'reachable'>;

/**
 * What approved entries and the people whom the bot can write to make together. Somebody in both is one colleague, known by
 * their sign-in; two of the same name are two. A shared number goes by the name it was entered under as a number.
 */
export function holdOf(entries: readonly StoredEntry[], people: readonly InTeams[]): Held {
  const known = entries.filter(({ kind }) => kind === 'colleague');
  const ids = new Set(known.map(({ id }) => id));
  const listed = known.map((entry) => toColleague(entry, ids, people));
  const taken = new Set(listed.map(({ teamsId }) => teamsId));
  const others = people.filter(({ id, reachable }) => reachable === 'yes' && !taken.has(id));
  const numbers = entries.filter(({ kind }) => kind === 'number');
  return {
    numbers: [...known, ...numbers].flatMap(toNumber),
    colleagues: [
      ...listed,
      ...others.map(({ id, name }) => ({ id: `teams-${id}`, name, teamsId: id, hasPassphrase: false })),
    ],
  };
}

function toColleague(entry: StoredEntry, ids: ReadonlySet<string>, people: readonly InTeams[]): Colleague {
  const { id, name, login, number, deputy, passphraseHash } = entry;
  const inTeams = login === null ? undefined : people.find((person) => isTheirs(login, person));
  return {
    id,
    name,
    deputy: deputy !== null && ids.has(deputy) && deputy !== id ? deputy : undefined,
    number: number ?? undefined,
    teamsId: inTeams?.reachable === 'yes' ? inTeams.id : undefined,
    hasPassphrase: passphraseHash !== null,
  };
}

function isTheirs(login: string, person: InTeams): boolean {
  return person.login?.toLowerCase() === login.toLowerCase();
}

function toNumber(entry: StoredEntry): DirectoryEntry[] {
  const { name, number, since, source, owner, reviewBy, authority } = entry;
  if (number === null) return [];
  return [{ name, number, since, source, owner, reviewBy, authority: authority ?? undefined }];
}
