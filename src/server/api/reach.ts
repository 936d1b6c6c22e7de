import type { Reach } from '../../handoff/port.ts';

type ApiPlace = { channel: 'api'; key: string };

/** Where a conversation of the interface is: nowhere but here, until somebody fetches it. */
export function placeOf(key: string): ApiPlace {
  return { channel: 'api', key };
}

export function readPlace(reference: unknown): ApiPlace | undefined {
  const isOurs =
    typeof reference === 'object' &&
    reference !== null &&
    'channel' in reference &&
    reference.channel === 'api' &&
    'key' in reference &&
    typeof reference.key === 'string';
  return isOurs ? placeOf(String(reference.key)) : undefined;
}

/**
 * Adds the conversations of the interface to those that channels reach. What is said there is in the transcript as soon as it is
 * written, and the other system reads it with `GET /api/v1/cases/{id}`.
 */
export function withApi(channels: Reach): Reach {
  return {
    deliver: async (to, effects) => {
      if (readPlace(to.reference) === undefined) await channels.deliver(to, effects);
    },
    typing: async (to, name) => {
      if (readPlace(to.reference) === undefined) await channels.typing(to, name);
    },
  };
}
