import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { priorities } from '../../dialog/brief.ts';
import { placeholdersIn } from './template.ts';

/**
 * How one ticket system is spoken to: a file of `connectors/`. Texts are templates (`template.ts`); paths of answers are
 * written `result.0.id`. Everything that is particular to a vendor stands in its file and nowhere in the program.
 */
const text = z.string().min(1);
const path = z.string();

const Request = z
  .strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH']),
    /** Behind `base`, or whole. Every value put into it is encoded. */
    path: text,
    headers: z.record(z.string(), z.string()).default({}),
    json: z.unknown().optional(),
    /** A form with the file as the part named `file`. */
    multipart: z
      .strictObject({ file: text, fields: z.record(z.string(), z.string()).default({}) })
      .optional(),
    /** The file itself. */
    bytes: z.literal(true).optional(),
  })
  .refine((one) => [one.json, one.multipart, one.bytes].filter((body) => body !== undefined).length <= 1, {
    error: 'has more than one body',
  });
export type ConnectorRequest = z.infer<typeof Request>;

/** Asked before the request itself; what is taken from the answer is `{first}` in it. */
const First = z.strictObject({
  request: Request,
  /** A list in the answer, of which the entry where these are so is meant; without it the answer itself. */
  items: path.optional(),
  where: z.record(z.string(), z.string()).default({}),
  take: path,
});
const Action = z.strictObject({ first: First.optional(), request: Request });
export type ConnectorAction = z.infer<typeof Action>;

/** Something that must happen once. `seen` gets everything in which the mark (or the file's name) stands once it has. */
const MarkedAction = Action.extend({ seen: Request });

const Asked = z.strictObject({
  what: text,
  default: z.string().optional(),
  optional: z.boolean().default(false),
});

export const Connector = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: text,
  documentation: z.url(),
  checked: z.iso.date(),
  /** What `ticketClients` of a client holds for this system. */
  client: text,
  fields: z.record(z.string(), Asked).default({}),
  secrets: z.record(z.string(), z.strictObject({ what: text })),
  base: text,
  /** The account's own server, asked for once at the address of the settings. It is `{zone}`. */
  zone: z.strictObject({ path: text, at: path }).optional(),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('basic'), user: text, password: text }),
    z.strictObject({ kind: z.literal('headers'), headers: z.record(z.string(), text) }),
    z.strictObject({
      kind: z.literal('oauth'),
      path: text,
      form: z.record(z.string(), text),
      token: path.default('access_token'),
      /** Seconds. */
      lifetime: path.default('expires_in'),
    }),
  ]),
  headers: z.record(z.string(), z.string()).default({}),
  /** `{priority.<name>}` by our priority. */
  priorities: z.record(z.enum(priorities), z.record(z.string(), z.string())),
  find: z.strictObject({
    request: Request,
    items: path,
    /** Where in an entry the case's id stands: a search of the vendor may also find what is only like it. */
    match: path,
    reference: path,
    /** How long after a try a ticket it made can be missing in the answer. */
    settleSeconds: z.int().min(0).default(30),
  }),
  create: Action.extend({ reference: z.array(path).min(1) }),
  read: z.strictObject({
    request: Request,
    client: path,
    /** Where the answer says that the ticket is closed already. */
    closed: z.strictObject({ at: path, is: text }).optional(),
  }),
  note: MarkedAction,
  attach: MarkedAction,
  /** These two may happen again: they set a state. */
  close: Action,
  reopen: Action,
  /** The ticket's page for people. */
  page: text,
});
export type Connector = z.infer<typeof Connector>;

const known = [
  [
    'url',
    'zone',
    'case',
    'client',
    'reference',
    'subject',
    'details',
    'text',
    'openedAt',
    'due',
    'first',
    'item',
  ],
  ['outcome', 'person.name', 'person.contact', 'file.name', 'file.type', 'file.base64'],
].flat();

/** All connectors of a folder, by id. Rejects with every fault at once: the program is not to start with half a connector. */
export async function loadConnectors(folder: string): Promise<ReadonlyMap<string, Connector>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  const files = await Promise.all(
    names.map(async (name) => ({ name, source: await readFile(join(folder, name), 'utf8') })),
  );
  const read = files.map(({ name, source }) => readConnector(name, source));
  const faults = read.flatMap((one) => (one.kind === 'refused' ? one.faults : []));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return new Map(read.flatMap((one) => (one.kind === 'read' ? [[one.connector.id, one.connector]] : [])));
}

export type ConnectorResult =
  | { kind: 'read'; connector: Connector }
  | { kind: 'refused'; faults: readonly string[] };

/** One file; its name is its id. Never throws. */
export function readConnector(name: string, source: string): ConnectorResult {
  let plain: unknown;
  try {
    plain = parse(source);
  } catch (error) {
    return { kind: 'refused', faults: [`connectors/${name} · ${String(error)} · write it as YAML`] };
  }
  const parsed = Connector.safeParse(plain);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `connectors/${name} · ${issue.path.join('.')}: ${issue.message}`,
    );
    return { kind: 'refused', faults };
  }
  const faults = findFaults(parsed.data).map((fault) => `connectors/${name} · ${fault}`);
  if (`${parsed.data.id}.yaml` !== name)
    faults.push(`connectors/${name} · its id is ${parsed.data.id} · name the file like it`);
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'read', connector: parsed.data };
}

function findFaults(connector: Connector): string[] {
  const { fields, secrets, priorities: byPriority } = connector;
  const names = new Set([
    ...known,
    ...Object.keys(fields).map((name) => `field.${name}`),
    ...Object.keys(secrets).map((name) => `secret.${name}`),
    ...Object.values(byPriority).flatMap((values) => Object.keys(values).map((name) => `priority.${name}`)),
  ]);
  const used = new Set(placeholdersIn(connector));
  const unknown = [...used].filter((name) => !names.has(name));
  const unused = [...names].filter((name) => /^(field|secret)\./.test(name) && !used.has(name));
  return [
    ...unknown.map(
      (name) =>
        `{${name}} stands for nothing · it would never be filled · use one of ${[...names].join(', ')}`,
    ),
    ...unused.map(
      (name) =>
        `${name} is asked for and not used · an administrator would fill it in vain · use it or remove it`,
    ),
  ];
}
