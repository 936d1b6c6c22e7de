import * as z from 'zod';

/** Text longer than any channel lets through; a story's own limit is in the domain and is told to the person. */
const maxTextLength = 100_000;
const maxDepth = 20;
const maxList = 100;

const Id = z.string().trim().min(1).max(1000);
/** The SDK sends these back, and fails on what is no text. */
const Said = z.string().max(1000).nullish().catch(undefined);
const Account = z.looseObject({ id: Id, name: Said, aadObjectId: Said, role: Said });
const List = z.array(z.unknown()).max(maxList).nullish();

/**
 * What every activity must have before the SDK sees it: without `serviceUrl` or `channelId` the SDK skips checks of the
 * token, without `from` or `type` it fails.
 */
export const Envelope = z
  .looseObject({
    type: z.string().trim().min(1).max(100),
    id: Id.nullish(),
    channelId: Id,
    serviceUrl: Id,
    conversation: z.looseObject({
      id: Id,
      conversationType: z.string().nullish(),
      isGroup: z.boolean().nullish(),
      tenantId: z.string().nullish(),
      name: Said,
      aadObjectId: Said,
      role: Said,
    }),
    from: Account,
    recipient: Account,
    timestamp: z.string().max(100).nullish(),
    locale: z.string().max(100).nullish(),
    name: z.string().max(1000).nullish(),
    action: z.string().max(100).nullish().catch(undefined),
    value: z.unknown().optional(),
    text: z.string().max(maxTextLength).nullish(),
    attachments: List,
    entities: List,
    membersAdded: List,
    membersRemoved: List,
    deliveryMode: z.string().max(100).nullish(),
    channelData: z.looseObject({}).nullish(),
  })
  .refine((activity) => isShallow(activity, maxDepth), `nests deeper than ${maxDepth} levels`);
export type Envelope = z.infer<typeof Envelope>;

/** Goes no deeper than the limit itself, so that nesting cannot exhaust the stack. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}
