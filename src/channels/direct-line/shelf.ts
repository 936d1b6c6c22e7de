import type { Request, Response, Server } from 'restify';
import * as z from 'zod';
import type { FileRef } from '../../dialog/brief.ts';
import { dispositionOf, isPicture, type Files } from '../files.ts';
import { refuse, sendAnswer } from './answer.ts';
import type { Tokens } from './tokens.ts';

/** The files of the chats, each to be had only with an address that was signed for its own conversation. */
export type Shelf = {
  /** Path and query. Whoever has it sees the file for `days`, so it is shown in that conversation only. */
  addressOf(conversation: string, file: Pick<FileRef, 'id'>, days?: number): Promise<string>;
  mount(server: Server): void;
};

const path = '/api/chat/files';

export function createShelf(tokens: Tokens, files: Files | undefined): Shelf {
  async function find(req: Request): Promise<Found | undefined> {
    const { id } = z.object({ id: z.string() }).parse(req.params);
    const token = URL.parse(req.url ?? '', 'http://localhost')?.searchParams.get('t') ?? '';
    const pass = await tokens.readFilePass(token);
    if (pass === undefined || pass.file !== id) return undefined;
    const found = await files?.read(id);
    return found?.conversation === pass.conversation ? found : undefined;
  }

  return {
    addressOf: async (conversation, { id }, days = 1) =>
      `${path}/${encodeURIComponent(id)}?t=${await tokens.issueFilePass({ conversation, file: id }, days)}`,

    mount(server) {
      server.get(`${path}/:id`, async (req, res) => {
        const found = await find(req);
        if (found === undefined) sendAnswer(res, refuse(404, 'NotFound', gone), {});
        else sendFile(res, found);
      });
    },
  };
}

type Found = { file: FileRef; bytes: Uint8Array };

/** One answer for all of it: who tries addresses learns nothing. */
const gone = 'This file is not here any more, or the address is too old. Reload the chat to get a new one.';

/** As what the bytes were found to be, and never as a page: whoever sent it chose the bytes. */
function sendFile(res: Response, { file, bytes }: Found): void {
  const shown = isPicture(file);
  res.writeHead(200, {
    'Content-Type': shown ? file.type : 'application/octet-stream',
    'Content-Length': bytes.length,
    'Content-Disposition': dispositionOf(file),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, max-age=3600, immutable',
  });
  res.end(bytes);
}
