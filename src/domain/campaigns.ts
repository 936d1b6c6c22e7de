import { alike } from './alike.ts';
import { fingerprint, type Fingerprint, type Hash, type Traits } from './fingerprint.ts';

const hourMs = 60 * 60 * 1000;
/** Two alike at one client within this time are a campaign. */
export const hereMs = 24 * hourMs;
/** Three alike within this time are one, at whichever clients. A campaign that nobody has told of for as long is over. */
export const acrossMs = 72 * hourMs;

/** A reported call as campaigns are found from it. `campaign` is the one that it belongs to already. */
export type Sighted = {
  id: string;
  client: string;
  /** Two calls that one person told of are one. */
  reporter: string;
  atMs: number;
  print: Fingerprint;
  campaign: string | null;
};

/** Where a call belongs: to a campaign that is there, to a new one with these others, or to none. */
export type Place =
  | { kind: 'joins'; campaign: string }
  | { kind: 'opens'; with: readonly string[] }
  | { kind: 'alone' };

/**
 * Where a call belongs among the others of its time. It joins a campaign that one of its cases is like, when the campaign was at the
 * same client or makes three with it; otherwise it opens one with another at its client within a day, or two anywhere within three.
 */
export function placeOf(one: Sighted, others: readonly Sighted[]): Place {
  const near = others.filter((other) => isNear(one, other));
  const like = near.filter((other) => isAnother(one, other) && alike(one.print, other.print, near.length));
  const joined = campaignFor(one, like, near);
  if (joined !== undefined) return { kind: 'joins', campaign: joined };
  const free = like.filter(({ campaign }) => campaign === null);
  const here = free.filter(
    ({ client, atMs }) => client === one.client && Math.abs(atMs - one.atMs) <= hereMs,
  );
  const across = mostAtOnce(one, linkedTo(like, near));
  const together = tellers([one, ...across]) >= 3 ? across : here;
  return together.length === 0 ? { kind: 'alone' } : { kind: 'opens', with: together.map(({ id }) => id) };
}

/** These and whatever is like one of them: each teller remembers other things of the same call. */
function linkedTo(like: readonly Sighted[], near: readonly Sighted[]): Sighted[] {
  const linked = near.filter(
    (other) =>
      like.includes(other) ||
      like.some((known) => isAnother(known, other) && alike(known.print, other.print, near.length)),
  );
  return linked.filter(({ campaign }) => campaign === null);
}

function isNear(one: Sighted, { id, atMs }: Sighted): boolean {
  return id !== one.id && Math.abs(atMs - one.atMs) <= acrossMs;
}

function isAnother(one: Sighted, { client, reporter }: Sighted): boolean {
  return client !== one.client || reporter !== one.reporter;
}

/** The campaign that most of what it is like belongs to; of two, the one that was first told of. */
function campaignFor(one: Sighted, like: readonly Sighted[], near: readonly Sighted[]): string | undefined {
  const counted = Map.groupBy(
    like.filter(({ campaign }) => campaign !== null),
    ({ campaign }) => campaign,
  );
  const fitting = [...counted].filter(([campaign]) => {
    const members = near.filter((other) => other.campaign === campaign && isAnother(one, other));
    return members.some(({ client }) => client === one.client) || tellers(mostAtOnce(one, members)) >= 2;
  });
  const [best] = fitting.toSorted(([, a], [, b]) => b.length - a.length || first(a) - first(b));
  return best?.[0] ?? undefined;
}

function first(members: readonly Sighted[]): number {
  return Math.min(...members.map(({ atMs }) => atMs));
}

/** Those of them that lie within three days of each other and of this one, as many as there can be. */
function mostAtOnce(one: Sighted, others: readonly Sighted[]): Sighted[] {
  const starts = [one, ...others].map(({ atMs }) => atMs).filter((atMs) => atMs <= one.atMs);
  const windows = starts.map((start) =>
    others.filter(({ atMs }) => atMs >= start && atMs <= start + acrossMs && one.atMs <= start + acrossMs),
  );
  return windows.toSorted((a, b) => tellers(b) - tellers(a))[0] ?? [];
}

function tellers(sighted: readonly Sighted[]): number {
  return new Set(sighted.map(({ client, reporter }) => `${client} ${reporter}`)).size;
}

/** What a new call is compared with: calls that belong to a campaign, and who tells of the new one. */
export type KnownCampaigns = { client: string; reporter: string; hash: Hash; known: readonly Sighted[] };

/** Those of a running campaign that a call is like: told of by colleagues, newest last, and how many elsewhere. */
export type SeenBefore = { here: readonly Sighted[]; elsewhere: number };

/** The campaign that a call is like, as its client may know it; nobody counts for themselves. */
export function seenBefore(
  traits: Traits,
  atMs: number,
  { client, reporter, hash, known }: KnownCampaigns,
): SeenBefore | undefined {
  const recent = known.filter((other) => other.atMs > atMs - acrossMs && other.campaign !== null);
  if (recent.length === 0) return undefined;
  const one: Sighted = { id: '', client, reporter, atMs, print: fingerprint(traits, hash), campaign: null };
  const like = recent.filter((other) => isAnother(one, other) && alike(one.print, other.print));
  const campaign = campaignFor(one, like, recent);
  if (campaign === undefined) return undefined;
  const members = recent.filter((other) => other.campaign === campaign && isAnother(one, other));
  const here = oncePerTeller(members.filter((other) => other.client === client));
  return { here, elsewhere: tellers(members.filter((other) => other.client !== client)) };
}

/** The newest call of each teller, oldest first. */
function oncePerTeller(sighted: readonly Sighted[]): Sighted[] {
  const newest = new Map(sighted.toSorted((a, b) => a.atMs - b.atMs).map((one) => [one.reporter, one]));
  return [...newest.values()].toSorted((a, b) => a.atMs - b.atMs);
}
