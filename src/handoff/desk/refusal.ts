import type { ApiFailure } from './api.ts';

type Failure = ApiFailure['error'];

/** The desk says no, in words for the technician. Thrown by whatever finds out, and sent as it is. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(code: Failure['code'], message: string, first: Pick<Failure, 'holder' | 'by'> = {}) {
    super(message);
    this.name = 'Refusal';
    this.failure = { code, message, ...first };
  }
}

/** What is not there and what somebody may not see look the same. */
export function notFound(what: string): Refusal {
  return new Refusal(
    'not-found',
    `There is no ${what} here, or it belongs to a client that you do not look after.`,
  );
}
