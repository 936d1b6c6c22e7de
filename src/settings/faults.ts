import type * as z from 'zod';
import type { Fault } from '../knowledge/fault.ts';
import type { FieldPath, KnowledgeFile } from '../knowledge/file.ts';
import { suggestName } from '../knowledge/nearest.ts';
import { explain } from './explained.ts';
import { fieldsAt } from './fields.ts';

type Issue = z.core.$ZodIssue;

/** Every fault of a settings file, with the line it stands on. */
export function tellIssues(issues: readonly Issue[], file: KnowledgeFile): Fault[] {
  return issues.flatMap((issue) => tellIssue(issue, file));
}

function tellIssue(issue: Issue, file: KnowledgeFile): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownField(file, [...issue.path, key], key));
  const { expected, why } = explain(issue.path);
  const what = `${nameOf(issue.path)} ${stateOf(issue, valueAt(file.value, issue.path))}`;
  return [{ path: file.path, line: file.lineOf(issue.path), what, why, fix: `make it ${expected}` }];
}

function unknownField(file: KnowledgeFile, field: FieldPath, key: string): Fault {
  const around = field.slice(0, -1);
  return {
    path: file.path,
    line: file.lineOf(field),
    what: `"${key}" is not a field here`,
    why: 'nothing reads it, so what it says would be lost',
    fix: suggestName(key, fieldsAt(around, valueAt(file.value, around))),
  };
}

/** `targets 2 port` reads better than `targets[1].port`; list places count from 1. */
export function nameOf(field: FieldPath): string {
  if (field.length === 0) return 'the file';
  return field.map((part) => (typeof part === 'number' ? String(part + 1) : String(part))).join(' ');
}

function stateOf(issue: Issue, value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null || value === '') return 'is empty';
  if (Array.isArray(value)) return value.length === 0 ? 'is empty' : `is a list of ${value.length}`;
  if (typeof value === 'object')
    return issue.code === 'invalid_key' ? 'has a name that is not known' : 'has named fields';
  return `is ${JSON.stringify(value)}`;
}

function valueAt(value: unknown, field: FieldPath): unknown {
  return field.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
