import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderCatalogue } from '../../catalogue/catalogue.ts';
import type { Config } from '../../config.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { catalogueCode } from '../../server/assets.ts';

export type Written = { entries: number; kilobytes: number; gzippedKilobytes: number };

/**
 * Writes the page that the server shows at /knowledge into one file that opens anywhere. `today` decides what is overdue.
 * Rejects when the file cannot be written.
 */
export async function writeCatalogue(
  path: string,
  knowledge: Knowledge,
  { region, publicUrl }: Pick<Config, 'region' | 'publicUrl'>,
  today: string,
): Promise<Written> {
  const code = await catalogueCode();
  const { html, entries } = renderCatalogue(knowledge, { ...code, region, today, chat: publicUrl });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, html);
  const gzipped = await promisify(gzip)(html);
  return { entries, kilobytes: kilobytes(html.length), gzippedKilobytes: kilobytes(gzipped.length) };
}

/** What was written, in one line. */
export function describeWritten(
  path: string,
  { entries, kilobytes: all, gzippedKilobytes }: Written,
): string {
  return `Wrote ${path}: ${entries} entries, ${all} KB (${gzippedKilobytes} KB when a server sends it). Open it in a browser.`;
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1024);
}
