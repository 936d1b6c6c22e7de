import type { Request } from 'restify';

/** What a route says back; `undefined` as body sends none. */
export type Answer = { status: number; body: unknown; headers?: Readonly<Record<string, string>> };

/** The error shape of Direct Line. `message` says what is wrong and what to do, and never repeats what was sent. */
export function refuse(
  status: 400 | 401 | 403 | 404 | 413 | 429 | 500,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body: { error: { code, message } }, headers };
}

export type ReadBody = { kind: 'read'; body: unknown } | { kind: 'refused'; answer: Answer };

/**
 * The request's JSON body; an empty one is `undefined`. Reads to the end even when it is too large, so that the sender
 * sees the answer and not a broken connection, but keeps nothing of it.
 */
export async function readJson(req: Request, maxBytes: number): Promise<ReadBody> {
  const text = await readText(req, maxBytes);
  if (text === undefined) {
    const message = `The request is larger than ${maxBytes} bytes. Send a shorter message.`;
    return { kind: 'refused', answer: refuse(413, 'MessageSizeTooBig', message) };
  }
  if (text === '') return { kind: 'read', body: undefined };
  try {
    return { kind: 'read', body: JSON.parse(text) };
  } catch {
    const message = 'The request body is not JSON. Send one JSON object, in UTF-8, without compression.';
    return { kind: 'refused', answer: refuse(400, 'BadArgument', message) };
  }
}

async function readText(req: Request, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}
