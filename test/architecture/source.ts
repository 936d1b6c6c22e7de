import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = new Map<string, string>();

/** The TypeScript files under a folder, as paths from the root. */
export function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name).split(sep).join('/'));
}

/** The text of a file, read once. */
export function sourceOf(file: string): string {
  const text = sources.get(file) ?? readFileSync(join(root, file), 'utf8');
  sources.set(file, text);
  return text;
}

/** What a file imports: paths from the root for our own files, names for packages. */
export function importsOf(file: string): string[] {
  const code = sourceOf(file).replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const names = String.raw`(?:type\s+)?[\w$*\s{},]+\sfrom\s*`;
  const statement = new RegExp(
    String.raw`^(?:import\s+(?:${names})?|export\s+${names})['"]([^'"]+)['"]`,
    'gm',
  );
  const found = [...code.matchAll(statement), ...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)];
  return found.flatMap(([, name]) => (name === undefined ? [] : [resolveImport(file, name)]));
}

function resolveImport(file: string, name: string): string {
  if (!name.startsWith('.')) return name;
  return relative(root, resolve(root, dirname(file), name))
    .split(sep)
    .join('/');
}

/** The package that an import comes from; `node` stands for all that Node itself brings. */
export function packageOf(name: string): string {
  if (isBuiltin(name)) return 'node';
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
