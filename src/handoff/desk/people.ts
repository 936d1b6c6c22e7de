import type * as z from 'zod';
import type { StoredPerson } from '../../storage/desk-port.ts';
import { isWithin, overlaps, rolesOf, viewerOf, type Viewer } from './access.ts';
import type { DeskPerson, PersonRequest } from './api.ts';
import type { DeskOptions } from './options.ts';
import { notFound, Refusal } from './refusal.ts';

type Change = z.output<typeof PersonRequest>;

/** Everybody who ever signed in and looks after a client that whoever asks may see. */
export async function listPeople(options: DeskOptions, viewer: Viewer): Promise<DeskPerson[]> {
  const people = await options.storage.listPeople(idleSince(options));
  return people.filter((person) => isVisible(person, viewer)).map(describePerson);
}

/**
 * Sets what somebody may do, or ends their sessions. Nobody gives away more than they have, or locks themselves out. Their
 * sessions see the change with the next request.
 */
export async function changePerson(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  change: Change,
): Promise<DeskPerson> {
  const { storage, now } = options;
  const person = await storage.readPerson(id);
  if (person === undefined || !isVisible(person, viewer)) throw notFound('person');
  checkChange(options, viewer, person, change);
  const audit = { at: now().toISOString(), who: viewer.id, about: id };
  const { role, clients, signOut } = change;
  if (role !== undefined || clients !== undefined) {
    const byHand = {
      ...(role !== undefined && { roleByHand: role }),
      ...(clients !== undefined && { clientsByHand: clients }),
    };
    await storage.setByHand(id, byHand, { ...audit, what: 'access-set', detail: { role, clients } });
  }
  if (signOut === true) await storage.endSessionsOf(id, { ...audit, what: 'signed-out-by-hand', detail: {} });
  const after = (await storage.listPeople(idleSince(options))).find((one) => one.id === id);
  if (after === undefined) throw notFound('person');
  return describePerson(after);
}

function checkChange({ settings }: DeskOptions, viewer: Viewer, person: StoredPerson, change: Change): void {
  const { role, clients } = change;
  if (person.id === viewer.id && (role !== undefined || clients !== undefined))
    throw new Refusal('not-allowed', 'Nobody changes their own access. Ask another administrator.');
  const before = person.clientsByHand ?? person.clients;
  const after = clients === undefined ? before : (clients ?? person.clients);
  if (![before, after].every((one) => isWithin(one, viewer.clients)))
    throw new Refusal(
      'not-allowed',
      'This is about clients that you do not look after yourself. Ask an administrator of all clients.',
    );
  const known = new Set(settings.clients.map((client) => client.id));
  const unknown = after === 'all' ? undefined : after.find((client) => !known.has(client));
  if (unknown !== undefined) throw notFound('client');
}

/** A person without any role has no client in common with anybody; whoever sees all clients can let them in. */
function isVisible(person: StoredPerson, viewer: Viewer): boolean {
  const clients = person.clientsByHand ?? person.clients;
  return person.id === viewer.id || overlaps(clients, viewer.clients);
}

function describePerson(person: StoredPerson & { sessions: number }): DeskPerson {
  const role = viewerOf(person)?.role;
  const clients = person.clientsByHand ?? person.clients;
  return {
    id: person.id,
    name: person.name,
    login: person.login,
    roles: role === undefined ? [] : rolesOf(role),
    clients: clients === 'all' ? 'all' : [...clients],
    byHand: { roles: person.roleByHand !== null, clients: person.clientsByHand !== null },
    firstSeenAt: person.firstSeenAt,
    lastSeenAt: person.lastSeenAt,
    sessions: person.sessions,
  };
}

function idleSince({ settings, now }: DeskOptions): string {
  return new Date(now().getTime() - settings.idleMinutes * 60_000).toISOString();
}
