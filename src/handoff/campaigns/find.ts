import { acrossMs, placeOf } from '../../domain/campaigns.ts';
import type { Hash } from '../../domain/fingerprint.ts';
import type { CampaignStorage, Sighting } from '../../storage/campaigns-port.ts';
import type { VersionedCase } from '../../storage/desk-port.ts';
import { readBrief } from '../desk/read-brief.ts';
import { sightingOf, toSighted } from './sighting.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A case that is changed later than this moves no campaign. */
const lookedBackMs = 14 * dayMs;
const mostAtOnce = 200;

export type FindOptions = {
  storage: CampaignStorage;
  hash: Hash;
  log: Record<'error', (fields: Record<string, unknown>, message: string) => void>;
};

/**
 * Looks at every case that is new or was changed since it was looked at, oldest first, and puts each where it belongs now. The same
 * cases in the same order give the same campaigns. Answers with the campaigns that a case came to or left.
 */
export async function findCampaigns(options: FindOptions, now: Date): Promise<ReadonlySet<string>> {
  const since = new Date(now.getTime() - lookedBackMs).toISOString();
  const touched = new Set<string>();
  const cases = await options.storage.casesToSight(since, mostAtOnce);
  for (const found of cases) for (const id of await placeCase(options, found)) touched.add(id);
  return touched;
}

async function placeCase({ storage, hash, log }: FindOptions, found: VersionedCase): Promise<string[]> {
  const fresh = lookAt(found, hash, log);
  const around = await storage.sightingsBetween(
    shifted(found.openedAt, -acrossMs),
    shifted(found.openedAt, acrossMs),
  );
  const before = around.find((sighting) => sighting.case === found.id)?.campaign ?? null;
  const others = around.filter((sighting) => sighting.case !== found.id);
  const placed = placeAmong(fresh, others, (await toldCampaign(storage, found)) ?? undefined, hash);
  const left =
    before !== null && before !== placed.campaign ? await leftBehind(storage, found.id, before) : [];
  const joined = others.filter((other) => placed.with.includes(other.case));
  await storage.placeSightings(
    [
      { ...fresh, campaign: placed.campaign },
      ...joined.map((other) => ({ ...other, campaign: placed.campaign })),
      ...left,
    ],
    placed.opened ? [{ id: placed.campaign, openedAt: found.openedAt }] : [],
  );
  return [before, placed.campaign].filter((id) => id !== null);
}

/** One that cannot be read is looked at once and holds up no other. */
function lookAt(found: VersionedCase, hash: Hash, log: FindOptions['log']): Sighting {
  try {
    return sightingOf(found, hash);
  } catch (error) {
    log.error({ err: error, case: found.id }, 'a case could not be compared with others');
    const { id, version: caseVersion, client, openedAt: at } = found;
    return { case: id, caseVersion, client, at, reporter: id, print: null, subject: null, campaign: null };
  }
}

type Placed =
  | { opened: false; campaign: string | null; with: readonly string[] }
  | { opened: true; campaign: string; with: readonly string[] };

function placeAmong(
  fresh: Sighting,
  others: readonly Sighting[],
  told: string | undefined,
  hash: Hash,
): Placed {
  const one = toSighted(fresh);
  if (one === undefined) return { opened: false, campaign: null, with: [] };
  if (told !== undefined) return { opened: false, campaign: told, with: [] };
  const place = placeOf(
    one,
    others.flatMap((other) => toSighted(other) ?? []),
  );
  switch (place.kind) {
    case 'alone':
      return { opened: false, campaign: null, with: [] };
    case 'joins':
      return { opened: false, campaign: place.campaign, with: [] };
    case 'opens':
      return { opened: true, campaign: `CA-${hash(`campaign:${fresh.case}`)}`, with: place.with };
  }
}

/** The campaign of the alert that the person said this call is one of. */
async function toldCampaign(storage: CampaignStorage, found: VersionedCase): Promise<string | undefined> {
  const told = readBrief(found).alert?.campaign ?? null;
  return told === null ? undefined : (await storage.readCampaign(told))?.id;
}

/** A campaign of one is none: who is left alone belongs to nothing. */
async function leftBehind(storage: CampaignStorage, leaving: string, campaign: string): Promise<Sighting[]> {
  const members = (await storage.readCampaign(campaign))?.sightings ?? [];
  const others = members.filter((member) => member.case !== leaving);
  return others.length > 1 ? [] : others.map((other) => ({ ...other, campaign: null }));
}

function shifted(at: string, byMs: number): string {
  return new Date(Date.parse(at) + byMs).toISOString();
}
