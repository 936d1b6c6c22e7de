import type { AuditRow, Consequences, WrittenCase } from './port.ts';

/** A key that another system shows. Only the hash of its secret is kept, so that a copy of the database opens nothing. */
export type StoredKey = {
  id: string;
  secretHash: string;
  /** What the key is for, as people named it. */
  name: string;
  /** All that the key does is done for this client. */
  client: string;
  scopes: readonly string[];
  createdAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
};

/** What a telephone system says about one call. `call` is its own name for it, one of its kind for the key. */
export type StoredCall = {
  id: string;
  key: string;
  call: string;
  client: string;
  /** `null` when it was withheld. */
  number: string | null;
  direction: 'inbound' | 'outbound';
  startedAt: string;
  endedAt: string | null;
  extension: string | null;
  person: string | null;
  recording: string | null;
  receivedAt: string;
  /** The case it was attached to; `null` while it waits for one. */
  case: string | null;
};

/** What the programming interface keeps. */
export type ApiStorage = {
  addKey(key: Omit<StoredKey, 'revokedAt' | 'lastUsedAt'>, audit: AuditRow): Promise<void>;
  readKey(id: string): Promise<StoredKey | undefined>;
  /** Oldest first, revoked ones too. */
  listKeys(): Promise<readonly StoredKey[]>;
  /** False when there is no such key, or it was revoked before. */
  revokeKey(id: string, audit: AuditRow): Promise<boolean>;
  touchKey(id: string, at: string): Promise<void>;

  /** Who asks under `request` first has it: `same` when that was with the same digest, `other` when with another one. */
  claimRequest(claim: {
    key: string;
    request: string;
    digest: string;
    at: string;
  }): Promise<'new' | 'same' | 'other'>;

  /** `same`: told before, word for word. `other`: the same call was told otherwise; nothing is written. `call` is what is kept. */
  keepCall(call: Omit<StoredCall, 'case'>): Promise<{ outcome: 'new' | 'same' | 'other'; call: StoredCall }>;
  readCall(id: string): Promise<StoredCall | undefined>;
  /** Those that no case has, of this client or of all, that began from `from` up to `until`; oldest first, 500 at most. */
  waitingCalls(client: string | undefined, from: string, until: string): Promise<readonly StoredCall[]>;
  /** Writes the case and gives it the call. `conflict`: somebody changed the case; `taken`: the call has a case. Neither writes anything. */
  attachCall(
    id: string,
    written: WrittenCase,
    consequences: Consequences,
  ): Promise<'attached' | 'conflict' | 'taken'>;
  /** Oldest first. */
  callsOf(caseId: string): Promise<readonly StoredCall[]>;
};
