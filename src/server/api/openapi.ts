import * as z from 'zod';
import type { Scope } from './key.ts';
import { failures, type FailureCode } from './refusal.ts';

/** One thing that other systems can do, as it is described and as it is served. */
export type Operation = {
  method: 'get' | 'post';
  /** As OpenAPI writes it: `/api/v1/cases/{id}`. */
  path: string;
  name: string;
  scope: Scope;
  summary: string;
  description: string;
  headers?: readonly { name: string; required: boolean; description: string; schema: z.ZodType }[];
  request?: { name: string; schema: z.ZodType; example: unknown };
  answers: readonly { status: 200 | 201; name: string; schema: z.ZodType; when: string }[];
  refusals: readonly FailureCode[];
};

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document, made from what bodies are checked by. */
export function describeApi(operations: readonly Operation[], failure: z.ZodType): Json {
  const paths = Map.groupBy(operations, ({ path }) => path);
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Callcheck',
      version: '1',
      summary: 'What to do about a suspicious caller, for telephone systems and ticket systems.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, list]) => [
        path,
        Object.fromEntries(list.map((one) => [one.method, describeOperation(one)])),
      ]),
    ),
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key `cck_<id>_<secret>`, made with `npm run -s keys -- add`. It acts for one client.',
        },
      },
      schemas: describeSchemas(operations, failure),
    },
  };
}

function describeOperation(operation: Operation): Json {
  const { name, scope, summary, description, request, answers, refusals } = operation;
  return {
    operationId: name,
    summary,
    description: `${description}\n\nNeeds the scope \`${scope}\`.`,
    parameters: describeParameters(operation),
    ...(request && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: refer(request.name), example: request.example } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        answers.map((answer) => [answer.status, { description: answer.when, ...contentOf(answer.name) }]),
      ),
      ...Object.fromEntries(refusals.map(describeRefusal)),
    },
  };
}

function describeParameters({ path, headers = [] }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inHeaders = headers.map(({ name, required, description, schema }) => ({
    name,
    in: 'header',
    required,
    description,
    schema: toJson(schema, 'input'),
  }));
  return [...inPath, ...inHeaders];
}

function describeRefusal(code: FailureCode): [number, Json] {
  const { status, when } = failures[code];
  const wait = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };
  return [
    status,
    { description: when, ...(code === 'too-many' && { headers: wait }), ...contentOf('Failure') },
  ];
}

function describeSchemas(operations: readonly Operation[], failure: z.ZodType): Json {
  const schemas: Json = { Failure: toJson(failure, 'output') };
  for (const { request, answers } of operations) {
    if (request) schemas[request.name] = toJson(request.schema, 'input');
    for (const { name, schema } of answers) schemas[name] = toJson(schema, 'output');
  }
  return schemas;
}

function contentOf(name: string): Json {
  return { content: { 'application/json': { schema: refer(name) } } };
}

function refer(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** The document names the dialect once, for all. */
function toJson(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io });
  return json;
}
