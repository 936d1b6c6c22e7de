import type { CheckStorage, StoredCheck } from '../../storage/checks-port.ts';
import type { Storage } from '../../storage/port.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Viewer } from '../desk/access.ts';
import { isOwnCheck, type OwnOptions } from '../desk/own-check.ts';
import { readBrief } from '../desk/read-brief.ts';
import type { OpenCheck, OpenChecks } from './api.ts';

export type ListOptions = {
  storage: OwnOptions['storage'] & Pick<CheckStorage, 'openChecks'> & Pick<Storage, 'readCase'>;
  settings: OwnOptions['settings'] & Pick<Settings, 'clients'>;
  now: () => Date;
};

/** Checks that wait for a technician, or for the caller's words, of the clients that whoever asks looks after. */
export async function listChecks(options: ListOptions, viewer: Viewer): Promise<OpenChecks> {
  const now = options.now().toISOString();
  const open = await options.storage.openChecks('technician', viewer.clients);
  const listed = open.filter(({ dueAt }) => dueAt > now);
  return { checks: await Promise.all(listed.map((check) => describe(options, viewer, check))), now };
}

async function describe(options: ListOptions, viewer: Viewer, check: StoredCheck): Promise<OpenCheck> {
  const { storage, settings } = options;
  const found = await storage.readCase(check.case ?? '');
  const isTheirs = check.technician?.id === viewer.id;
  return {
    id: check.id,
    case: check.case ?? '',
    client: check.client,
    clientName: settings.clients.find(({ id }) => id === check.client)?.name ?? check.client,
    person: {
      name: check.person.name,
      contact: (found && readBrief(found).person.contact) ?? null,
    },
    askedAt: check.askedAt,
    dueAt: check.dueAt,
    own: await isOwnCheck(options, viewer, check.conversation),
    technician: check.technician,
    words: isTheirs && check.words !== null ? [...check.words] : null,
  };
}
