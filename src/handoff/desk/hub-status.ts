import type { Converse } from '../../conversation/port.ts';
import type { Technician } from '../../dialog/brief.ts';
import type { DeskAct } from '../../dialog/turn.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import type { Storage, StoredCase } from '../../storage/port.ts';
import { deliverTurn } from './deliver.ts';
import { readBrief } from './read-brief.ts';
import type { Reach } from '../port.ts';

export type HubStatus = {
  hub: string;
  /** The same when the hub says it again. */
  id: string;
  conversation: string;
  state: 'accepted' | 'failed' | 'completed';
};

export type HubStatusOptions = {
  storage: Storage & DeskStorage;
  converse: Converse;
  reach: Reach;
  /** Whether this hub is told about cases of this client. */
  serves: (hub: string, client: string) => boolean;
  now: () => Date;
};

/**
 * What a hub outside says becomes what a technician does: it takes the case, or gives the conversation back to the bot. Nothing
 * happens when it does not serve the client or there is no such case.
 */
export function createHubListener(options: HubStatusOptions): (status: HubStatus) => Promise<void> {
  return async (status) => {
    const found = await openCaseOf(options, status);
    if (found === undefined) return;
    const by = { id: `hub:${status.hub}`, name: status.hub };
    await act(options, found, `hub-${status.hub}-${status.id}`, by, actOf(status));
  };
}

async function openCaseOf(
  { storage, serves }: HubStatusOptions,
  { hub, conversation }: HubStatus,
): Promise<StoredCase | undefined> {
  const status = ['waiting', 'accepted'] as const;
  const [found] = await storage.listCases({ clients: 'all', conversation, status });
  return found !== undefined && serves(hub, found.client) ? found : undefined;
}

/** A hub does not say how a call turned out, so a completed one goes back to the bot and the case stays to be closed. */
function actOf({ state }: HubStatus): DeskAct {
  return state === 'accepted' ? { kind: 'join', takeOver: false } : { kind: 'hand-back' };
}

async function act(
  options: HubStatusOptions,
  found: StoredCase,
  activity: string,
  by: Technician,
  does: DeskAct,
): Promise<void> {
  const { id, conversation, client } = found;
  const { person } = readBrief(found);
  await options.converse(
    {
      channel: 'desk',
      conversation,
      activity,
      client,
      person: { id: person.id, name: person.name },
      at: options.now().toISOString(),
      language: person.language,
      event: { kind: 'desk', case: id, by, act: does },
    },
    (effects) => deliverTurn(options, { conversation, activity, client }, effects),
  );
}
