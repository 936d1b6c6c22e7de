import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatFault, sortFaults, type Fault } from '../knowledge/fault.ts';
import { parseFile, unreadable, type KnowledgeFile } from '../knowledge/file.ts';
import { findContradictions } from './contradictions.ts';
import { tellIssues } from './faults.ts';
import { Settings } from './schema.ts';

export type LoadedSettings =
  /** `path` is where they were read; absent when there is no file and everything is as it comes. */
  | { kind: 'read'; settings: Settings; path: string | undefined }
  /** Each `path:line: what · why · fix`. */
  | { kind: 'refused'; faults: readonly string[] };

export type SettingsPlace = {
  /** A file that must be there; not given, `desk.yaml` in the working folder when it exists. */
  settingsFile: string | undefined;
  /** Whether a secret that the file names is set is looked up here. */
  secret: (name: string) => string | undefined;
};

const usualFile = 'desk.yaml';

/** Reads what the organisation decides about its desk, checked as a whole. Never throws for what is in the file. */
export async function loadSettings({ settingsFile, secret }: SettingsPlace): Promise<LoadedSettings> {
  const path = settingsFile ?? resolve(usualFile);
  const text = await readText(path);
  if (text.kind === 'missing' && settingsFile === undefined)
    return { kind: 'read', settings: Settings.parse({}), path: undefined };
  if (text.kind !== 'read') return refuse([text.fault]);
  const file = parseFile(path, text.text);
  if (Array.isArray(file)) return refuse(file);
  return check(file, secret);
}

type Text = { kind: 'read'; text: string } | { kind: 'missing' | 'broken'; fault: Fault };

async function readText(path: string): Promise<Text> {
  try {
    return { kind: 'read', text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return { kind: 'missing', fault: missing(path) };
    return { kind: 'broken', fault: unreadable(path, 1, error instanceof Error ? error.message : '') };
  }
}

function missing(path: string): Fault {
  return {
    path,
    line: 1,
    what: 'SETTINGS_FILE names a file that is not there',
    why: 'without it everything would be as it comes, and cases could go to nobody',
    fix: 'put the file there, or take SETTINGS_FILE away',
  };
}

/** An empty file, or one with remarks alone, decides nothing. */
function check(file: KnowledgeFile, secret: SettingsPlace['secret']): LoadedSettings {
  const parsed = Settings.safeParse(file.value ?? {});
  if (!parsed.success) return refuse(tellIssues(parsed.error.issues, file));
  const contradictions = findContradictions(parsed.data, secret);
  if (contradictions.length === 0) return { kind: 'read', settings: parsed.data, path: file.path };
  return refuse(
    contradictions.map(({ field, ...fault }) => ({ path: file.path, line: file.lineOf(field), ...fault })),
  );
}

function refuse(faults: readonly Fault[]): LoadedSettings {
  return { kind: 'refused', faults: sortFaults(faults).map(formatFault) };
}
