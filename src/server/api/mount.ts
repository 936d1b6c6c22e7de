import type { Request, Server } from 'restify';
import { adviceFor } from '../../domain/advice.ts';
import { assess } from '../../domain/assess.ts';
import { toAnswer } from '../../domain/machine-answer.ts';
import { followCalls } from '../../handoff/calls/attach.ts';
import { withNumbers } from '../../numbers/check.ts';
import { takeCall } from './calls.ts';
import { openCase, readCase } from './cases.ts';
import { createGuard } from './guard.ts';
import { describeApi } from './openapi.ts';
import { IdempotencyKey, operations } from './operations.ts';
import type { ApiOptions } from './options.ts';
import { Refusal } from './refusal.ts';
import { AssessRequest, CallRequest, CaseRequest, Failure } from './schemas.ts';

/** Far beyond what a telephone system of one organisation does; one that runs wild is stopped. */
const perMinute = 300;

export type MountedApi = {
  /** Stops looking for cases that calls belong to, so that the storage can close. */
  close(): Promise<void>;
};

/** `/api/v1`: what telephone systems and ticket systems may do, each with a key of its own. */
export function mountApi(server: Server, options: ApiOptions): MountedApi {
  const { storage, clients, now } = options;
  const calls = followCalls(options);
  const api = { ...options, calls };
  const guard = createGuard({ storage, clients, now, perMinute: options.perMinute ?? perMinute });
  const document = JSON.stringify(describeApi(Object.values(operations), Failure));

  server.get('/api/v1/openapi.json', async (_req, res) => {
    res.sendRaw(200, document, { 'Content-Type': 'application/json' });
  });
  server.post(
    '/api/v1/assess',
    guard.take(operations.assess.scope, AssessRequest, async ({ client }, { story }) => ({
      status: 200,
      body: judge(options, client, story),
    })),
  );
  server.post(
    '/api/v1/cases',
    guard.take(operations.openCase.scope, CaseRequest, async (key, body, req) => {
      const { isNew, receipt } = await openCase(api, key, requestOf(req), body);
      return { status: isNew ? 201 : 200, body: receipt, location: `/api/v1/cases/${receipt.case.id}` };
    }),
  );
  server.get(
    '/api/v1/cases/:id',
    guard.read(operations.readCase.scope, async (key, req) => ({
      status: 200,
      body: await readCase(api, key, idOf(req)),
    })),
  );
  server.post(
    '/api/v1/calls',
    guard.take(operations.takeCall.scope, CallRequest, async (key, body) => {
      const { isNew, receipt } = await takeCall(api, key, body);
      return { status: isNew ? 201 : 200, body: receipt };
    }),
  );
  return { close: () => calls.close() };
}

function judge(
  { knowledge, region }: ApiOptions,
  client: string,
  story: string,
): ReturnType<typeof toAnswer> {
  const known = knowledge(client);
  const assessment = assess(withNumbers({ story, answers: [], proofs: [], region }, known), known);
  return toAnswer(assessment, adviceFor(assessment, region, known), known);
}

function requestOf(req: Request): string {
  const given = IdempotencyKey.safeParse(req.headers['idempotency-key']);
  if (given.success) return given.data;
  throw new Refusal(
    'not-understood',
    'The header Idempotency-Key is missing or has spaces or odd characters, so a repeat could not be told from a new case. Send your own word for the case, such as your ticket’s number.',
  );
}

function idOf(req: Request): string {
  const params: unknown = req.params;
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : '';
}
