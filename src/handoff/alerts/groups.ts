import type { Settings } from '../../settings/schema.ts';
import type { StoredAlert } from '../../storage/alerts-port.ts';
import type { TeamsPerson } from '../../storage/teams-port.ts';

/** Groups that every client has. */
export const everybodyInTeams = 'teams';
export const everybodyOnChat = 'chat';

/** The names of the settings stand behind this, so that none is one of the two above. */
const named = 'group:';

export type Group = { id: string; name: string };
type Named = Settings['clients'][number]['alertGroups'][number];

/** Whom an alert of this client can go to. */
export function groupsOf(settings: Settings, client: string): readonly Group[] {
  return [
    { id: everybodyInTeams, name: 'Everybody in Teams' },
    { id: everybodyOnChat, name: 'Everybody on the chat page' },
    ...namedIn(settings, client).map(({ id, name }) => ({ id: named + id, name })),
  ];
}

/** Somebody who is to get an alert by themselves; whoever opens the chat page comes for it. */
export type Recipient =
  | { way: 'teams'; key: string; login: string | null; person: TeamsPerson }
  | { way: 'email'; key: string; login: string; address: string };

type Addressed = Pick<StoredAlert, 'client' | 'groups'>;

/** Each person once on each way, those in Teams first: whoever is reached there gets no email about the same. */
export function recipientsOf(
  alert: Addressed,
  settings: Settings,
  people: readonly TeamsPerson[],
): readonly Recipient[] {
  const chosen = chosenIn(settings, alert);
  const listed = new Set(chosen.flatMap(({ teams }) => teams.map(lower)));
  const isEverybody = alert.groups.includes(everybodyInTeams);
  const inTeams = people.filter((person) => isEverybody || namesOf(person).some((name) => listed.has(name)));
  const addresses = new Set(chosen.flatMap(({ emails }) => emails.map(lower)));
  return [
    ...inTeams.map((person): Recipient => ({
      way: 'teams',
      key: `teams:${person.id}`,
      login: person.login === null ? null : lower(person.login),
      person,
    })),
    ...[...addresses].map((address): Recipient => ({
      way: 'email',
      key: `email:${address}`,
      login: address,
      address,
    })),
  ];
}

/** Whom the settings name and nobody knows in Teams: they have not opened the bot there yet. */
export function unknownIn(
  alert: Addressed,
  settings: Settings,
  people: readonly TeamsPerson[],
): readonly string[] {
  const known = new Set(people.flatMap(namesOf));
  const listed = chosenIn(settings, alert).flatMap(({ teams }) => teams);
  return [...new Set(listed.filter((name) => !known.has(lower(name))))];
}

function namesOf({ id, login }: TeamsPerson): string[] {
  return [lower(id), ...(login === null ? [] : [lower(login)])];
}

function chosenIn(settings: Settings, { client, groups }: Addressed): readonly Named[] {
  return namedIn(settings, client).filter(({ id }) => groups.includes(named + id));
}

function namedIn({ clients }: Settings, client: string): readonly Named[] {
  return clients.find(({ id }) => id === client)?.alertGroups ?? [];
}

function lower(name: string): string {
  return name.trim().toLowerCase();
}
