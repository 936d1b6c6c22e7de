import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, stop } from 'esbuild';

/** A file for the browser, compressed once. Its name carries its hash, so it may be cached for ever. */
export type Asset = {
  name: string;
  type: string;
  /** Quoted, as the header wants it. */
  etag: string;
  bodies: { identity: Buffer; gzip: Buffer; br: Buffer };
};

export type Encoding = keyof Asset['bodies'];

const entryPoints = {
  chat: 'chat/page.ts',
  look: 'chat/look.css',
  widget: 'widget/widget.ts',
  demo: 'demo.css',
  deskInTeams: 'teams/desk-sign-in.ts',
  myCases: 'my-cases/page.ts',
  myCasesLook: 'my-cases/page.css',
  search: 'catalogue/page.ts',
  catalogue: 'catalogue/look.css',
} as const;
export type BuiltName = keyof typeof entryPoints;

let built: Promise<Record<BuiltName, Asset>> | undefined;

/** Our own browser code: minified, in memory, no file written. Bundled once in the life of the process. */
export function buildAssets(): Promise<Record<BuiltName, Asset>> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<Record<BuiltName, Asset>> {
  const web = fileURLToPath(new URL('../web/', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: Object.entries(entryPoints).map(([out, file]) => ({ out, in: web + file })),
    outdir: web,
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  // Else esbuild's helper process lives as long as the server. A second build running now would never end.
  await stop();
  const packed = await Promise.all(
    outputFiles.map(({ path, contents }) => packAsset(path.slice(web.length), Buffer.from(contents))),
  );
  const find = (start: BuiltName): Asset => {
    const found = packed.find(({ name }) => name.startsWith(`${start}-`));
    if (found === undefined)
      throw new Error(`The bundler made no ${start}; the pages cannot work without it`);
    return found;
  };
  return {
    chat: find('chat'),
    look: find('look'),
    widget: find('widget'),
    demo: find('demo'),
    deskInTeams: find('deskInTeams'),
    myCases: find('myCases'),
    myCasesLook: find('myCasesLook'),
    search: find('search'),
    catalogue: find('catalogue'),
  };
}

/** Style and script of the catalogue, which carries them inside. */
export type CatalogueCode = { style: string; script: string };

export async function catalogueCode(): Promise<CatalogueCode> {
  const { catalogue, search } = await buildAssets();
  return { style: catalogue.bodies.identity.toString(), script: search.bodies.identity.toString() };
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

/** Compresses a file and puts its hash into its name. */
export async function packAsset(file: string, identity: Buffer): Promise<Asset> {
  const [stem = file, extension = ''] = file.split('.');
  const digest = createHash('sha256').update(identity).digest('base64url').slice(0, 16);
  // Level 9 takes a quarter of a second for Web Chat; 11 saves a tenth more bytes and takes six seconds.
  const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const [gz, br] = await Promise.all([
    promisify(gzip)(identity, { level: 9 }),
    promisify(brotliCompress)(identity, brotliOptions),
  ]);
  return {
    name: `${stem}-${digest}.${extension}`,
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${digest}"`,
    bodies: { identity, gzip: gz, br },
  };
}
