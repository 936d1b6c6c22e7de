import type { FileRef } from '../../dialog/brief.ts';
import type { ApiStorage } from '../../storage/api-port.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import type { OutboxStorage } from '../../storage/outbox-port.ts';
import type { AuditRow, ReadCase, Storage } from '../../storage/port.ts';
import type { KeptBesides, Trace, UpkeepStorage } from '../../storage/upkeep-port.ts';
import type { ReadFile } from '../port.ts';

export type ExportStorage = Pick<
  Storage,
  'readConversation' | 'messagesAfter' | 'activitiesAfter' | 'readCase'
> &
  Pick<DeskStorage, 'readAudit'> &
  Pick<ApiStorage, 'callsOf'> &
  Pick<OutboxStorage, 'ticketsOf'> &
  Pick<UpkeepStorage, 'filesOf' | 'keptBesides'>;

type ExportedCase = ReadCase & {
  calls: Awaited<ReturnType<ApiStorage['callsOf']>>;
  /** What other systems were told of it; what they keep is theirs to give. */
  tickets: Awaited<ReturnType<OutboxStorage['ticketsOf']>>;
  audit: readonly AuditRow[];
};

export type Exported = {
  madeAt: string;
  conversations: readonly {
    conversation: string;
    client: string;
    state: unknown;
    reference: unknown;
    /** Who they are in Teams, and whether the bot can reach them. */
    inTeams: Trace['inTeams'];
    messages: Awaited<ReturnType<Storage['messagesAfter']>>;
    webChat: Awaited<ReturnType<Storage['activitiesAfter']>>;
    cases: readonly ExportedCase[];
    files: readonly FileRef[];
    /** Alerts, fingerprints of cases, checks of callers: what is kept of them that they did not write. */
    besides: KeptBesides;
  }[];
};

/** More rows about one case than anybody writes. */
const mostAudit = 10_000;

/** Everything that is kept of somebody, as it is stored. */
export async function exportTraces(
  storage: ExportStorage,
  traces: readonly Trace[],
  now: Date,
): Promise<Exported> {
  const conversations = traces.map(async ({ conversation, client, state, reference, inTeams, cases }) => ({
    conversation,
    client,
    state,
    reference,
    inTeams,
    messages: await storage.messagesAfter(conversation, 0),
    webChat: await storage.activitiesAfter(conversation, 0),
    cases: (await Promise.all(cases.map(({ id }) => exportCase(storage, id)))).flat(),
    besides: await storage.keptBesides({ conversation, login: inTeams?.login ?? null }),
    files: (await storage.filesOf(conversation)).map(({ id, name, type, bytes, sha256 }) => ({
      id,
      name,
      type,
      bytes,
      sha256,
    })),
  }));
  return { madeAt: now.toISOString(), conversations: await Promise.all(conversations) };
}

async function exportCase(storage: ExportStorage, id: string): Promise<ExportedCase[]> {
  const found = await storage.readCase(id);
  if (found === undefined) return [];
  const [calls, tickets, audit] = await Promise.all([
    storage.callsOf(id),
    storage.ticketsOf(id),
    storage.readAudit({ clients: 'all', reader: '', about: id, limit: mostAudit }),
  ]);
  return [{ ...found, calls, tickets, audit }];
}

/** The bytes of every file in an export. One that is damaged or gone is named, and keeps nobody from the rest. */
export async function readFiles(
  { conversations }: Exported,
  read: ReadFile,
): Promise<{ file: FileRef; bytes: Uint8Array | undefined }[]> {
  const files = conversations.flatMap((one) => one.files);
  return await Promise.all(
    files.map(async (file) => ({
      file,
      bytes: await read(file.id).then(
        (kept) => kept?.bytes,
        () => undefined,
      ),
    })),
  );
}
