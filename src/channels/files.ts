import type { FileRef } from '../dialog/brief.ts';
import type { KeepFile, ReadFile } from '../handoff/port.ts';

/** Where the files of a chat lie, and how much one message may bring. */
export type Files = { keep: KeepFile; read: ReadFile; maxBytes: number; maxPerMessage: number };

/** A file on its way in: what could not even be read comes with the reason. */
export type Incoming =
  | { kind: 'whole'; name: string; bytes: Uint8Array }
  | { kind: 'refused'; name: string; reason: string };

export type Refused = { name: string; reason: string };
/** What became of the files of one message. */
export type Arrived = { files: readonly FileRef[]; refused: readonly Refused[] };

export const noFiles: Arrived = { files: [], refused: [] };

type Sender = { conversation: string; client: string; by: string };

/** Keeps what can be kept; the rest comes back with reasons. Rejects when the store fails. */
export async function keepAll(
  { keep, maxPerMessage }: Files,
  incoming: readonly Incoming[],
  sender: Sender,
): Promise<Arrived> {
  const files: FileRef[] = [];
  const refused: Refused[] = [];
  for (const one of incoming) {
    const outcome = files.length < maxPerMessage ? await keepOne(keep, one, sender) : tooMany(maxPerMessage);
    if (outcome.kind === 'kept') files.push(outcome.file);
    else refused.push({ name: one.name, reason: outcome.reason });
  }
  return { files, refused };
}

async function keepOne(keep: KeepFile, one: Incoming, sender: Sender): ReturnType<KeepFile> {
  return one.kind === 'refused' ? one : await keep({ ...sender, name: one.name, bytes: one.bytes });
}

function tooMany(most: number): { kind: 'refused'; reason: string } {
  return { kind: 'refused', reason: `One message can bring ${most} files. Send it in a new message.` };
}

/** For the person; sizes as file managers count them. */
export function tooLarge(maxBytes: number): string {
  const most =
    maxBytes < 1_000_000 ? `${Math.floor(maxBytes / 1000)} KB` : `${Math.floor(maxBytes / 1_000_000)} MB`;
  return `It is too big. The most is ${most}. A picture of part of the screen is smaller.`;
}

export const unreachable = 'We could not fetch it. Write what it says, or send it another way.';

/** What the person reads when files were not kept. */
export function tellRefused(refused: readonly Refused[]): string {
  return refused.map(({ name, reason }) => `We did not keep “${name}”. ${reason}`).join('\n');
}

/** Pictures that a chat shows; all else is offered to be saved. */
export function isPicture({ type }: Pick<FileRef, 'type'>): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(type);
}

/** Shown in place or offered to be saved, under its name as RFC 8187 has it: nothing in a name ends the header. */
export function dispositionOf(file: Pick<FileRef, 'name' | 'type'>): string {
  const encoded = encodeURIComponent(file.name.toWellFormed());
  const name = encoded.replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${isPicture(file) ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`;
}
