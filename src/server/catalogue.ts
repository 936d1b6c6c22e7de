import type { Server } from 'restify';
import { type Asset, type CatalogueCode, catalogueCode, packAsset } from './assets.ts';
import { keptPageHeaders } from './page-headers.ts';
import { sendAsset } from './send-asset.ts';

/** The catalogue as it is now, handed in: what the knowledge says is none of the server's business. */
export type CatalogueSource = {
  /** Changes when the page does: with the knowledge, and with the day. */
  edition(): string;
  render(code: CatalogueCode): { html: string; policy: string };
};

type Packed = { page: Asset; headers: Record<string, string> };

/** Serves the catalogue at `path`. Each edition is made and compressed once, when somebody first wants it. */
export function mountCatalogue(server: Server, path: string, source: CatalogueSource): void {
  const pack = keepLatest(source);
  server.get(path, async (req, res) => {
    const { page, headers } = await pack();
    sendAsset(req, res, page, headers);
  });
}

function keepLatest(source: CatalogueSource): () => Promise<Packed> {
  let kept: { edition: string; packed: Promise<Packed> } | undefined;
  return async () => {
    const edition = source.edition();
    if (kept?.edition !== edition) kept = { edition, packed: packPage(source) };
    try {
      return await kept.packed;
    } catch (error) {
      kept = undefined; // The next reader tries again.
      throw error;
    }
  };
}

async function packPage(source: CatalogueSource): Promise<Packed> {
  const { html, policy } = source.render(await catalogueCode());
  return { page: await packAsset('catalogue.html', Buffer.from(html)), headers: keptPageHeaders(policy) };
}
