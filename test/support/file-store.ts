import { createHash } from 'node:crypto';
import type { Files } from '../../src/channels/files.ts';

type Kept = NonNullable<Awaited<ReturnType<Files['read']>>> & { by: string };

/** Keeps files in memory and refuses programs, as the real store does; what it says of a file's type comes from its name. */
export function fileStore(more: Partial<Files> = {}): Files & { kept: Map<string, Kept> } {
  const kept = new Map<string, Kept>();
  return {
    kept,
    maxBytes: 100_000,
    maxPerMessage: 3,
    keep: async ({ conversation, client, name, bytes, by }) => {
      if (name.endsWith('.exe')) return { kind: 'refused', reason: 'Programs are not kept.' };
      const type = name.endsWith('.png') ? 'image/png' : 'text/html';
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file = { id: `file-${kept.size + 1}`, name, type, bytes: bytes.length, sha256 };
      kept.set(file.id, { file, conversation, client, bytes, by });
      return { kind: 'kept', file };
    },
    read: async (id) => kept.get(id),
    ...more,
  };
}
