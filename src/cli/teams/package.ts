import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { BotCredentials, Config } from '../../config.ts';
import { readCommand } from '../../dialog/typed.ts';
import { wordingFor } from '../../dialog/words.ts';
import type { Wording } from '../../domain/knowledge.ts';
import type { Settings } from '../../settings/schema.ts';
import { findPackageFaults, readManifest } from './check-package.ts';
import { writeManifest, type ManifestFacts } from './manifest.ts';
import { packFiles, unpackFiles } from './zip.ts';

/** What the package is made from. */
export type Ingredients = {
  config: Pick<Config, 'bot' | 'publicUrl' | 'organisation' | 'language'>;
  settings: Pick<Settings, 'signIn'>;
  wording: readonly Wording[];
  /** Three whole numbers; that of the program when the administrator gives none. */
  version: string;
  terms: string | undefined;
};

export type Packed =
  | { kind: 'packed'; bytes: Uint8Array; facts: ManifestFacts }
  | { kind: 'refused'; faults: string[] };

/** The app package, checked as Teams would, or every fault at once as `what · why · fix`. */
export async function packApp(ingredients: Ingredients): Promise<Packed> {
  const facts = gatherFacts(ingredients);
  if (Array.isArray(facts)) return { kind: 'refused', faults: facts };
  const manifest = `${JSON.stringify(writeManifest(facts), null, 2)}\n`;
  const [color, outline] = await Promise.all(['color', 'outline'].map(readIcon));
  const bytes = packFiles({
    'manifest.json': new TextEncoder().encode(manifest),
    ...(color && { 'color.png': color }),
    ...(outline && { 'outline.png': outline }),
  });
  const wording = wordingFor(ingredients.config.language, ingredients.wording);
  const faults = await findPackageFaults(bytes, {
    appId: facts.appId,
    readCommand: (typed) => readCommand(typed, wording),
  });
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'packed', bytes, facts };
}

async function readIcon(name: string): Promise<Uint8Array> {
  return await readFile(new URL(`../../../teams/${name}.png`, import.meta.url));
}

function gatherFacts({ config, settings, version, terms }: Ingredients): ManifestFacts | string[] {
  const { bot, publicUrl, organisation } = config;
  const faults = [
    ...(bot === undefined
      ? [
          'MicrosoftAppId is not set · the package says which bot it is for · set it to the client id of the Azure Bot',
        ]
      : []),
    ...findPublicUrlFaults(publicUrl),
    ...(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(version)
      ? []
      : [`"${version}" is no version · Teams compares three numbers · write it as 1.2.3`]),
    ...(terms === undefined || URL.parse(terms)?.protocol === 'https:'
      ? []
      : [`"${terms}" is no https address · Teams links to the terms of use · give a whole address`]),
  ];
  if (bot === undefined || publicUrl === undefined || faults.length > 0) return faults;
  return { appId: bot.appId, version, organisation, publicUrl, terms, signInId: tabIdOf(bot, settings) };
}

/** Why the tabs could not open; Teams shows https pages alone. */
export function findPublicUrlFaults(publicUrl: string | undefined): string[] {
  const fix = 'set it to the https address where staff open this server, without a path';
  if (publicUrl === undefined) return [`PUBLIC_URL is not set · the tabs and links lead there · ${fix}`];
  return publicUrl.startsWith('https://')
    ? []
    : [`PUBLIC_URL is ${publicUrl} · Teams opens https pages alone · ${fix}`];
}

/**
 * The app registration that Teams vouches to for whoever opens a tab: that of the sign-in when it is at Entra ID, the bot's own when
 * there is no sign-in. A managed identity can be no such registration.
 */
export function tabIdOf(bot: BotCredentials, { signIn }: Pick<Settings, 'signIn'>): string | undefined {
  if (signIn === undefined) return bot.appType === 'SingleTenant' ? bot.appId : undefined;
  if (!z.guid().safeParse(signIn.clientId).success) return undefined;
  const issuer = URL.parse(signIn.issuer)?.hostname ?? '';
  return entraHosts.has(issuer) ? signIn.clientId : undefined;
}
const entraHosts = new Set(['login.microsoftonline.com', 'login.microsoftonline.us', 'sts.windows.net']);

/**
 * Keeps the package at `path`. One that differs from the package that is there must have a higher version: Teams takes an app with
 * the same version for the same app and keeps the old one.
 */
export async function keepPackage(path: string, bytes: Uint8Array, version: string): Promise<Kept> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(bytes)) return { kind: 'same' };
  const was = before && versionOf(before);
  if (was !== undefined && !isHigher(version, was))
    return {
      kind: 'refused',
      fault: `${path} has version ${was}, and this package differs from it · Teams keeps the old one unless the version is higher · add --version ${nextAfter(was)}`,
    };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return { kind: 'kept' };
}

type Kept = { kind: 'kept' | 'same' } | { kind: 'refused'; fault: string };

function versionOf(bytes: Uint8Array): string | undefined {
  const files = unpackFiles(bytes);
  const manifest = files && readManifest(files);
  return z.looseObject({ version: z.string() }).safeParse(manifest).data?.version;
}

function isHigher(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0;
}

function nextAfter(version: string): string {
  const [major = '0', minor = '0', patch = '0'] = version.split('.');
  return `${major}.${minor}.${Number(patch) + 1}`;
}
