import { acrossMs } from '../../domain/campaigns.ts';
import type { ReadCampaign, Sighting } from '../../storage/campaigns-port.ts';
import type { Campaign } from './campaign.ts';
import { Subject } from './sighting.ts';

/** A campaign as one client may know it. */
export function describeCampaign(
  { id, openedAt, sightings }: ReadCampaign,
  client: string,
  now: Date,
): Campaign {
  const own = sightings.filter((sighting) => sighting.client === client);
  const lastSeenAt = sightings.at(-1)?.at ?? openedAt;
  return {
    id,
    client,
    openedAt,
    lastSeenAt,
    status: now.getTime() - Date.parse(lastSeenAt) > acrossMs ? 'over' : 'running',
    ...aboutOf(sightings),
    cases: own.map((sighting) => ({ id: sighting.case, at: sighting.at })),
    elsewhere: sightings.length - own.length,
  };
}

export function clientsOf({ sightings }: ReadCampaign): string[] {
  return [...new Set(sightings.map(({ client }) => client))];
}

/** What most of them say. A scam or an authority that fewer than half name is not named at all. */
function aboutOf(sightings: readonly Sighting[]): Pick<Campaign, 'scam' | 'authority' | 'requests'> {
  const subjects = sightings.flatMap(({ subject }) => Subject.safeParse(subject).data ?? []);
  const named = (names: readonly (string | null)[]): string | null => {
    const [first] = mostTold(names.filter((name) => name !== null));
    return first !== undefined && first.count * 2 >= subjects.length ? first.name : null;
  };
  return {
    scam: named(subjects.map(({ scam }) => scam)),
    authority: named(subjects.map(({ authority }) => authority)),
    requests: mostTold(subjects.flatMap(({ requests }) => [...new Set(requests)])).map(({ name }) => name),
  };
}

function mostTold(names: readonly string[]): { name: string; count: number }[] {
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, all]) => ({ name, count: all.length }))
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
