import { createHash, randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { Key } from './guard.ts';
import type { Api } from './options.ts';
import { Refusal } from './refusal.ts';
import type { CallReceipt, CallRequest } from './schemas.ts';

/**
 * Keeps what a telephone system says about a call, and attaches it to the case that it fits. The same again is kept once. Throws a
 * `Refusal` when the call was told otherwise before.
 */
export async function takeCall(
  { storage, calls, now, log }: Api,
  key: Key,
  told: z.output<typeof CallRequest>,
): Promise<{ isNew: boolean; receipt: z.input<typeof CallReceipt> }> {
  const { number, direction, start, end = null, extension = null, person = null, recording = null } = told;
  const { outcome, call } = await storage.keepCall({
    id: randomUUID(),
    key: key.id,
    call: told.id ?? nameOf([number, direction, start, extension]),
    client: key.client,
    number,
    direction,
    startedAt: start,
    endedAt: end,
    extension,
    person,
    recording,
    receivedAt: now().toISOString(),
  });
  if (outcome === 'other')
    throw new Refusal(
      'conflict',
      'This call was told before, and otherwise, so nothing was changed. Tell each call once, when it has ended.',
    );
  if (outcome === 'new') log.info({ call: call.id, key: key.id }, 'a call record was kept');
  return {
    isNew: outcome === 'new',
    receipt: { call: { id: call.id, case: call.case ?? (await calls.attach(call)) } },
  };
}

/** A call that has no name of its own is known by these: nobody is rung twice in one moment on one extension by one number. */
function nameOf(parts: readonly unknown[]): string {
  return `=${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}
