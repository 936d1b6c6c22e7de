import { randomUUID } from 'node:crypto';
import type { TurnCommit, WrittenCase } from '../../src/storage/port.ts';

export const at = '2026-11-21T10:00:00.000Z';

/** Everything JSON and text columns have been known to spoil. */
export const awkward = {
  text: `'; drop table cases; -- "q" \\ \n\u0000\u202Eright to left\u{1F4DE} é`,
  nested: [[], {}, [null, true, 0.1]],
  'a key': '',
};

/** A turn of a new conversation that writes nothing but what is given. */
export function turnOf(turn: Partial<TurnCommit>): TurnCommit {
  return {
    conversation: randomUUID(),
    activity: 'a1',
    client: 'main',
    channel: 'webchat',
    reference: undefined,
    at,
    state: {},
    readVersion: 0,
    effects: [],
    cases: [],
    caseEvents: [],
    outbox: [],
    audit: [],
    messages: [],
    ...turn,
  };
}

/** A new case of this conversation that nobody has taken. */
export function caseOf(conversation: string, written: Partial<WrittenCase> = {}): WrittenCase {
  return {
    id: randomUUID(),
    client: 'main',
    conversation,
    openedAt: at,
    priority: 'P3',
    status: 'waiting',
    technician: null,
    acceptedAt: null,
    closedAt: null,
    brief: awkward,
    closing: null,
    readVersion: 0,
    ...written,
  };
}

/** The row as it is read, written once. */
export function readOf({
  readVersion,
  ...row
}: WrittenCase): Omit<WrittenCase, 'readVersion'> & { version: number } {
  return { ...row, version: readVersion + 1 };
}
