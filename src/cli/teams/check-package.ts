import { readFile } from 'node:fs/promises';
import ajvDraft4, { type ValidateFunction } from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import * as z from 'zod';
import type { Command } from '../../dialog/turn.ts';
import { findIconFaults } from './icon.ts';
import { unpackFiles, type Files } from './zip.ts';

/** What the package must fit besides Microsoft's schema. */
export type Fitting = {
  appId: string;
  /** What our own parser makes of words that somebody types. */
  readCommand: (typed: string) => Command | undefined;
};

/** Everything that would keep Teams from taking the package or people from using it, each as `what · why · fix`. */
export async function findPackageFaults(bytes: Uint8Array, fitting: Fitting): Promise<string[]> {
  const files = unpackFiles(bytes);
  if (files === undefined) return ['The package is no zip · Teams takes nothing else · pack it again'];
  const manifest = readManifest(files);
  if (manifest === undefined)
    return ['manifest.json is not there or is no JSON · Teams reads it first · put it at the top of the zip'];
  const misfits = await findSchemaFaults(manifest);
  const read = Own.safeParse(manifest);
  if (!read.success) return misfits;
  return [
    ...misfits,
    ...findFileFaults(files, read.data),
    ...findIdFaults(read.data, fitting.appId),
    ...findCommandFaults(read.data, fitting.readCommand),
    ...findAddressFaults(read.data),
  ];
}

/** The manifest of a package; `undefined` when there is none that can be read. */
export function readManifest(files: Files): unknown {
  const bytes = files['manifest.json'];
  try {
    return bytes === undefined
      ? undefined
      : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** What we look at ourselves; the shape of all else is the schema's business. */
const Own = z.looseObject({
  id: z.string(),
  developer: z.record(z.string(), z.string()),
  icons: z.looseObject({ color: z.string(), outline: z.string() }),
  bots: z
    .array(
      z.looseObject({
        botId: z.string(),
        commandLists: z.array(z.looseObject({ commands: z.array(z.looseObject({ title: z.string() })) })),
      }),
    )
    .default([]),
  composeExtensions: z.array(z.looseObject({ botId: z.string() })).default([]),
  staticTabs: z
    .array(
      z.looseObject({
        entityId: z.string(),
        contentUrl: z.string().optional(),
        websiteUrl: z.string().optional(),
      }),
    )
    .default([]),
  validDomains: z.array(z.string()).default([]),
});
type Own = z.infer<typeof Own>;

/** By the schema of the version that the manifest names, which comes with Microsoft's own package: nothing is fetched. */
async function findSchemaFaults(manifest: unknown): Promise<string[]> {
  const version = z
    .looseObject({ manifestVersion: z.string().regex(/^1\.\d{1,2}$/) })
    .safeParse(manifest).data;
  const validate = version && (await prepareSchema(version.manifestVersion));
  if (validate === undefined)
    return ['manifestVersion is none that Microsoft has a schema for · nothing can be checked · use 1.19'];
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = 'is wrong', params }) =>
      `manifest.json: ${instancePath || 'the top'} ${message} ${JSON.stringify(params)} · Teams refuses the package · keep to Microsoft's schema`,
  );
}

const Schema = z.record(z.string(), z.unknown());
const prepared = new Map<string, ValidateFunction>();

/** Made ready once for each version, which takes a quarter of a second. */
async function prepareSchema(version: string): Promise<ValidateFunction | undefined> {
  const known = prepared.get(version);
  if (known !== undefined) return known;
  const beside = new URL(import.meta.resolve('@microsoft/app-manifest'));
  const path = new URL(`json-schemas/teams/v${version}/MicrosoftTeams.schema.json`, beside);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const ajv = new ajvDraft4.default({ allErrors: true, strict: false });
  ajvFormats.default(ajv);
  const validate = ajv.compile(Schema.parse(JSON.parse(text)));
  prepared.set(version, validate);
  return validate;
}

/** Teams refuses a package with a file too many as it does one with a file too few. */
function findFileFaults(files: Files, { icons }: Own): string[] {
  const named = new Set(['manifest.json', icons.color, icons.outline]);
  const spare = Object.keys(files).filter((name) => !named.has(name));
  return [
    ...(['color', 'outline'] as const).flatMap((kind) => {
      const bytes = files[icons[kind]];
      return bytes === undefined
        ? [`${icons[kind]} is not in the package · the manifest names it · put it beside the manifest`]
        : findIconFaults(kind, icons[kind], bytes);
    }),
    ...spare.map((name) => `${name} is in the package · the manifest does not name it · take it out`),
  ];
}

function findIdFaults({ id, bots, composeExtensions }: Own, appId: string): string[] {
  const ids = [
    ['id', id],
    ...bots.map(({ botId }) => ['bots.botId', botId] as const),
    ...composeExtensions.map(({ botId }) => ['composeExtensions.botId', botId] as const),
  ] as const;
  return ids
    .filter(([, given]) => given.toLowerCase() !== appId.toLowerCase())
    .map(
      ([field, given]) =>
        `${field} is ${given} · messages would go to another bot · it must be MicrosoftAppId, ${appId}`,
    );
}

/** Picking a command sends its title as the person's own words. */
function findCommandFaults({ bots }: Own, readCommand: Fitting['readCommand']): string[] {
  const titles = bots.flatMap(({ commandLists }) =>
    commandLists.flatMap(({ commands }) => commands.map(({ title }) => title)),
  );
  return [...new Set(titles)]
    .filter((title) => readCommand(title) === undefined)
    .map(
      (title) =>
        `"${title}" is no command · the bot would take it for a story · list words that the bot knows`,
    );
}

function findAddressFaults({ developer, staticTabs, validDomains }: Own): string[] {
  const tabs = staticTabs.flatMap(({ contentUrl, websiteUrl }) => [contentUrl, websiteUrl]);
  const addresses = [
    ...Object.entries(developer).flatMap(([field, url]) => (field.endsWith('Url') ? [url] : [])),
    ...tabs,
  ];
  const open = new Set(addresses.filter((url) => url !== undefined && URL.parse(url)?.protocol !== 'https:'));
  const strange = new Set(
    staticTabs.flatMap(({ contentUrl }) => {
      const host = contentUrl === undefined ? undefined : URL.parse(contentUrl)?.host;
      return host === undefined || validDomains.includes(host) ? [] : [host];
    }),
  );
  return [
    ...[...open].map(
      (url) => `${url} is not https · Teams opens nothing else · set PUBLIC_URL to an https address`,
    ),
    ...[...strange].map((host) => `${host} is not among validDomains · Teams opens no tab there · add it`),
  ];
}
