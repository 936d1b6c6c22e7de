import type { AlertWords } from '../../dialog/alert.ts';
import { acrossMs, type KnownCampaigns, type Sighted } from '../../domain/campaigns.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { CampaignStorage, ReadCampaign } from '../../storage/campaigns-port.ts';
import { keepWorking } from '../keep-working.ts';
import type { Bulletin } from '../port.ts';
import { alertWords } from './alert-words.ts';
import { clientsOf, describeCampaign } from './describe.ts';
import { findCampaigns } from './find.ts';
import { createKeyedHash } from './keyed-hash.ts';
import { reporterOf, toSighted } from './sighting.ts';

type Log = Record<'info' | 'error', (fields: Record<string, unknown>, message: string) => void>;

export type CampaignOptions = {
  storage: CampaignStorage;
  /** What fingerprints are keyed with. */
  secret: string;
  knowledge: (client: string) => Knowledge;
  /** How staff are spoken to, and what they call their IT desk. */
  language: string;
  desk: string;
  /** Keeps the draft of an alert for a lead; the same campaign and client make one. */
  draftAlert: (draft: { client: string; campaign: string; words: AlertWords }) => Promise<unknown>;
  bulletin: Bulletin;
  now: () => Date;
  log: Log;
};

export type Campaigns = {
  /** Finds what is new; how many campaigns changed. Rejects only when cases cannot be read. */
  tick(now?: Date): Promise<number>;
  /** Ticks every so often until it is stopped. */
  keepFinding(everyMs?: number): () => Promise<void>;
  /** What is known now, for whoever tells of a call. In memory, so that no turn waits for it. */
  knownTo(client: string, person: string): KnownCampaigns;
};

/** Cases as campaigns: found apart from every turn, from what is stored, so that a restart loses and doubles nothing. */
export function createCampaigns(options: CampaignOptions): Campaigns {
  const { storage, bulletin, log } = options;
  const hash = createKeyedHash(options.secret);
  let known: readonly Sighted[] = [];
  let isFirst = true;
  const tick = async (now = options.now()): Promise<number> => {
    const touched = await findCampaigns({ storage, hash, log }, now);
    const running = await storage.campaignsSince(new Date(now.getTime() - acrossMs).toISOString());
    known = running.flatMap(({ sightings }) => sightings.flatMap((one) => toSighted(one) ?? []));
    const changed = running.filter(({ id }) => isFirst || touched.has(id));
    for (const campaign of changed) await draft(options, campaign, now);
    if (touched.size > 0)
      for (const client of new Set(running.filter(({ id }) => touched.has(id)).flatMap(clientsOf)))
        bulletin.tell({ kind: 'changed', client, conversation: '', cases: [] });
    isFirst = false;
    return touched.size;
  };
  return {
    tick,
    knownTo: (client, person) => ({ client, reporter: reporterOf(client, person, hash), hash, known }),
    keepFinding: (everyMs = 5_000) =>
      keepWorking(
        () => tick(),
        everyMs,
        (error) => log.error({ err: error }, 'campaigns could not be looked for'),
      ),
  };
}

/** One client's draft that fails holds up no other; the next change tries it again. */
async function draft(options: CampaignOptions, campaign: ReadCampaign, now: Date): Promise<void> {
  for (const client of clientsOf(campaign))
    try {
      const words = alertWords(
        describeCampaign(campaign, client, now),
        options.knowledge(client),
        options.language,
        options.desk,
      );
      await options.draftAlert({ client, campaign: campaign.id, words });
    } catch (error) {
      options.log.error({ err: error, campaign: campaign.id, client }, 'an alert could not be drafted');
    }
}
