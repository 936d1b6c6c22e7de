import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../domain/knowledge.ts';
import type { Fault } from './fault.ts';
import { loadKnowledge } from './load.ts';
import { folderNames } from './schema.ts';

export type KnowledgeListener = {
  /** A whole, well-formed new version: use it from now on. */
  onLoaded: (knowledge: Knowledge) => void;
  /** The folder is broken now: keep the version in use, and tell an editor. */
  onRefused: (faults: readonly Fault[]) => void;
};

type Options = { current?: Knowledge; settleMs?: number; load?: typeof loadKnowledge };

/**
 * Watches the knowledge folder and the folders in it, nothing else on the disk. A listener hears a version only
 * when all of it is well, so the last good version stays. `current` is what is already in use, and `settleMs`
 * is how long the files must be quiet before they are read: editors and git write many files at once. `load` reads them.
 */
export function watchKnowledge(
  folder: string,
  { onLoaded, onRefused }: KnowledgeListener,
  { current, settleMs = 200, load = loadKnowledge }: Options = {},
): { close: () => void } {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let inUse = markOf(current);
  let isRefused = false;
  let isClosed = false;
  let reloads = 0;

  openAll();
  return { close };

  /** Opened again on each change, since a replaced folder leaves its old watcher deaf. */
  function openAll(): void {
    closeAll();
    const places = [folder, ...folderNames.map((name) => join(folder, name))];
    watchers = places.flatMap((place) => openOne(place));
  }

  function openOne(place: string): FSWatcher[] {
    try {
      return [watch(place, settle).on('error', settle)];
    } catch {
      return []; // A missing folder is a fault that the next load reports.
    }
  }

  function settle(): void {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void reload(), settleMs);
  }

  async function reload(): Promise<void> {
    openAll();
    const number = ++reloads;
    const result = await load(folder);
    // What was read before the last change must not come in after it.
    if (isClosed || number !== reloads) return;
    if (result.kind === 'refused') {
      isRefused = true;
      return onRefused(result.faults);
    }
    const mark = markOf(result.knowledge);
    if (mark === inUse && !isRefused) return;
    inUse = mark;
    isRefused = false;
    onLoaded(result.knowledge);
  }

  function closeAll(): void {
    for (const watcher of watchers) watcher.close();
  }

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
    closeAll();
  }
}

/** Another version, or the same one measured anew. */
function markOf(knowledge: Knowledge | undefined): string {
  return JSON.stringify([knowledge?.version, knowledge?.figures]);
}
