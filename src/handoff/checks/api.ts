import * as z from 'zod';

/** Somebody wants to know whether it is one of the technicians who rang them. */
export const OpenCheck = z.object({
  id: z.string(),
  case: z.string(),
  client: z.string(),
  clientName: z.string(),
  person: z.object({ name: z.string().nullable(), contact: z.string().nullable() }),
  askedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  /** Whoever reads this asked it themselves, so somebody else has to answer. */
  own: z.boolean(),
  /** Who said that it was them. */
  technician: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** For that technician alone, and only while they count. */
  words: z.array(z.string()).nullable(),
});
export type OpenCheck = z.infer<typeof OpenCheck>;

/** `GET /desk/api/checks` */
export const OpenChecks = z.object({ checks: z.array(OpenCheck), now: z.iso.datetime() });
export type OpenChecks = z.infer<typeof OpenChecks>;
