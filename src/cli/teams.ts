import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readConfig, type Config } from '../config.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import { formatFault } from '../knowledge/fault.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { examine } from './teams/doctor/doctor.ts';
import { describeFindings } from './teams/doctor/finding.ts';
import type { Authority } from './teams/doctor/token.ts';
import { keepPackage, packApp } from './teams/package.ts';

const usage = `npm run -s teams -- package    the app package for Teams, checked against Microsoft's schema
                               --out FILE       where to keep it (./callcheck-teams.zip)
                               --version 1.2.3  when only your settings changed; that of the program otherwise
                               --terms ADDRESS  your terms of use; the privacy page otherwise
npm run -s teams -- doctor     what keeps Teams from working, and what to do about it
`;

/** What a command has to say: on standard output when all went well, else on standard error with status 1. */
export type Outcome = { status: 0 | 1; text: string };

if (import.meta.main) {
  const args = process.argv.slice(2);
  const { status, text } = await run(args);
  // What the doctor found is a report, good or bad.
  (status === 0 || args[0] === 'doctor' ? process.stdout : process.stderr).write(text);
  process.exitCode = status;
}

type Environment = Parameters<typeof readConfig>[0];
type Given = Partial<Record<'out' | 'version' | 'terms', string>>;

/** What is the same for every administrator and other in tests: who reads the knowledge, and who gives out tokens. */
export type World = { load: typeof loadKnowledge; authority?: Authority };

/** What an administrator needs to bring Callcheck into Teams. */
export async function run(
  args: readonly string[],
  environment?: Environment,
  world: World = { load: loadKnowledge },
): Promise<Outcome> {
  const asked = readArguments(args);
  if (asked === undefined) return refuse([usage.trimEnd()]);
  const { command, given } = asked;
  if (command !== 'package' && command !== 'doctor') return refuse([usage.trimEnd()]);
  const gathered = await gather(environment, world.load);
  if (Array.isArray(gathered)) return refuse(gathered);
  return command === 'package' ? await pack(gathered, given) : await examineAll(gathered, world.authority);
}

function readArguments(args: readonly string[]): { command: string; given: Given } | undefined {
  const text = { type: 'string' } as const;
  try {
    const options = { out: text, version: text, terms: text };
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [command = '', ...rest] = positionals;
    return rest.length > 0 ? undefined : { command, given: values };
  } catch {
    return undefined;
  }
}

type Gathered = { config: Config; settings: Settings; knowledge: Knowledge; version: string };

/** The settings and the knowledge, or every fault of the first that is broken. */
async function gather(environment: Environment, load: World['load']): Promise<Gathered | string[]> {
  const config = readConfig(environment);
  if (config.kind === 'refused') return [...config.faults];
  const decided = await loadSettings(config.config);
  if (decided.kind === 'refused') return [...decided.faults];
  const loaded = await load(config.config.knowledgeDir);
  if (loaded.kind === 'refused') return loaded.faults.map(formatFault);
  const { settings } = decided;
  return { config: config.config, settings, knowledge: loaded.knowledge, version: await programVersion() };
}

async function pack(
  { config, settings, knowledge, version: usual }: Gathered,
  given: Given,
): Promise<Outcome> {
  const { wording } = knowledge;
  const { terms, version = usual } = given;
  const packed = await packApp({ config, settings, wording, version, terms });
  if (packed.kind === 'refused') return refuse(packed.faults);
  const path = resolve(given.out ?? 'callcheck-teams.zip');
  const kept = await keepPackage(path, packed.bytes, version);
  if (kept.kind === 'refused') return refuse([kept.fault]);
  const state = kept.kind === 'same' ? 'is as it was' : 'is written';
  const { appId, publicUrl } = packed.facts;
  return {
    status: 0,
    text: `${path} ${state}: version ${version}, bot ${appId}, tabs at ${publicUrl}.\nUpload it in the Teams admin center: docs/teams.md tells how.\n`,
  };
}

async function examineAll(gathered: Gathered, authority: Authority | undefined): Promise<Outcome> {
  const today = new Date().toISOString().slice(0, 10);
  const findings = await examine({ ...gathered, today, ...(authority && { authority }) });
  const status = findings.some(({ kind }) => kind === 'fault') ? 1 : 0;
  return { status, text: describeFindings(findings) };
}

async function programVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

function refuse(faults: readonly string[]): Outcome {
  return { status: 1, text: faults.map((fault) => `${fault}\n`).join('') };
}
