import { createHash } from 'node:crypto';
import type { AlertWords } from '../../dialog/alert.ts';
import type { AlertStorage } from '../../storage/alerts-port.ts';
import type { Bulletin } from '../port.ts';
import { emptyDraft } from './desk.ts';

export type DraftOptions = { storage: Pick<AlertStorage, 'addAlert'>; bulletin: Bulletin; now: () => Date };

/**
 * Drafts the alert of a campaign for one client, once: a lead approves it or puts it away. Its words must come from the knowledge
 * alone, so that nothing of one client's staff or callers reaches another. False when it was drafted before.
 */
export async function draftAlert(
  { storage, bulletin, now }: DraftOptions,
  { client, campaign, words }: { client: string; campaign: string; words: AlertWords },
): Promise<boolean> {
  const at = now();
  const id = draftId(campaign, client);
  const { title, text, steps } = words;
  const drafted = await storage.addAlert(
    { ...emptyDraft(client, at), id, campaign, content: { title, text, steps } },
    { at: at.toISOString(), who: 'callcheck', what: 'alert-drafted', about: id, detail: { campaign } },
  );
  if (drafted) bulletin.tell({ kind: 'changed', client, conversation: '', cases: [] });
  return drafted;
}

/** The same campaign has the same draft, whatever restarts. */
function draftId(campaign: string, client: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([campaign, client]))
    .digest('hex');
  return `AL-${digest.slice(0, 12)}`;
}
