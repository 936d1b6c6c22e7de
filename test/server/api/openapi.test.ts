import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import * as z from 'zod';
import { operations } from '../../../src/server/api/operations.ts';
import { bodyOf, raiseApi } from './stage.ts';

const Document = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z
          .object({ content: z.record(z.string(), z.object({ example: z.unknown() })) })
          .optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, and needs no key', async (t) => {
    const stage = await raiseApi(t);
    const answer = await stage.with(undefined).get('/api/v1/openapi.json');
    assert.equal(answer.headers.get('content-type'), 'application/json');
    const document = await bodyOf(answer, 200);
    const validator = new Validator();
    const result = await validator.validate(z.looseObject({}).parse(document));
    assert.deepEqual([result.valid, result.errors], [true, undefined]);
    assert.equal(validator.version, '3.1');
  });

  it('would be refused when it were broken', async (t) => {
    const stage = await raiseApi(t);
    const document = z
      .looseObject({})
      .parse(await bodyOf(await stage.with(undefined).get('/api/v1/openapi.json'), 200));
    const result = await new Validator().validate({ ...document, paths: { 'no-slash': {} } });
    assert.equal(result.valid, false);
  });

  it('describes what is served: every route, and nothing else', async (t) => {
    const stage = await raiseApi(t);
    const document = Document.parse(
      await bodyOf(await stage.with(undefined).get('/api/v1/openapi.json'), 200),
    );
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    assert.deepEqual(
      described.toSorted(),
      Object.values(operations)
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    );
    for (const { method, path } of Object.values(operations)) {
      const at = path.replace('{id}', 'CC-1');
      const stranger = stage.with(undefined);
      const answer = method === 'get' ? await stranger.get(at) : await stranger.post(at, {});
      assert.equal(answer.status, 401, path);
    }
  });

  it('has examples that are taken as they stand, and answers that it describes', async (t) => {
    const stage = await raiseApi(t);
    stage.clock.now = new Date('2026-11-21T10:00:00Z');
    const system = await stage.system();
    for (const operation of Object.values(operations)) {
      if (!('request' in operation)) continue;
      const { path, request, answers } = operation;
      const answer = await system.post(path, request.example, { 'idempotency-key': 'T-1' });
      const described = answers.find(({ status }) => status === answer.status);
      const body: unknown = await answer.json();
      assert.ok(described, `${path} ${answer.status} ${JSON.stringify(body)}`);
      assert.deepEqual(described.schema.parse(body), body);
    }
  });

  it('allows no field that the server would refuse', async (t) => {
    const stage = await raiseApi(t);
    const { components } = Document.parse(
      await bodyOf(await stage.with(undefined).get('/api/v1/openapi.json'), 200),
    );
    for (const name of ['AssessRequest', 'CaseRequest', 'CallRequest'])
      assert.equal(components.schemas[name]?.['additionalProperties'], false, name);
  });
});
