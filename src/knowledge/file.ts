import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { Fault } from './fault.ts';

/** Where a value stands inside a file: field names and list places. */
export type FieldPath = readonly PropertyKey[];

/** A YAML file that could be read, and the line each of its fields stands on. */
export type KnowledgeFile = { path: string; value: unknown; lineOf: (field: FieldPath) => number };

/** Reads one YAML text. Gives the file, or every fault that kept it from being read. */
export function parseFile(path: string, text: string): KnowledgeFile | Fault[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return document.errors.map((error) => unreadable(path, lineAt(lines, error.pos[0]), error.message));
  }
  try {
    const value: unknown = document.toJS();
    return { path, value, lineOf: (field) => lineAt(lines, offsetOf(document, field)) };
  } catch (error) {
    return [unreadable(path, 1, error instanceof Error ? error.message : String(error))];
  }
}

/** A fault for a file whose text is not YAML at all. */
export function unreadable(path: string, line: number, message: string): Fault {
  return {
    path,
    line,
    what: `cannot be read: ${message.trim().replaceAll(/\s+/g, ' ')}`,
    why: 'nothing in this file is known until it can be read',
    fix: 'look at the quotes, colons and spaces on this line and the one above',
  };
}

function lineAt(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line);
}

/** The start of the field, or of the nearest thing around it when the field is missing. */
function offsetOf(document: Document, field: FieldPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of field) {
    const [marker, inner] = enter(node, key);
    const start = startOf(marker);
    if (start === undefined) break;
    offset = start;
    node = inner;
  }
  return offset;
}

/** The node that shows where a key or list item starts, and the value below it. */
function enter(node: unknown, key: PropertyKey): [marker: unknown, inner: unknown] {
  if (isSeq(node)) return [node.items[Number(key)], node.items[Number(key)]];
  if (!isMap(node)) return [undefined, undefined];
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
  return [pair?.key, pair?.value];
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
