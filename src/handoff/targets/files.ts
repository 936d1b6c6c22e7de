import * as z from 'zod';
import type { FileRef } from '../../dialog/brief.ts';
import type { ReadCase, Storage } from '../../storage/port.ts';

const File: z.ZodType<FileRef> = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});

/**
 * Files that somebody sent in the conversation of a case, oldest first. What was sent before an earlier case of the same
 * person was closed belongs to that one.
 */
export async function caseFiles(
  storage: Pick<Storage, 'messagesAfter' | 'listCases'>,
  { id, client, conversation, openedAt }: ReadCase,
): Promise<readonly FileRef[]> {
  const others = await storage.listCases({ clients: [client], conversation });
  const ends = others
    .filter((other) => other.id !== id && other.closedAt !== null && other.openedAt < openedAt)
    .map(({ closedAt }) => closedAt ?? '');
  const from = ends.toSorted().at(-1) ?? '';
  const messages = await storage.messagesAfter(conversation, 0);
  const files = messages
    .filter(({ at }) => at > from)
    .flatMap(({ files: sent }) => sent.map((one) => File.safeParse(one).data));
  return [...new Map(files.flatMap((file) => (file === undefined ? [] : [[file.id, file]]))).values()];
}
