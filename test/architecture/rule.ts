import { packageOf } from './source.ts';

export type Rule = {
  /** Folder or file; the longest one that fits a file counts. */
  part: string;
  /** Parts of ours that it may import, besides itself. */
  ours: readonly string[];
  /** Packages it may import; `node` stands for what Node itself brings. */
  packages: readonly string[];
  /** Why it is so. */
  because: string;
};

/** The rule of the smallest part that a file belongs to. */
export function findRule(file: string, rules: readonly Rule[]): Rule | undefined {
  return rules
    .filter(({ part }) => isIn(file, part))
    .toSorted((a, b) => b.part.length - a.part.length)
    .at(0);
}

function isIn(file: string, part: string): boolean {
  return file === part || file.startsWith(`${part}/`);
}

/** What is wrong with an import, and what to do; nothing when the rule allows it. */
export function describeFault(
  file: string,
  target: string,
  { part, ours, packages, because }: Rule,
  rules: readonly Rule[],
): string[] {
  const own = isIn(target, 'src') || isIn(target, 'dialogs');
  const allowed = own
    ? findRule(target, rules)?.part === part || ours.some((other) => isIn(target, other))
    : packages.includes(packageOf(target));
  return allowed ? [] : [`${file} imports ${target} · ${because} · move it, or hand it in from main.ts`];
}
