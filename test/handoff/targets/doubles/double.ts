import { createServer, type IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import type { TestContext } from 'node:test';

/** A ticket as any of the systems would show it to a person. */
export type DoubleTicket = {
  reference: string;
  client: string;
  case: string;
  subject: string;
  details: string;
  priority: string;
  status: string;
  notes: { text: string; hidden: boolean }[];
  files: { name: string; bytes: Buffer }[];
};

export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  /** Undefined when the body is no JSON. */
  json: unknown;
  /** Parts of a form by their names. */
  form: ReadonlyMap<string, Part>;
};
export type Part = { text: string; file: string | undefined; bytes: Buffer };
export type Reply = { status: number; json?: unknown; headers?: Record<string, string> };

/** What one vendor does with a request. Anything the vendor would refuse is refused with its status. */
export type Vendor = {
  /** Fields, secrets and client as an administrator would set them. */
  fields: Record<string, string>;
  secrets: Record<string, string>;
  client: string;
  closed: string;
  tickets: DoubleTicket[];
  answer(asked: Asked): Reply | undefined;
};

/** What happens to an answer on its way back. The request was carried out in any case. */
export type Mishap = 'none' | 'lost' | 'never-arrived' | { status: number; headers?: Record<string, string> };

export type DoubleServer = {
  url: string;
  /** Method and path of everything asked, in order. */
  asked: string[];
  /** Decides about the request with this number, from 0, among those that change something. */
  mishap: (change: number, asked: Asked) => Mishap | Promise<Mishap>;
};

/** Serves a double of a vendor on a port of its own, until the test ends. */
export async function serveDouble(
  test: Pick<TestContext, 'after'>,
  make: (url: string) => Vendor,
): Promise<DoubleServer & { vendor: Vendor }> {
  let changes = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const asked = await read(request);
      served.asked.push(`${asked.method} ${asked.path}`);
      const mishap = asked.method === 'GET' ? 'none' : await served.mishap(changes++, asked);
      if (mishap === 'never-arrived') return response.destroy();
      // Restify, where it is in the same process, makes `writeHead` give nothing back.
      if (typeof mishap === 'object') {
        response.writeHead(mishap.status, mishap.headers);
        return response.end();
      }
      const reply = served.vendor.answer(asked) ?? {
        status: 404,
        json: { error: `no ${asked.method} ${asked.path}` },
      };
      if (mishap === 'lost') return response.destroy();
      const written = reply.json === undefined ? '' : JSON.stringify(reply.json);
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      return response.end(written);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${portOf(server)}`;
  const served = {
    url,
    asked: [] as string[],
    mishap: (): Mishap => 'none',
    vendor: make(url),
  } as DoubleServer & {
    vendor: Vendor;
  };
  return served;
}

/** The port that a listening server has. */
export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.');
  return address.port;
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const url = new URL(request.url ?? '/', 'http://double');
  const body = Buffer.concat(parts);
  const type = request.headers['content-type'] ?? '';
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body,
    json: type.startsWith('application/json') ? JSON.parse(body.toString()) : undefined,
    form: type.startsWith('multipart/form-data') ? await readForm(body, type) : new Map<string, Part>(),
  };
}

/** By the platform's own parser, so that a form of ours is a form to others. */
async function readForm(body: Buffer, type: string): Promise<Map<string, Part>> {
  const data = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const parts = [...data.entries()].map(async ([name, value]): Promise<[string, Part]> => {
    if (typeof value === 'string') return [name, { text: value, file: undefined, bytes: Buffer.alloc(0) }];
    return [name, { text: '', file: value.name, bytes: Buffer.from(await value.arrayBuffer()) }];
  });
  return new Map(await Promise.all(parts));
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** What lies at a path of JSON, as a test needs it: text or nothing. */
export function at(json: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    json,
  );
}

export function text(json: unknown, ...path: (string | number)[]): string {
  const value = at(json, ...path);
  return typeof value === 'string' ? value : '';
}

export function isNumber(json: unknown, ...path: (string | number)[]): boolean {
  return typeof at(json, ...path) === 'number';
}

export function ticketOf(ticket: Partial<DoubleTicket>): DoubleTicket {
  return {
    reference: '',
    client: '',
    case: '',
    subject: '',
    details: '',
    priority: '',
    status: '',
    notes: [],
    files: [],
    ...ticket,
  };
}
