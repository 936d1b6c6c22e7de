import type { Knowledge } from '../../domain/knowledge.ts';
import type { CampaignStorage, ReadCampaign, Sighting } from '../../storage/campaigns-port.ts';
import type { Storage } from '../../storage/port.ts';
import { mayClientBeSeen, type Viewer } from '../desk/access.ts';
import { readBrief } from '../desk/read-brief.ts';
import type { CampaignList, DeskCampaign } from './api.ts';
import { describeCampaign } from './describe.ts';

const dayMs = 24 * 60 * 60 * 1000;
const listedMs = 90 * dayMs;
const mostListed = 100;
const mostRequests = 4;

export type CampaignDesk = {
  storage: CampaignStorage & Pick<Storage, 'readCase'>;
  clients: readonly { id: string; name: string }[];
  knowledge: () => Knowledge;
  now: () => Date;
};

/** Campaigns with a case that whoever asks may see. Of cases at other clients they learn how many there are, and when. */
export async function listCampaigns(desk: CampaignDesk, viewer: Viewer): Promise<CampaignList> {
  const since = new Date(desk.now().getTime() - listedMs).toISOString();
  const found = await desk.storage.campaignsSince(since);
  const theirs = found.filter(({ sightings }) => sightings.some((one) => maySee(viewer, one)));
  return {
    campaigns: await Promise.all(theirs.slice(0, mostListed).map((one) => toDesk(desk, viewer, one))),
  };
}

function maySee({ clients }: Viewer, { client }: Sighting): boolean {
  return mayClientBeSeen(clients, client);
}

async function toDesk(desk: CampaignDesk, viewer: Viewer, found: ReadCampaign): Promise<DeskCampaign> {
  const { scams, authorities, signals } = desk.knowledge();
  const { sightings } = found;
  const seen = sightings.filter((one) => maySee(viewer, one));
  const { id, status, openedAt, lastSeenAt, ...about } = describeCampaign(
    found,
    seen[0]?.client ?? '',
    desk.now(),
  );
  return {
    id,
    status,
    openedAt,
    lastSeenAt,
    scam: scams.find((one) => one.id === about.scam)?.title ?? null,
    authority: authorities.find((one) => one.id === about.authority)?.names[0] ?? null,
    requests: about.requests
      .flatMap((request) => signals.find((one) => one.id === request)?.title ?? [])
      .slice(0, mostRequests),
    seen: seen.length,
    elsewhere: sightings.length - seen.length,
    timeline: await timelineOf(desk, viewer, found),
  };
}

type Line = DeskCampaign['timeline'][number];

async function timelineOf(desk: CampaignDesk, viewer: Viewer, found: ReadCampaign): Promise<Line[]> {
  const { sightings, openedAt } = found;
  const told = await Promise.all(sightings.map(async (one) => await lineOf(desk, viewer, one)));
  const opened: Line = { kind: 'opened', at: openedAt };
  return [...told, opened].toSorted((a, b) => a.at.localeCompare(b.at) || rank(a) - rank(b));
}

/** A campaign opens with a case, so it comes after it. */
function rank({ kind }: Line): number {
  return kind === 'opened' ? 1 : 0;
}

async function lineOf(
  { storage, clients }: CampaignDesk,
  viewer: Viewer,
  { case: id, client, at }: Sighting,
): Promise<Line> {
  if (!mayClientBeSeen(viewer.clients, client)) return { kind: 'elsewhere', at };
  const found = await storage.readCase(id);
  const clientName = clients.find((one) => one.id === client)?.name ?? client;
  return { kind: 'case', at, id, headline: found === undefined ? id : readBrief(found).headline, clientName };
}
