import * as z from 'zod';
import type { FieldPath } from '../knowledge/file.ts';
import { Settings } from './schema.ts';

/** The names that the settings know at a place; of several shapes the one whose `kind` the value has. */
export function fieldsAt(field: FieldPath, value: unknown): string[] {
  const here = field.reduce<unknown>((outer, key) => below(bare(outer), key), Settings);
  return namesOf(bare(here), value);
}

/** Every name that stands anywhere in the settings, for the test that all are explained. */
export function allFields(schema: unknown = Settings): string[] {
  const here = bare(schema);
  if (here instanceof z.ZodObject)
    return Object.entries(here.shape).flatMap(([name, inner]) => [name, ...allFields(inner)]);
  if (here instanceof z.ZodArray) return allFields(here.element);
  if (here instanceof z.ZodRecord) return allFields(here.valueType);
  return here instanceof z.ZodUnion ? here.options.flatMap((option) => allFields(option)) : [];
}

function namesOf(schema: unknown, value: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (!(schema instanceof z.ZodUnion)) return [];
  const fitting = schema.options.filter((option) => hasKindOf(option, value));
  return fitting.flatMap((option) => namesOf(bare(option), value));
}

function hasKindOf(option: unknown, value: unknown): boolean {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const literal: unknown = option instanceof z.ZodObject ? option.shape['kind'] : undefined;
  return literal instanceof z.ZodLiteral && literal.value === kind;
}

function below(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

function bare(schema: unknown): unknown {
  const isWrapped =
    schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault;
  return isWrapped ? bare(schema.unwrap()) : schema;
}
