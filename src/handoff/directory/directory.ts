import { isDeepStrictEqual } from 'node:util';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { DirectoryStorage } from '../../storage/directory-port.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import { keepWorking } from '../keep-working.ts';
import { holdOf, type Held } from './overlay.ts';

export type DirectoryOptions = {
  storage: Pick<DirectoryStorage, 'listEntries'> & Pick<TeamsStorage, 'listTeamsPeople'>;
  /** What all clients share. */
  knowledge: () => Knowledge;
  clients: readonly string[];
  log: Record<'error', (fields: Record<string, unknown>, message: string) => void>;
};

/** What each client knows: what all share, with the numbers and colleagues of its own. */
export type Directory = {
  /** The same object until something changed, so that it is indexed once. */
  knowledge(client: string): Knowledge;
  /** After a change of this client's entries. */
  refresh(client: string): Promise<void>;
  /** Reads them all again every so often: people come to Teams, and another process may have approved something. */
  keepFresh(): () => Promise<void>;
};

const readsAgainAfterMs = 20_000;
const nothing: Held = { numbers: [], colleagues: [] };

/** Call `refresh` for each client, or `keepFresh`, before anybody speaks; nothing of its own is known until then. */
export function createDirectory({ storage, knowledge, clients, log }: DirectoryOptions): Directory {
  const held = new Map<string, Held>();
  const made = new Map<string, { from: Knowledge; held: Held; overlay: Knowledge }>();

  async function refresh(client: string): Promise<void> {
    const [entries, people] = await Promise.all([
      storage.listEntries(client),
      storage.listTeamsPeople(client),
    ]);
    const now = holdOf(entries, people);
    if (!isDeepStrictEqual(now, held.get(client))) held.set(client, now);
  }

  return {
    refresh,
    knowledge(client) {
      const from = knowledge();
      const own = held.get(client) ?? nothing;
      const before = made.get(client);
      if (before?.from === from && before.held === own) return before.overlay;
      const overlay = overlayOf(from, own);
      made.set(client, { from, held: own, overlay });
      return overlay;
    },
    keepFresh: () =>
      keepWorking(
        async () => {
          for (const client of clients) await refresh(client);
        },
        readsAgainAfterMs,
        (error) => log.error({ err: error }, 'the directory could not be read; what was known stays in use'),
      ),
  };
}

/** Where both name a number, the client's own entry counts. */
function overlayOf(knowledge: Knowledge, { numbers, colleagues }: Held): Knowledge {
  if (numbers.length === 0 && colleagues.length === 0) return knowledge;
  const own = new Set(numbers.map(({ number }) => number.replaceAll(' ', '')));
  const shared = knowledge.directory.filter(({ number }) => !own.has(number.replaceAll(' ', '')));
  return { ...knowledge, directory: [...shared, ...numbers], colleagues };
}
