import type { Knowledge } from '../../domain/knowledge.ts';
import type { Settings } from '../../settings/schema.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import type { DirectoryStorage } from '../../storage/directory-port.ts';

/** What changes of the directory need. */
export type DirectoryDesk = {
  storage: DirectoryStorage & Pick<DeskStorage, 'listPeople'>;
  settings: Pick<Settings, 'clients' | 'officeHours'>;
  /** What all clients share. */
  knowledge: () => Pick<Knowledge, 'authorities' | 'directory'>;
  /** Something was approved: what this client knows is another thing now. */
  onApproved: (client: string) => Promise<void>;
  hashPassphrase: (passphrase: string) => Promise<string>;
  newId: () => string;
  now: () => Date;
};

/** Whoever proposes something: by the id of their sign-in, or from the command line under the name they give. */
export type Proposer = { id: string; name: string };

/** Proposals from the command line are nobody's who signed in. */
export const commandLine: Proposer['id'] = 'console';
