import { once } from 'node:events';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'restify';
import { cleanName } from '../../observability/file-name.ts';
import { tooLarge, type Incoming } from '../files.ts';

export type ReadUpload =
  | { kind: 'read'; activity: unknown; incoming: readonly Incoming[] }
  | { kind: 'refused'; status: 400 | 413; code: string; message: string };

/** The activity carries small copies of the pictures, which are not kept. */
const maxActivityBytes = 2_000_000;
/** So much may wait in memory, whoever sends it. */
const maxHeldBytes = 256_000_000;
/** Read to the end, so that the person is told; what is longer is no mistake of theirs. */
const readFactor = 20;
const maxParts = 40;
const busy = 'Many files are being sent just now. Send it again in a minute.';

/**
 * Reads `multipart/form-data` as the chat client sends it: a part `activity`, and a part `file` for each file. A file that is
 * too large is dropped while it is read and comes back with the reason, so that the rest of the message still counts.
 */
export function createUploads(maxBytes: number): (req: Request) => Promise<ReadUpload> {
  let heldBytes = 0;

  /** `undefined` when it is larger than `most`; `busy` when too much waits already. */
  async function collect(
    stream: Readable,
    most: number,
    taken: Buffer[],
  ): Promise<'whole' | 'large' | 'busy'> {
    let bytes = 0;
    let outcome: 'whole' | 'large' | 'busy' = 'whole';
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (outcome !== 'whole') continue;
      if (bytes > most) outcome = 'large';
      else if (heldBytes + chunk.length > maxHeldBytes) outcome = 'busy';
      else {
        heldBytes += chunk.length;
        taken.push(chunk);
        continue;
      }
      release(taken);
    }
    return outcome;
  }

  function release(taken: Buffer[]): void {
    heldBytes -= lengthOf(taken);
    taken.length = 0;
  }

  async function takeFile(name: string, stream: Readable, taken: Buffer[]): Promise<Incoming> {
    const outcome = await collect(stream, maxBytes, taken);
    if (outcome === 'whole') return { kind: 'whole', name, bytes: Buffer.concat(taken) };
    return { kind: 'refused', name, reason: outcome === 'large' ? tooLarge(maxBytes) : busy };
  }

  async function takeActivity(stream: Readable, taken: Buffer[]): Promise<string | undefined> {
    const outcome = await collect(stream, maxActivityBytes, taken);
    return outcome === 'whole' ? Buffer.concat(taken).toString('utf8') : undefined;
  }

  return async (req) => {
    const parser = makeParser(req);
    if (parser === undefined) return refuse(noForm);
    const held: Buffer[][] = [];
    const files: Promise<Incoming>[] = [];
    let activity: Promise<string | undefined> = Promise.resolve('{"type":"message"}');
    parser.on('file', (part, stream, { filename }) => {
      const taken: Buffer[] = [];
      held.push(taken);
      if (part === 'activity') activity = takeActivity(stream, taken);
      else files.push(takeFile(cleanName(filename), stream, taken));
      // A broken form is told below; unheard, it would end the process.
      for (const taking of [activity, ...files]) taking.catch(() => undefined);
    });
    try {
      const fed = await feed(parser, req, maxBytes * readFactor + maxActivityBytes);
      if (fed === 'endless') return { ...refuse(endless), status: 413, code: 'MessageSizeTooBig' };
      const text = await activity;
      return { kind: 'read', activity: JSON.parse(text ?? ''), incoming: await Promise.all(files) };
    } catch {
      return refuse(noForm);
    } finally {
      held.forEach(release);
    }
  };
}

const noForm =
  'This is no form with files. Send multipart/form-data: a part "activity" with one message as JSON, and a part "file" for each file.';
const endless = 'The files are far too big to be read. Send a picture of part of the screen.';

function refuse(message: string): Extract<ReadUpload, { kind: 'refused' }> {
  return { kind: 'refused', status: 400, code: 'BadArgument', message };
}

function makeParser(req: Request): busboy.Busboy | undefined {
  try {
    const limits = { files: maxParts, parts: maxParts, fields: 0, headerPairs: 20 };
    return busboy({ headers: req.headers, limits, defParamCharset: 'utf8' });
  } catch {
    return undefined;
  }
}

async function feed(parser: busboy.Busboy, req: Request, most: number): Promise<'fed' | 'endless'> {
  const closed = once(parser, 'close');
  closed.catch(() => undefined);
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) return 'endless';
    if (!parser.write(chunk)) await Promise.race([once(parser, 'drain'), closed]);
  }
  parser.end();
  await closed;
  return 'fed';
}

function lengthOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
