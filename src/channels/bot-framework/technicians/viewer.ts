import type { Settings } from '../../../settings/schema.ts';
import type { DeskStorage } from '../../../storage/desk-port.ts';
import type { Viewer } from '../../../handoff/desk/access.ts';
import { personIdOf } from '../../../handoff/person-id.ts';
import { targetsOf } from '../../../handoff/targets/targets.ts';
import type { ChannelTarget, Member } from './place.ts';

type Parts = {
  settings: Settings;
  storage: Pick<DeskStorage, 'meetPerson' | 'readPerson'>;
  now: () => Date;
};

/**
 * A member of the team as somebody who takes cases: the same person as at the desk when they signed in there, and for the clients whose
 * cases are told in this channel. `undefined` when an administrator of the desk shut them out; clients that were set there by hand count too.
 */
export async function meetMember(
  { settings, storage, now }: Parts,
  target: ChannelTarget,
  { object, name }: Member,
): Promise<Viewer | undefined> {
  const told = settings.clients
    .map(({ id }) => id)
    .filter((id) => targetsOf(settings, id).includes(target.id));
  const role = target.leads.some((lead) => lead.toLowerCase() === object) ? 'lead' : 'technician';
  const atDesk = await findAtDesk(settings, storage, target, object);
  const id = atDesk?.id ?? `teams-${object}`;
  // What the sign-in at the desk said of them is not for the channel to change.
  const known = atDesk ?? { login: null, role, clients: told };
  await storage.meetPerson({
    id,
    name,
    login: known.login,
    role: known.role,
    clients: known.clients,
    lastSeenAt: now().toISOString(),
  });
  const person = await storage.readPerson(id);
  if (person?.roleByHand === 'none') return undefined;
  const byHand = person?.clientsByHand ?? 'all';
  const clients = byHand === 'all' ? told : told.filter((client) => byHand.includes(client));
  return { id, name, role, clients };
}

/** Entra ID names people by their object id, at the desk as in Teams; an issuer of another tenant names others. */
async function findAtDesk(
  { signIn }: Settings,
  storage: Parts['storage'],
  { tenant }: ChannelTarget,
  object: string,
): ReturnType<Parts['storage']['readPerson']> {
  const id = deskIdOf({ signIn }, { tenant }, object);
  return id === undefined ? undefined : await storage.readPerson(id);
}

function deskIdOf(
  { signIn }: Pick<Settings, 'signIn'>,
  { tenant }: Pick<ChannelTarget, 'tenant'>,
  object: string,
): string | undefined {
  if (signIn === undefined || !signIn.issuer.toLowerCase().includes(`/${tenant.toLowerCase()}/`))
    return undefined;
  return personIdOf(`${signIn.issuer} ${object}`);
}

/** Every id that a member of the team may go by. */
export function idsOf(settings: Settings, target: ChannelTarget, object: string): string[] {
  const atDesk = deskIdOf(settings, target, object);
  return [`teams-${object}`, ...(atDesk === undefined ? [] : [atDesk])];
}
