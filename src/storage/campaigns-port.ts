import type { VersionedCase } from './desk-port.ts';

/** One case as campaigns are found from it: what it looks like from far, with nothing in it that can be read back. */
export type Sighting = {
  case: string;
  /** The version of the case that it was taken from. */
  caseVersion: number;
  client: string;
  /** When the case was opened. */
  at: string;
  /** Who told of it, as a keyed hash: two cases of one person are one. */
  reporter: string;
  /** The fingerprint, opaque to storage; `null` where there is nothing to go by, or the caller turned out honest. */
  print: unknown;
  /** What it is about, in ids of the knowledge; opaque to storage. */
  subject: unknown;
  /** The campaign that the case belongs to. */
  campaign: string | null;
};

export type StoredCampaign = { id: string; openedAt: string };
/** With the cases that belong to it, oldest first. */
export type ReadCampaign = StoredCampaign & { sightings: readonly Sighting[] };

/** What finding campaigns keeps and asks. */
export type CampaignStorage = {
  /** Cases opened since then whose sighting is missing or older than they are, oldest first. */
  casesToSight(since: string, limit: number): Promise<readonly VersionedCase[]>;
  /** Of cases opened from `from` to `until`, both included, oldest first. */
  sightingsBetween(from: string, until: string): Promise<readonly Sighting[]>;
  /**
   * Writes these sightings in place of older ones of the same cases, and the campaigns that they open, in one transaction. A campaign
   * that is there already stays as it is; one that no case belongs to any longer goes.
   */
  placeSightings(sightings: readonly Sighting[], opened: readonly StoredCampaign[]): Promise<void>;
  /** Campaigns with a case opened since then, newest first. */
  campaignsSince(since: string): Promise<readonly ReadCampaign[]>;
  readCampaign(id: string): Promise<ReadCampaign | undefined>;
};
