import * as z from 'zod';
import { traitsOfBrief } from '../../dialog/traits.ts';
import { fingerprint, type Fingerprint, type Hash } from '../../domain/fingerprint.ts';
import type { Sighted } from '../../domain/campaigns.ts';
import type { Sighting } from '../../storage/campaigns-port.ts';
import type { VersionedCase } from '../../storage/desk-port.ts';
import { Closing, type DeskBrief } from '../desk/api.ts';
import { readBrief } from '../desk/read-brief.ts';

const texts = z.array(z.string());
const Print = z.object({
  version: z.literal(1),
  scam: z.string().nullable(),
  authority: z.string().nullable(),
  requests: texts,
  numbers: texts,
  withheld: z.boolean(),
  names: texts,
  words: texts,
});

/** What a campaign is about, in ids of the knowledge alone. */
export const Subject = z.object({
  scam: z.string().nullable(),
  authority: z.string().nullable(),
  requests: texts,
});
export type Subject = z.infer<typeof Subject>;

/** What is kept of a case to find campaigns by; the campaign it belonged to is not looked at. */
export function sightingOf(found: VersionedCase, hash: Hash): Sighting {
  const brief = readBrief(found);
  const traits = isHonest(found) ? undefined : traitsOfBrief(brief);
  return {
    case: found.id,
    caseVersion: found.version,
    client: found.client,
    at: found.openedAt,
    reporter: reporterOf(found.client, teller(found, brief), hash),
    print: traits === undefined ? null : fingerprint(traits, hash),
    subject: subjectOf(brief),
    campaign: null,
  };
}

/** Whoever tells of a call, as a keyed hash: the same in a case and in a conversation that has none yet. */
export function reporterOf(client: string, person: string, hash: Hash): string {
  return hash(`reporter:${client}:${person}`);
}

/** As campaigns are found from it; `undefined` where there is nothing to go by, or a version we do not know wrote it. */
export function toSighted({
  case: id,
  client,
  reporter,
  at,
  print,
  campaign,
}: Sighting): Sighted | undefined {
  const read = readPrint(print);
  return read && { id, client, reporter, atMs: Date.parse(at), print: read, campaign };
}

function readPrint(print: unknown): Fingerprint | undefined {
  return Print.safeParse(print).data;
}

/** A technician found that there was no fraud in it. */
function isHonest({ closing }: VersionedCase): boolean {
  const outcome = Closing.safeParse(closing).data?.outcome;
  return outcome === 'genuine' || outcome === 'sales';
}

/** A system that reports for many people has one name for all of them. */
function teller({ conversation }: VersionedCase, { person }: DeskBrief): string {
  return person.id === '' || person.id.startsWith('api:') ? conversation : person.id;
}

function subjectOf({ judgement, caller, ask }: DeskBrief): Subject {
  return {
    scam: judgement?.scam?.id ?? null,
    authority: caller.authority ?? null,
    requests: ask.map(({ signal }) => signal),
  };
}
