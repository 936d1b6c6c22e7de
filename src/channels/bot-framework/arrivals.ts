import type { TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import * as z from 'zod';
import {
  keepAll,
  noFiles,
  tooLarge,
  unreachable,
  type Arrived,
  type Files,
  type Incoming,
} from '../files.ts';
import { cleanName } from '../../observability/file-name.ts';
import type { Log } from '../../observability/log.ts';
import type { Cloud } from './cloud.ts';
import type { Envelope } from './envelope.ts';
import { conversationKey, localServiceUrl } from './read-turn.ts';

type Options = { files: Files | undefined; cloud: Cloud; log: Log };

/** What came with an activity. The same activity again, which channels send at will, fetches and keeps nothing twice. */
export type TakeFiles = (
  context: TurnContext,
  activity: Envelope,
  client: string,
  /** Whose they become, when it is not the conversation they came in. */
  conversation?: string,
) => Promise<Arrived>;

const patienceMs = 20_000;
const remembered = 500;

export function createArrivals({ files, cloud, log }: Options): TakeFiles {
  const taken = new Map<string, Promise<Arrived>>();

  async function fetchAll(
    store: Files,
    context: TurnContext,
    activity: Envelope,
    client: string,
    conversation: string,
  ): Promise<Arrived> {
    const sent = (activity.attachments ?? []).flatMap(readAttachment);
    const incoming: Incoming[] = [];
    for (const one of sent)
      incoming.push(
        await fetchFile(one, context, cloud, store.maxBytes).catch((error: unknown): Incoming => {
          log.warn({ err: error, conversation: conversationKey(activity) }, 'a file could not be fetched');
          return { kind: 'refused', name: one.name, reason: unreachable };
        }),
      );
    const by = activity.from.name || 'staff';
    return await keepAll(store, incoming, { conversation, client, by });
  }

  return async (context, activity, client, conversation = conversationKey(activity)) => {
    if (activity.serviceUrl === localServiceUrl) return Local.parse(activity);
    const hasAny =
      activity.type === 'message' && (activity.attachments ?? []).flatMap(readAttachment).length > 0;
    if (files === undefined || !hasAny) return noFiles;
    const key = `${conversationKey(activity)}\n${activity.id}`;
    const known = activity.id === undefined || activity.id === null ? undefined : taken.get(key);
    if (known !== undefined) return await known;
    const taking = fetchAll(files, context, activity, client, conversation);
    taken.set(key, taking);
    for (const oldest of taken.keys()) if (taken.size > remembered) taken.delete(oldest);
    // What failed may be tried again.
    taking.catch(() => taken.delete(key));
    return await taking;
  };
}

/** Our own Direct Line keeps files itself and says what came of them. */
const Local = z.object({
  files: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.string(),
        bytes: z.number(),
        sha256: z.string(),
      }),
    )
    .default([]),
  refused: z.array(z.object({ name: z.string(), reason: z.string() })).default([]),
});

type Sent = { name: string; url: string; how: 'link' | 'connector' };

/** A file sent in a Teams chat, or a picture pasted into one; cards, quotes and the HTML copy of the text are no files. */
function readAttachment(attachment: unknown): Sent[] {
  const upload = TeamsFile.safeParse(attachment).data;
  if (upload) return [{ name: cleanName(upload.name), url: upload.content.downloadUrl, how: 'link' }];
  const media = Media.safeParse(attachment).data;
  if (!media) return [];
  return [
    { name: cleanName(media.name ?? nameOf(media.contentType)), url: media.contentUrl, how: 'connector' },
  ];
}
const TeamsFile = z.looseObject({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().optional(),
  content: z.looseObject({ downloadUrl: z.string() }),
});
const Media = z.looseObject({
  contentType: z
    .string()
    .regex(/^(?:image|audio|video)\/|^(?:text\/plain|application\/(?:pdf|octet-stream))$/),
  contentUrl: z.string(),
  name: z.string().nullish(),
});

function nameOf(contentType: string): string {
  const ending = contentType.split('/')[1] ?? '';
  return /^[a-z0-9]{2,4}$/.test(ending) ? `picture.${ending}` : 'picture';
}

async function fetchFile(
  { name, url, how }: Sent,
  context: TurnContext,
  cloud: Cloud,
  maxBytes: number,
): Promise<Incoming> {
  const chunks = how === 'link' ? await openLink(url, cloud) : await openAttachment(url, context, cloud);
  const bytes = await readUpTo(chunks, maxBytes);
  return bytes === undefined
    ? { kind: 'refused', name, reason: tooLarge(maxBytes) }
    : { kind: 'whole', name, bytes };
}

/** The address carries its own key and comes from an activity, so only Microsoft's file hosts are asked, and no redirect followed. */
async function openLink(url: string, cloud: Cloud): Promise<AsyncIterable<Uint8Array>> {
  if (!cloud.allowsFileUrl(url)) throw new Error('The file lies on a host that is not Microsoft’s.');
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok || response.body === null) throw new Error(`The host answered ${response.status}.`);
  return response.body;
}

/** Only the ids are taken from the address: the call goes to the channel that the activity came from. */
async function openAttachment(
  url: string,
  context: TurnContext,
  cloud: Cloud,
): Promise<AsyncIterable<Uint8Array>> {
  const ids = /\/v3\/attachments\/([^/?#]+)\/views\/([^/?#]+)$/.exec(url);
  if (ids?.[1] === undefined || ids[2] === undefined || !cloud.allowsServiceUrl(url))
    throw new Error('The picture lies at an address that is not the channel’s.');
  const connector = context.turnState.get<ConnectorClient>(context.adapter.ConnectorClientKey);
  const found = await connector.attachments.getAttachment(
    decodeURIComponent(ids[1]),
    decodeURIComponent(ids[2]),
  );
  if (found.readableStreamBody === undefined) throw new Error('The channel answered without the picture.');
  return Streamed.parse(found.readableStreamBody);
}
const Streamed = z.custom<AsyncIterable<Uint8Array>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
);

async function readUpTo(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    read.push(chunk);
  }
  return Buffer.concat(read);
}
