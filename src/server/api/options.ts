import type { Converse } from '../../conversation/port.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { Calls } from '../../handoff/calls/attach.ts';
import type { Bulletin } from '../../handoff/port.ts';
import type { ApiStorage } from '../../storage/api-port.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import type { Storage } from '../../storage/port.ts';

/** What the interface works with. */
export type ApiOptions = {
  storage: Storage & DeskStorage & ApiStorage;
  converse: Converse;
  bulletin: Bulletin;
  /** What is known for this client. */
  knowledge: (client: string) => Knowledge;
  /** Clients that are served. */
  clients: readonly string[];
  region: string;
  language: string;
  /** Who outside is told about the cases of this client. */
  targets: (client: string) => readonly string[];
  /** How often one key may ask in a minute; 300 when left out. */
  perMinute?: number;
  now: () => Date;
  log: Record<'info' | 'error', (fields: Record<string, unknown>, message: string) => void>;
};

/** The same with what this part makes itself. */
export type Api = ApiOptions & { calls: Calls };
