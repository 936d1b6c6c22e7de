import type { Request } from 'restify';

export type ReadJson =
  | { kind: 'read'; body: unknown }
  | { kind: 'refused'; status: 400 | 413; code: string; message: string };

/**
 * The request's JSON body; an empty one is `undefined`. Reads to the end even when it is too large, so that the sender
 * sees the answer and not a broken connection, but keeps nothing of it. Restify's own parser repeats the input in its
 * error and unpacks compressed bodies.
 */
export async function readJson(req: Request, maxBytes: number): Promise<ReadJson> {
  const text = await readText(req, maxBytes);
  if (text === undefined) {
    const message = `The request is larger than ${maxBytes} bytes. Send less.`;
    return { kind: 'refused', status: 413, code: 'MessageSizeTooBig', message };
  }
  if (text === '') return { kind: 'read', body: undefined };
  try {
    return { kind: 'read', body: JSON.parse(text) };
  } catch {
    const message = 'The request body is not JSON. Send one JSON object, in UTF-8, without compression.';
    return { kind: 'refused', status: 400, code: 'BadArgument', message };
  }
}

/** The request's body, or `undefined` when it is larger. */
export async function readText(req: Request, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}
