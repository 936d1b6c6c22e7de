import busboy from 'busboy';
import type { Request, Response } from 'restify';
import { dispositionOf } from '../../channels/files.ts';
import type { FileRef } from '../../dialog/brief.ts';
import { findCase } from '../../handoff/desk/cases.ts';
import { mayClientBeSeen } from '../../handoff/desk/access.ts';
import type { Viewer } from '../../handoff/desk/access.ts';
import type { DeskOptions } from '../../handoff/desk/options.ts';
import { notFound, Refusal } from '../../handoff/desk/refusal.ts';

/** Keeps what a technician sends, for the conversation of their case. */
export async function takeFile(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  req: Request,
): Promise<FileRef> {
  const found = await findCase(options, viewer, id);
  if (found.technician?.id !== viewer.id || found.status !== 'accepted')
    throw new Refusal('not-yours', 'Take the case first, then send files.');
  const { name, bytes } = await readUpload(req, options.settings.files.maxBytes);
  const { conversation, client } = found;
  const kept = await options.keepFile({ conversation, client, name, bytes, by: viewer.name });
  if (kept.kind === 'refused') throw new Refusal('refused-file', kept.reason);
  await audit(options, viewer, 'file-added', id, kept.file);
  return kept.file;
}

/** Sends a file as data: its type is what its bytes are, only pictures are shown, and nothing in it can run. */
export async function sendFile(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  res: Response,
): Promise<void> {
  const kept = await options.readFile(id);
  if (kept === undefined || !mayClientBeSeen(viewer.clients, kept.client)) throw notFound('file');
  await audit(options, viewer, 'file-read', kept.conversation, kept.file);
  const { type } = kept.file;
  res.writeHead(200, {
    'Content-Type': /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream',
    'Content-Length': kept.bytes.length,
    'Content-Disposition': dispositionOf(kept.file),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-store',
  });
  res.end(kept.bytes);
}

type Upload = { name: string; bytes: Buffer };

/** The one file of a form. Reads to the end even when it is too large, so that the page sees the answer. */
export async function readUpload(req: Request, maxBytes: number): Promise<Upload> {
  return await new Promise<Upload>((resolve, reject) => {
    const form = openForm(req, maxBytes);
    let upload: Upload | undefined;
    let isTooLarge = false;
    form.on('file', (_field, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void (isTooLarge ? 0 : chunks.push(chunk)));
      stream.on('limit', () => {
        isTooLarge = true;
        chunks.length = 0;
      });
      stream.on('end', () => (upload = { name: filename || 'file', bytes: Buffer.concat(chunks) }));
    });
    form.on('error', () => reject(notUnderstood()));
    form.on('close', () => {
      if (isTooLarge) reject(new Refusal('too-large', `A file may have ${inMegabytes(maxBytes)} at most.`));
      else if (upload === undefined) reject(notUnderstood());
      else resolve(upload);
    });
    req.on('error', reject);
    req.on('aborted', () => reject(notUnderstood()));
    req.pipe(form);
  });
}

function openForm(req: Request, maxBytes: number): busboy.Busboy {
  try {
    // The limit counts as reached when the last byte fits exactly.
    const limits = { files: 1, fields: 5, fieldSize: 1000, parts: 6, fileSize: maxBytes + 1 };
    return busboy({ headers: req.headers, limits, defParamCharset: 'utf8' });
  } catch {
    throw notUnderstood();
  }
}

function notUnderstood(): Refusal {
  return new Refusal('not-understood', 'The file did not arrive whole. Send it again.');
}

function inMegabytes(bytes: number): string {
  return `${Math.floor(bytes / 100_000) / 10} MB`;
}

async function audit(
  { storage, now }: DeskOptions,
  viewer: Viewer,
  what: string,
  about: string,
  { id, type, bytes }: FileRef,
): Promise<void> {
  await storage.addAudit({
    at: now().toISOString(),
    who: viewer.id,
    what,
    about,
    detail: { file: id, type, bytes },
  });
}
