import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readConfig } from '../config.ts';
import { formatFault } from '../knowledge/fault.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { loadSettings } from '../settings/load.ts';
import { keepPackage, packApp } from './teams/package.ts';

const usage = `npm run -s teams -- package    the app package for Teams, checked against Microsoft's schema
                               --out FILE       where to keep it (./callcheck-teams.zip)
                               --version 1.2.3  when only your settings changed; that of the program otherwise
                               --terms ADDRESS  your terms of use; the privacy page otherwise
`;

/** What a command has to say: on standard output when all went well, else on standard error with status 1. */
export type Outcome = { status: 0 | 1; text: string };

if (import.meta.main) {
  const { status, text } = await run(process.argv.slice(2));
  (status === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = status;
}

type Environment = Parameters<typeof readConfig>[0];
type Given = Partial<Record<'out' | 'version' | 'terms', string>>;

/** What an administrator needs to bring Callcheck into Teams. `load` reads the knowledge; tests have it already. */
export async function run(
  args: readonly string[],
  environment?: Environment,
  load: typeof loadKnowledge = loadKnowledge,
): Promise<Outcome> {
  const asked = readArguments(args);
  if (asked?.command === 'package') return await pack(asked.given, environment, load);
  return refuse([usage.trimEnd()]);
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

async function pack(given: Given, environment: Environment, load: typeof loadKnowledge): Promise<Outcome> {
  const config = readConfig(environment);
  if (config.kind === 'refused') return refuse(config.faults);
  const decided = await loadSettings(config.config);
  if (decided.kind === 'refused') return refuse(decided.faults);
  const loaded = await load(config.config.knowledgeDir);
  if (loaded.kind === 'refused') return refuse(loaded.faults.map(formatFault));
  const { settings } = decided;
  const { wording } = loaded.knowledge;
  const version = given.version ?? (await programVersion());
  const packed = await packApp({ config: config.config, settings, wording, version, terms: given.terms });
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

async function programVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

function refuse(faults: readonly string[]): Outcome {
  return { status: 1, text: faults.map((fault) => `${fault}\n`).join('') };
}
