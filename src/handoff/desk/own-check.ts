import type { Settings } from '../../settings/schema.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import type { Viewer } from './access.ts';
import { personIdOf } from '../person-id.ts';

export type OwnOptions = {
  storage: Pick<DeskStorage, 'readPerson'> & Pick<TeamsStorage, 'teamsPersonIn'>;
  settings: Pick<Settings, 'signIn'>;
};

/**
 * Whether somebody who takes cases is the person who asks in this conversation. Nobody can say of themselves that they are on the call:
 * the caller would prove nothing. In Teams both are known, by object id or by what they sign in with; in the web chat nobody signs in.
 */
export async function isOwnCheck(
  { storage, settings: { signIn } }: OwnOptions,
  viewer: Pick<Viewer, 'id'>,
  conversation: string,
): Promise<boolean> {
  const asks = await storage.teamsPersonIn(conversation);
  if (asks === undefined) return false;
  const object = asks.id.toLowerCase();
  const ids = [
    `teams-${object}`,
    ...(signIn === undefined ? [] : [personIdOf(`${signIn.issuer} ${object}`)]),
  ];
  if (ids.includes(viewer.id)) return true;
  const login = (await storage.readPerson(viewer.id))?.login?.toLowerCase();
  return login !== undefined && login === asks.login?.toLowerCase();
}
