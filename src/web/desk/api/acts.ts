import { send, Unreached } from './client.ts';
import type { ActAnswer, ActRequest } from './types.ts';

const waitsMs = [500, 1500, 4000];

/**
 * Does something in a conversation. The id is made here, so that asking again after a lost answer changes nothing twice.
 * Throws a `Refusal` when the server says no, `Unreached` when it cannot be reached for a while.
 */
export async function act(caseId: string, what: ActRequest['act']): Promise<ActAnswer> {
  const request: ActRequest = { id: crypto.randomUUID(), act: what };
  for (const waitMs of waitsMs) {
    try {
      return await sendAct(caseId, request);
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return sendAct(caseId, request);
}

export const sendAct = (caseId: string, request: ActRequest): Promise<ActAnswer> =>
  send<ActAnswer>(`/cases/${encodeURIComponent(caseId)}/acts`, request);
