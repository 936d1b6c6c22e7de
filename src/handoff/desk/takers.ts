import type { Technician } from '../../dialog/brief.ts';
import type { DeskStorage, StoredPerson } from '../../storage/desk-port.ts';
import type { StoredCase } from '../../storage/port.ts';
import type { Settings } from '../../settings/schema.ts';
import { localPerson, mayClientBeSeen, viewerOf, type Viewer } from './access.ts';
import type { Taker } from './api.ts';
import { Refusal } from './refusal.ts';

type People = {
  storage: Pick<DeskStorage, 'listPeople' | 'readPerson'>;
  settings: Pick<Settings, 'signIn'>;
};
type About = Pick<StoredCase, 'client'>;

/** Who may be given a case: everybody who has a role and looks after its client, by name. */
export async function listTakers(desk: People, about: About): Promise<Taker[]> {
  const people = (await desk.storage.listPeople('')).filter((person) =>
    mayTake(desk, viewerOf(person), about),
  );
  return people.map(({ id, name, login, lastSeenAt }) => ({
    id,
    name,
    login: isAlone(name, people) ? null : login,
    lastSeenAt,
  }));
}

/** The person with this id as they are now. Throws the same `Refusal` whether they are unknown, without a role, or another client's. */
export async function findTaker(desk: People, about: About, id: string): Promise<Technician> {
  const person = await desk.storage.readPerson(id);
  const viewer = person && viewerOf(person);
  if (viewer === undefined || !mayTake(desk, viewer, about))
    throw new Refusal(
      'not-found',
      'Nobody by this name may take this case now. Look at the list again and choose somebody else.',
    );
  return { id: viewer.id, name: viewer.name };
}

function mayTake({ settings }: People, viewer: Viewer | undefined, { client }: About): boolean {
  if (viewer === undefined || !mayClientBeSeen(viewer.clients, client)) return false;
  return viewer.id !== localPerson || settings.signIn === undefined;
}

function isAlone(name: string, people: readonly StoredPerson[]): boolean {
  return people.filter((person) => person.name === name).length === 1;
}
