export const failureCodes = [
  'not-understood',
  'no-key',
  'not-allowed',
  'not-found',
  'conflict',
  'too-large',
  'too-many',
  'failed',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** The status of each failure, and when it is answered. */
export const failures: Readonly<Record<FailureCode, { status: number; when: string }>> = {
  'not-understood': { status: 400, when: 'The body or a header is not what is described here.' },
  'no-key': { status: 401, when: 'There is no key, or it is unknown or revoked.' },
  'not-allowed': { status: 403, when: 'The key is not meant for this.' },
  'not-found': { status: 404, when: 'There is nothing here for the client of this key.' },
  conflict: { status: 409, when: 'The same thing was told before, and otherwise.' },
  'too-large': { status: 413, when: 'The body is too large.' },
  'too-many': { status: 429, when: 'Too many requests in a minute. `Retry-After` says when to come back.' },
  failed: { status: 500, when: 'Something went wrong on the server.' },
};

/** The interface says no, in words for whoever looks after the other system. Thrown by whatever finds out, and sent as it is. */
export class Refusal extends Error {
  readonly code: FailureCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: FailureCode, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
