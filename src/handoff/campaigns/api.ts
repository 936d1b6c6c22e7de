import * as z from 'zod';

/** What the desk page and the server say to each other about campaigns. Titles are of the knowledge; headlines are of cases. */
const text = z.string();
const time = z.iso.datetime();

export const DeskCampaign = z.object({
  id: text,
  status: z.enum(['running', 'over']),
  openedAt: time,
  lastSeenAt: time,
  /** Titles and names of the knowledge; null where most cases do not agree. */
  scam: text.nullable(),
  authority: text.nullable(),
  requests: z.array(text),
  /** How many cases whoever asks may see, and how many there are at organisations that they may not. */
  seen: z.number(),
  elsewhere: z.number(),
  /** Oldest first. A case elsewhere is a time and nothing more. */
  timeline: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('case'), at: time, id: text, headline: text, clientName: text }),
      z.object({ kind: z.literal('elsewhere'), at: time }),
      z.object({ kind: z.literal('opened'), at: time }),
    ]),
  ),
});
export type DeskCampaign = z.infer<typeof DeskCampaign>;

/** `GET /desk/api/campaigns`: those of the last ninety days with a case that whoever asks may see, newest first. */
export const CampaignList = z.object({ campaigns: z.array(DeskCampaign) });
export type CampaignList = z.infer<typeof CampaignList>;
