import * as z from 'zod';
import type { Operation } from './openapi.ts';
import type { FailureCode } from './refusal.ts';
import * as shape from './schemas.ts';

const always: readonly FailureCode[] = ['no-key', 'not-allowed', 'too-many', 'failed'];
const withBody: readonly FailureCode[] = ['not-understood', 'too-large', ...always];

/** Nothing that could end a header or a line, and short enough to be a name. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\u0021-\u007e]{1,200}$/, '1 to 200 visible ASCII characters, without spaces');

/** Everything that other systems can do: the document is made from this, and the routes are held to it by a test. */
export const operations = {
  assess: {
    method: 'post',
    path: '/api/v1/assess',
    name: 'assess',
    scope: 'assess',
    summary: 'Judge a story',
    description:
      'Evidence, verdict, reasons and advice for one story, as `npm run -s assess -- --json` gives them. Nothing is kept.',
    request: {
      name: 'AssessRequest',
      schema: shape.AssessRequest,
      example: { story: 'A man from Microsoft rang and wants me to install AnyDesk.' },
    },
    answers: [{ status: 200, name: 'Assessment', schema: shape.Assessment, when: 'The judgement.' }],
    refusals: withBody,
  },
  openCase: {
    method: 'post',
    path: '/api/v1/cases',
    name: 'openCase',
    scope: 'cases:write',
    summary: 'Open a case',
    description:
      'A case with everything that was told, for the technicians of the key’s client. The same Idempotency-Key with the same body finds the same case again.',
    headers: [
      {
        name: 'Idempotency-Key',
        required: true,
        description: 'Your own word for this case, such as your ticket’s number.',
        schema: IdempotencyKey,
      },
    ],
    request: {
      name: 'CaseRequest',
      schema: shape.CaseRequest,
      example: {
        story: 'A caller from our bank asked Priya to move money to a safe account.',
        person: { name: 'Priya Nair', contact: 'extension 204' },
      },
    },
    answers: [
      { status: 201, name: 'CaseReceipt', schema: shape.CaseReceipt, when: 'The case was opened.' },
      { status: 200, name: 'CaseReceipt', schema: shape.CaseReceipt, when: 'It was opened before.' },
    ],
    refusals: [...withBody, 'conflict'],
  },
  readCase: {
    method: 'get',
    path: '/api/v1/cases/{id}',
    name: 'readCase',
    scope: 'cases:read',
    summary: 'Read a case',
    description: 'How far a case of the key’s client is. A case of another client is not found.',
    answers: [{ status: 200, name: 'Case', schema: shape.CaseView, when: 'The case.' }],
    refusals: [...always, 'not-found'],
  },
  takeCall: {
    method: 'post',
    path: '/api/v1/calls',
    name: 'takeCall',
    scope: 'calls:write',
    summary: 'Tell of a call',
    description:
      'What the telephone system knows of one call. It is attached to the case that it fits by time and by number, extension or person; until there is one, it waits.',
    request: {
      name: 'CallRequest',
      schema: shape.CallRequest,
      example: {
        id: 'pbx-20261121-0042',
        number: '+44 161 496 0123',
        direction: 'inbound',
        start: '2026-11-21T09:58:00Z',
        end: '2026-11-21T10:07:30Z',
        extension: '204',
      },
    },
    answers: [
      { status: 201, name: 'CallReceipt', schema: shape.CallReceipt, when: 'The call was kept.' },
      { status: 200, name: 'CallReceipt', schema: shape.CallReceipt, when: 'It was told before.' },
    ],
    refusals: [...withBody, 'conflict'],
  },
} as const satisfies Record<string, Operation>;
