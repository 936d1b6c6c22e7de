import * as z from 'zod';
import type { Trace, UpkeepStorage } from '../../storage/upkeep-port.ts';

/** Whom it is about: by their id on the channel, by the name that the channel shows, or by one conversation. */
export type Person =
  | { by: 'user'; user: string; client: string | undefined }
  | { by: 'name'; name: string; client: string | undefined }
  | { by: 'conversation'; conversation: string; client: string | undefined };

export type Found =
  | { kind: 'found'; traces: readonly Trace[] }
  | { kind: 'nobody' }
  /** A name of several people, or of people of several clients: they must not be taken for one. */
  | { kind: 'several'; users: readonly string[]; clients: readonly string[] };

/** The conversations of somebody. A caller or a technician of the same name is somebody else. */
export async function findPerson(storage: Pick<UpkeepStorage, 'findTraces'>, person: Person): Promise<Found> {
  const looked = await storage.findTraces(
    person.by === 'conversation'
      ? { conversation: person.conversation, texts: [] }
      : { texts: [person.by === 'user' ? person.user : person.name] },
  );
  const traces = looked.filter((trace) => isIn(trace.client, person.client) && isAbout(trace, person));
  if (traces.length === 0) return { kind: 'nobody' };
  const clients = [...new Set(traces.map(({ client }) => client))];
  const users = person.by === 'name' ? usersNamed(traces, person.name) : [];
  return clients.length > 1 || users.length > 1
    ? { kind: 'several', users, clients }
    : { kind: 'found', traces };
}

function isIn(client: string, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === client;
}

function isAbout(trace: Trace, person: Person): boolean {
  switch (person.by) {
    case 'conversation':
      return trace.conversation === person.conversation;
    case 'user':
      return peopleIn(trace).some(({ ids }) => ids.includes(person.user));
    case 'name':
      return namesIn(trace).some((name) => isSameName(name, person.name));
  }
}

function usersNamed(traces: readonly Trace[], wanted: string): string[] {
  const named = traces.flatMap((trace) =>
    peopleIn(trace).filter(({ name }) => name !== undefined && isSameName(name, wanted)),
  );
  return [...new Set(named.flatMap(({ ids }) => ids.slice(0, 1)))];
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function namesIn(trace: Trace): string[] {
  return [...trace.writers, ...peopleIn(trace).flatMap(({ name }) => name ?? [])];
}

/** Who wrote in a conversation that is somebody else's, as far as names tell. */
export function othersIn(trace: Trace, person: Person): string[] {
  const own = person.by === 'name' ? [person.name] : peopleIn(trace).flatMap(({ name }) => name ?? []);
  return trace.writers.filter((name) => !own.some((mine) => isSameName(mine, name)));
}

/** `ids`: the channel's own first. */
type Known = { ids: readonly string[]; name: string | undefined };

/** Who the person of a conversation is, as its cases, its state and its channel say. */
function peopleIn({ cases, state, reference, webUser, inTeams }: Trace): Known[] {
  return [
    ...cases.flatMap(({ brief }) => InBrief.safeParse(brief).data ?? []),
    ...(InState.safeParse(state).data ?? []),
    ...(InReference.safeParse(reference).data ?? []),
    ...(webUser === null ? [] : [{ ids: [webUser], name: undefined }]),
    ...(inTeams === null ? [] : [inTeamsAs(inTeams)]),
  ];
}

/** What they sign in with is as good as an id. */
function inTeamsAs({ user, id, login, name }: NonNullable<Trace['inTeams']>): Known {
  return { ids: login === null ? [user, id] : [user, id, login], name: name === '' ? undefined : name };
}

const Somebody = z
  .object({ id: z.string(), name: z.string().nullish(), aadObjectId: z.string().nullish() })
  .transform(({ id, name, aadObjectId }): Known => ({
    ids: aadObjectId ? [id, aadObjectId] : [id],
    name: name ?? undefined,
  }));
const InBrief = z.object({ person: Somebody }).transform(({ person }) => [person]);
const InState = z
  .object({ opened: z.object({ person: Somebody }) })
  .transform(({ opened }) => [opened.person]);
const InReference = z.object({ user: Somebody }).transform(({ user }) => [user]);
