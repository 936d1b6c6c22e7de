import { z } from 'zod';
import type { Fault } from './fault.ts';
import type { FieldPath, KnowledgeFile } from './file.ts';
import { nearestName, suggestName } from './nearest.ts';

/** Checks a file against its schema: the typed content, or every fault with the line it stands on. */
export function checkShape<C>(file: KnowledgeFile, schema: z.ZodType<C>): Checked<C> {
  const result = schema.safeParse(file.value);
  if (result.success) return { kind: 'well', content: result.data };
  return { kind: 'faulty', faults: result.error.issues.flatMap((issue) => tellIssue(issue, file, schema)) };
}

type Checked<C> = { kind: 'well'; content: C } | { kind: 'faulty'; faults: Fault[] };

function tellIssue(issue: z.core.$ZodIssue, file: KnowledgeFile, schema: z.ZodType): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(schema, issue.path);
    return issue.keys.map((key) => unknownField(file, [...issue.path, key], key, known));
  }
  const name = fieldName(issue.path);
  const told = tell(issue, valueAt(file.value, issue.path), name);
  const why = whyOf(issue.path);
  return [{ path: file.path, line: file.lineOf(issue.path), why, ...told }];
}

function unknownField(file: KnowledgeFile, field: FieldPath, key: string, known: readonly string[]): Fault {
  const isId = key === 'id' && !known.includes('id');
  return {
    path: file.path,
    line: file.lineOf(field),
    what: `"${key}" is not a field here`,
    why: isId ? 'the file name is the id' : 'nothing reads it, so what it says would be lost',
    fix: isId ? 'delete this line' : suggestName(key, known),
  };
}

type Told = { what: string; fix: string; why?: string };

function tell(issue: z.core.$ZodIssue, value: unknown, name: string): Told {
  if (value === undefined) return { what: `${name} is missing`, fix: `add ${name}` };
  if (value === null) return { what: `${name} is empty`, fix: `fill in ${name}` };
  switch (issue.code) {
    case 'invalid_type':
      return tellType(issue.expected, value, name);
    case 'too_small':
      return tellTooFew(issue, value, name);
    case 'too_big':
      return { what: `${name} has more than ${issue.maximum}`, fix: `keep ${issue.maximum} at most` };
    case 'invalid_value':
      return tellChoice(issue.values.map(String), value, name);
    case 'invalid_format':
      return tellFormat(issue.format, value, name);
    case 'invalid_key':
      return { what: `${name} is not a known name`, fix: 'use a name listed in knowledge/README.md' };
    case 'custom':
      return typeof value === 'string'
        ? tellRegion(value, name)
        : { what: `${name} is empty`, fix: `fill in ${name}` };
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      break;
  }
  return { what: `${name}: ${issue.message}`, fix: 'see knowledge/README.md' };
}

function tellType(expected: string, value: unknown, name: string): Told {
  const quoted = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  if (quoted)
    return { what: `${name} is ${String(value)} without quotes`, fix: `write "${String(value)}" in quotes` };
  const shapes: Record<string, string> = {
    array: 'a list',
    tuple: 'a list',
    object: 'named fields',
    record: 'named fields',
  };
  return { what: `${name} is ${describe(value)}`, fix: `make it ${shapes[expected] ?? `a ${expected}`}` };
}

function tellTooFew(issue: z.core.$ZodIssueTooSmall, value: unknown, name: string): Told {
  const isEmpty = value === '' || (typeof value === 'string' && value.trim() === '');
  if (isEmpty || (Array.isArray(value) && value.length === 0)) {
    return { what: `${name} is empty`, fix: `fill in ${name}` };
  }
  return { what: `${name} has fewer than ${issue.minimum}`, fix: `give at least ${issue.minimum}` };
}

function tellChoice(known: readonly string[], value: unknown, name: string): Told {
  const nearest = nearestName(String(value), known);
  const all = `use one of: ${known.join(', ')}`;
  return { what: `${name} is "${String(value)}"`, fix: nearest ? `did you mean "${nearest}"? ${all}` : all };
}

function tellFormat(format: string, value: unknown, name: string): Told {
  const what = `${name} is "${String(value)}"`;
  if (format === 'date') return { what: `${what}, not a real date`, fix: 'write it as 2026-11-21' };
  return { what: `${what}, not a web address`, fix: 'give the whole address, starting with https://' };
}

function tellRegion(value: string, name: string): Told {
  const fix =
    value === 'UK' ? 'did you mean "GB"?' : "use a code such as GB, GB-SCT, IE or '*' for everywhere";
  return { what: `${name} is "${value}", not a region code`, fix };
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'string'
    ? `"${value}"`
    : typeof value === 'object'
      ? 'named fields'
      : JSON.stringify(value);
}

/** `choices 2 label` reads better than `choices[1].label`; list places count from 1. */
function fieldName(field: FieldPath): string {
  if (field.length === 0) return 'the file';
  return field.map((part) => (typeof part === 'number' ? String(part + 1) : String(part))).join(' ');
}

function valueAt(value: unknown, field: FieldPath): unknown {
  return field.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** The field names a schema knows at a place inside the file. */
function fieldsAt(schema: z.ZodType, field: FieldPath): string[] {
  const here = unwrap(field.reduce<unknown>((outer, key) => schemaBelow(unwrap(outer), key), schema));
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function schemaBelow(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}

function whyOf(field: FieldPath): string {
  const names = field.filter((part) => typeof part === 'string');
  return (
    reasons[names.at(-1) ?? ''] ?? reasons[names[0] ?? ''] ?? 'the assistant cannot use the entry without it'
  );
}

/** Why each field is wanted, for the editor who meets the fault. */
const reasons: Readonly<Record<string, string>> = {
  sources: 'every entry must show where it comes from',
  url: 'staff and editors must be able to open the page',
  publisher: 'staff are shown who says so',
  checked: 'content ages, so each source carries the day it was read',
  owner: 'somebody must keep the entry right',
  reviewed: 'content ages, so each entry carries the day it was looked at',
  reviewBy: 'content ages, so each entry carries the day to look again',
  title: 'staff and technicians are shown it',
  summary: 'staff are shown it as the reason',
  rule: 'it is shown beside the words of the member of staff',
  regions: 'advice is chosen by region',
  region: 'advice is chosen by region',
  heard: 'without cues it is never recognised',
  signals: 'signals tell this scam from the others',
  callersSay: 'the call is recognised by it',
  staffSay: 'the call is recognised by it',
  twin: 'the honest call must be told apart',
  say: 'staff need one line to say and a firmer one',
  do: 'staff need to know what to do now',
  step: 'staff are shown it when a call stays undecided',
  proves: 'staff are shown what a number does and does not prove',
  ranges: 'numbers are compared in international form, with an x for any digit',
  number: 'numbers are compared in international form (+44 ...) or are short ones, in quotes',
  since: 'staff are shown since when the number is held',
  codes: 'a short number that is not listed is taken for a slip',
  staff: 'under pressure nobody follows more than three steps',
  steps: 'the technician works from it',
  ifHarmed: 'what has already happened decides what comes first',
  harm: 'what has already happened decides what comes first',
  examples: 'examples are the tests of the entry',
  names: 'the caller is recognised by what they call themselves',
  verifyBy: 'staff need a way to check without the help of the caller',
  when: 'staff need to know when to use it',
  how: 'staff need a way to reach it',
  value: 'leading zeros and plus signs are kept only in quotes',
  status: 'drafts are not used',
  choices: 'a question offers answers to tap',
  sentences: 'it is what the bot says',
};
