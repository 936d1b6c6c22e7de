import * as z from 'zod';
import { maskSecrets } from '../../observability/redaction.ts';

/** The longest text that is kept. Listening reads less than that, and the bot says so. */
export const maxTextLength = 10_000;
/** Room for that many characters as escaped JSON, with the envelope around them. */
export const maxPostBytes = 64 * 1024;
/** Longer than any secret. */
const marginLength = 200;
const maxValueLength = 8_192;
const maxValueDepth = 8;

const Value = z
  .unknown()
  .refine((value) => isShallow(value, maxValueDepth), {
    error: `nests deeper than ${maxValueDepth} levels`,
    abort: true,
  })
  .refine((value) => (JSON.stringify(value) ?? '').length <= maxValueLength, {
    error: `is longer than ${maxValueLength} characters`,
  })
  .transform(maskStrings);

/** BCP 47. An odd one is left out, not refused: the person did not choose it. */
const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
  .optional()
  .catch(undefined);

const envelope = {
  /** Keys that we do not know are dropped. `clientActivityID` is how the client knows its message again: never changed, so words have no place in it. */
  channelData: z
    .object({
      clientActivityID: z
        .string()
        .regex(/^[\w.:|-]{1,100}$/)
        .optional(),
      postBack: z.boolean().optional(),
      messageBack: Value.optional(),
    })
    .optional(),
  locale: Locale,
};

const words = {
  type: z.literal('message'),
  text: z.string().transform(hideAndCut).optional(),
  value: Value.optional(),
  ...envelope,
};
const Message = z
  .object({
    ...words,
    attachments: z.array(z.unknown()).max(0, 'files come by the route `upload`').optional(),
  })
  .refine(({ text, value }) => value !== undefined || (text ?? '').trim() !== '', {
    error: 'a message needs `text` or `value`',
  });
/** What the form of an upload says beside its files, which alone count as attachments. */
const Caption = z.object(words);
const Event = z.object({
  type: z.literal('event'),
  /** The Bot Framework's word of a hub about a handoff. It must not be rejected, and from a chat it means nothing. */
  name: z.enum(['webchat/join', 'handoff.status']),
  ...envelope,
});
const Typing = z.object({ type: z.literal('typing'), ...envelope });

const Start = z.object({ locale: Locale });

/** What a client may post. Everything else an activity can carry is set by the server, whatever the client says. */
const Posted = z.discriminatedUnion('type', [Message, Event, Typing]);
export type Posted = z.infer<typeof Posted>;
export type PostedMessage = z.infer<typeof Caption>;

export type ParsedPost = { kind: 'accepted'; posted: Posted } | { kind: 'rejected'; reason: string };

/** Checks what a client posted, hides card numbers, codes and passwords in it, and cuts a text that is too long. */
export function parsePosted(body: unknown): ParsedPost {
  const parsed = Posted.safeParse(body);
  if (!parsed.success) return { kind: 'rejected', reason: explain(parsed.error) };
  return { kind: 'accepted', posted: parsed.data };
}

/** The same for the words that come with files; there may be none. */
export function parseCaption(
  body: unknown,
): { kind: 'accepted'; posted: PostedMessage } | { kind: 'rejected'; reason: string } {
  const parsed = Caption.safeParse(body);
  if (!parsed.success) return { kind: 'rejected', reason: explain(parsed.error) };
  return { kind: 'accepted', posted: parsed.data };
}

/** A text as it was typed, with whatever secret is in it: to be compared with a passphrase, and for nothing else. */
export function typedIn(body: unknown): string | undefined {
  return Typed.safeParse(body).data?.text.slice(0, maxTextLength);
}
const Typed = z.object({ text: z.string() });

/** The language that a client names when it starts a conversation, if it names one. */
export function localeIn(body: unknown): string | undefined {
  return Start.safeParse(body).data?.locale;
}

/** Where and what, never the value: it may be the password that should not have been typed. */
function explain(error: z.ZodError): string {
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the activity'}: ${message}`);
  return `${faults.join('; ')}. Only message, typing and the event webchat/join can be posted here.`;
}

/** Goes no deeper than the limit itself, so that nesting cannot exhaust the stack. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/**
 * Hiding takes time for each character, so only a little more is looked through than is kept. That little is dropped
 * afterwards: a secret that lies across the cut was seen whole, or goes with it.
 */
function hideAndCut(whole: string): string {
  if (whole.length <= maxTextLength) return maskText(whole).toWellFormed();
  const seen = whole.slice(0, maxTextLength + marginLength);
  const masked = maskText(seen);
  const end = seen === whole ? masked.length : masked.length - marginLength;
  // Cutting can halve an emoji, and clients send halves too: neither survives storage as UTF-8.
  return masked.slice(0, Math.min(maxTextLength, end)).toWellFormed();
}

function maskText(text: string): string {
  return maskSecrets(text).text;
}

function maskStrings(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(maskStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskStrings(inner)]));
}
