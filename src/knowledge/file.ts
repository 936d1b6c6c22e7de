import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLParseError } from 'yaml';
import type { Fault } from './fault.ts';

/** Where a value stands inside a file: field names and list places. */
export type FieldPath = readonly PropertyKey[];

/** A YAML file that could be read, and the line each of its fields stands on. */
export type KnowledgeFile = { path: string; value: unknown; lineOf: (field: FieldPath) => number };

/**
 * Reads one YAML text. Gives the file, or every fault that kept it from being read. The parser's own search for
 * names given twice takes a second for a long file, so it is done here. Its tree is many times the size of the text
 * and wanted for faults only, so it is not kept: the first fault parses again.
 */
export function parseFile(path: string, text: string): KnowledgeFile | Fault[] {
  if (path.endsWith('.json')) return parseJson(path, text);
  const { document, lines } = parse(text);
  const faults = [
    ...document.errors.map((error) =>
      unreadable(path, lineAt(lines, startOfError(document, error)), error.message),
    ),
    ...namesGivenTwice(document.contents).map(({ name, offset }) => twice(path, lineAt(lines, offset), name)),
  ];
  if (faults.length > 0) return faults;
  try {
    return { path, value: document.toJS(), lineOf: createLocator(text) };
  } catch (error) {
    return [unreadable(path, 1, error instanceof Error ? error.message : String(error))];
  }
}

/** The learned weights are JSON, which is YAML too: read a hundred times as fast, and lines found in the same way. */
function parseJson(path: string, text: string): KnowledgeFile | Fault[] {
  try {
    return { path, value: JSON.parse(text), lineOf: createLocator(text) };
  } catch (error) {
    return [unreadable(path, 1, error instanceof Error ? error.message : String(error))];
  }
}

type Parsed = { document: Document; lines: LineCounter };

function parse(text: string): Parsed {
  const lines = new LineCounter();
  return {
    document: parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false }),
    lines,
  };
}

function createLocator(text: string): KnowledgeFile['lineOf'] {
  let parsed: Parsed | undefined;
  return (field) => {
    const { document, lines } = (parsed ??= parse(text));
    return lineAt(lines, offsetOf(document, field));
  };
}

/** A quote that is never closed runs to the end of the file; the editor needs the line where it was opened. */
function startOfError(document: Document, { pos }: YAMLParseError): number {
  let start = pos[0];
  visit(document, {
    Scalar(_key, { type, range }) {
      const isQuoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
      if (isQuoted && range && range[0] < pos[0] && pos[0] <= range[2]) start = range[0];
    },
  });
  return start;
}

function namesGivenTwice(node: unknown): { name: string; offset: number }[] {
  if (isSeq(node)) return node.items.flatMap((item) => namesGivenTwice(item));
  if (!isMap(node)) return [];
  const names = new Set<string>();
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const isRepeated = names.has(name);
    names.add(name);
    const below = namesGivenTwice(value);
    return isRepeated ? [{ name, offset: startOf(key) ?? 0 }, ...below] : below;
  });
}

function twice(path: string, line: number, name: string): Fault {
  return {
    path,
    line,
    what: `"${name}" is there twice`,
    why: 'one of the two would be lost',
    fix: 'put both together, or remove one',
  };
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
