import type { Settings } from '../../settings/schema.ts';
import type { ClientScope, StoredPerson } from '../../storage/desk-port.ts';
import { roles, type Role } from './api.ts';

/** Who asks, and what they may do and see right now. */
export type Viewer = { id: string; name: string; role: Role; clients: ClientScope };

/** Whoever came in by the one-time link, which there is only while nobody set up a sign-in. */
export const localPerson = 'this-computer';

type SignIn = NonNullable<Settings['signIn']>;

/** What the groups of a sign-in make of somebody: the highest role that fits, and the clients of all groups. */
export function accessOf(
  groups: readonly string[],
  signIn: SignIn,
): { role: Role | 'none'; clients: ClientScope } {
  const role = roles.findLast((one) => signIn.roles[one].some((group) => groups.includes(group))) ?? 'none';
  if (signIn.clients === undefined) return { role, clients: 'all' };
  const seen = groups.flatMap((group) => signIn.clients?.[group] ?? []);
  return { role, clients: [...new Set(seen)] };
}

/** The person as they are now; `undefined` when they have no role. What was set by hand goes before the groups. */
export function viewerOf(person: StoredPerson): Viewer | undefined {
  const given = person.roleByHand ?? person.role;
  const role = roles.find((one) => one === given);
  const clients = person.clientsByHand ?? person.clients;
  return role && { id: person.id, name: person.name, role, clients };
}

/** A lead may do all that a technician may, an administrator all that a lead may. */
export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

export function rolesOf(role: Role): Role[] {
  return roles.filter((one) => mayActAs(role, one));
}

export function mayClientBeSeen(clients: ClientScope, client: string): boolean {
  return clients === 'all' || clients.includes(client);
}

/** Whether everything in `inner` is in `outer`. */
export function isWithin(inner: ClientScope, outer: ClientScope): boolean {
  return outer === 'all' || (inner !== 'all' && inner.every((client) => outer.includes(client)));
}

/** Whether the two have a client in common. */
export function overlaps(one: ClientScope, other: ClientScope): boolean {
  if (one === 'all' || other === 'all') return true;
  return one.some((client) => other.includes(client));
}
