import { format } from 'node:util';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { LogLevel } from '../config.ts';
import { cleanForLog, hidden } from './redaction.ts';

/** Structured log: ids, kinds and durations. What people write, and who they are, has no place in it. */
export type Log = Logger;

/**
 * JSON lines on standard output, or to `destination`.
 * Fields that can hold people's words, names or credentials are hidden whole, at any depth; every other text is cleaned.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => cleanFields(fields, 0),
    },
    hooks: { logMethod: cleanMessage },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * Sends what the SDK writes to the console into the log instead: it is no JSON, and strangers can fill it.
 * Returns a function that gives the console back.
 */
export function captureConsole(log: Log): () => void {
  const { error, warn, log: print, info } = console;
  const capture =
    (level: 'error' | 'warn' | 'info') =>
    (...parts: unknown[]): void =>
      log[level](
        { console: parts.map(describePart).join(' ').slice(0, 300) },
        'a library wrote to the console',
      );
  console.error = capture('warn');
  console.warn = capture('warn');
  console.log = capture('info');
  console.info = capture('info');
  return () => Object.assign(console, { error, warn, log: print, info });
}

/**
 * An error without what it quotes: `JSON.parse` repeats the input in its message, so a SyntaxError keeps none,
 * and the stack keeps its frames only.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: error instanceof SyntaxError ? undefined : cleanForLog(error.message.slice(0, 300)),
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    stack: frames.slice(0, 8).join('\n'),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}

const personal =
  /^(?:text|speak|summary|story|words|quote|answer|label|value|body|brief|effects|activity_?body|name|.*_name|.*Name|person|from|recipient|user|members.*|authorization|cookie|headers|.*token.*|.*password.*|.*secret.*|.*key|.*phone.*|.*email.*|attachments|entities|channelData)$/i;

function cleanFields(fields: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      personal.test(key) && value !== undefined ? hidden : cleanValue(value, depth),
    ]),
  );
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanForLog(value.slice(0, 2000));
  if (value instanceof Error) return depth === 0 ? value : describeError(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= 4) return hidden;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => cleanValue(item, depth + 1));
  return cleanFields({ ...value }, depth + 1);
}

function cleanMessage(this: Log, parts: Parameters<Log['info']>, write: Log['info']): void {
  const [first, ...rest]: unknown[] = parts;
  const fields = first instanceof Error ? { err: first } : first;
  if (typeof fields === 'string') write.call(this, cleanText([fields, ...rest]));
  // Without a message pino would take the error's own, uncleaned.
  else write.call(this, fields, rest.length === 0 ? 'an event without words' : cleanText(rest));
}

/** Cleans each part, and the finished text too: a secret can be put together from its parts. */
function cleanText(parts: readonly unknown[]): string {
  return cleanForLog(format(...parts.map((part) => (typeof part === 'string' ? cleanForLog(part) : part))));
}

/** Of an object only its kind: the SDK prints whole requests and keys. */
function describePart(part: unknown): string {
  if (typeof part === 'string') return part.split('\n', 1)[0] ?? '';
  if (part instanceof Error) return `${part.name}: ${part.message.split('\n', 1)[0]}`;
  return typeof part;
}
