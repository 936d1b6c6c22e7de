import * as z from 'zod';
import { outcomes, priorities } from '../../dialog/brief.ts';
import { maskSecrets } from '../../observability/redaction.ts';
import { failureCodes } from './refusal.ts';

/**
 * What other systems and the server say to each other under `/api/v1`. Every body is checked by these, the OpenAPI document is made
 * from them, and a field that is not in them is refused: a name spelled wrong should be noticed on the first day. Text is data: it is
 * never markup.
 */
const hide = (text: string): string => maskSecrets(text).text;

/** What a telephone system leaves when it does not know a variable of its template: `[CallerNumber]`, `{{name}}`, `${x}`. */
const unfilled = /\[[A-Za-z]\w*(?:[ .-]\w+)*\]|\{[^{}]*\}|%[A-Za-z_]{3,}%/;
/** Line ends and control characters have no place in what becomes a subject or a name. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** One line of text. */
function line(most: number, empty = 'is empty; leave the field out') {
  return z
    .string()
    .trim()
    .min(1, empty)
    .max(most, `is longer than ${most} characters`)
    .refine((text) => !control.test(text), 'holds a line end or a control character')
    .refine(
      (text) => !unfilled.test(text),
      'holds a variable that was not filled in, such as [Name]; fill it in, or leave the field out',
    );
}

const Story = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(10_000, 'is longer than 10000 characters')
  .transform(hide)
  .meta({
    description: 'What happened, in somebody’s own words. Codes, passwords and card numbers are hidden.',
  });

const time = z.iso.datetime();
const text = z.string();

export const AssessRequest = z.strictObject({
  story: z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(10_000, 'is longer than 10000 characters')
    .meta({ description: 'What happened, in somebody’s own words. Nothing of it is kept.' }),
});

const Source = z.object({ title: text, publisher: text, url: text, checked: text });
const Entry = z.object({ kind: z.enum(['signal', 'scam']), id: text });
const Reason = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('told'),
    quote: text,
    rules: z.array(z.object({ text, source: Source.optional(), entry: Entry.optional() })),
  }),
  z.object({
    kind: z.literal('scam'),
    title: text,
    summary: text,
    source: Source.optional(),
    entry: Entry.optional(),
  }),
]);

const Verdict = z.enum(['stop-scam', 'stop-unsafe', 'call-back', 'unwanted', 'proved']);
const RequestRisk = z.enum(['decisive', 'high', 'some', 'none-stated']);
const Identity = z.enum(['unproved', 'disproved', 'proved']);

export const Assessment = z.object({
  verdict: Verdict.meta({ description: 'There is no "safe": nothing but a proof makes a caller proved.' }),
  risk: z.number().meta({ description: '0 to 1. For ordering and measuring; do not show it to people.' }),
  requestRisk: RequestRisk,
  identity: Identity,
  topic: z.enum(['call', 'other']),
  matches: z.array(z.object({ scam: text, score: z.number() })),
  evidence: z.array(
    z.object({ signal: text, present: z.enum(['yes', 'no', 'unsure']), quote: text.nullable() }),
  ),
  claimedAuthority: text.nullable(),
  claimedWords: text.nullable(),
  reasons: z.array(Reason),
  numbers: z.array(
    z.object({
      number: text,
      kind: text,
      whose: text,
      held: z.object({ name: text, since: text }).nullable(),
      ring: z.boolean().meta({ description: 'Ring no number for which this is false.' }),
      proves: text.nullable(),
    }),
  ),
  advice: z.object({
    say: z.array(text),
    steps: z.array(text),
    dont: z.array(text),
    verifyBy: text.optional(),
    report: z.array(z.object({ name: text, when: text, how: text })),
    seenIn: z.array(text),
  }),
});

export const CaseRequest = z.strictObject({
  story: Story,
  person: z
    .strictObject({
      id: line(200)
        .optional()
        .meta({ description: 'As your system knows them: an e-mail address, a user id.' }),
      name: line(100).transform(hide).optional(),
      contact: line(200)
        .transform(hide)
        .optional()
        .meta({ description: 'How a technician reaches them: a number, an extension, a place.' }),
    })
    .default({})
    .meta({ description: 'Who took the call.' }),
});

/** `id` is what people quote. */
export const CaseReceipt = z.object({
  case: z.object({
    id: text,
    status: z.enum(['waiting', 'accepted', 'closed']),
    priority: z.enum(priorities),
    headline: text,
    verdict: Verdict.nullable(),
    openedAt: time,
  }),
});

const withheld =
  /^(?:withheld|anonymous(?:@anonymous\.invalid)?|private|restricted|unavailable|unknown|no number)$/i;
const noNumber = 'is no telephone number; send the digits, or "withheld"';

const CallNumber = line(40, noNumber)
  .refine((number) => withheld.test(number) || /^\+?[\d ()./-]*\d[\d ()./-]*$/.test(number), noNumber)
  .transform((number) => (withheld.test(number) ? null : number));

const longestCallMs = 24 * 60 * 60 * 1000;

export const CallRequest = z
  .strictObject({
    id: line(200)
      .optional()
      .meta({ description: 'Your own name for the call. Told again under it, the call is kept once.' }),
    number: CallNumber.meta({ description: 'The other side’s number as it was shown, or "withheld".' }),
    direction: z.enum(['inbound', 'outbound']).default('inbound'),
    start: z.iso
      .datetime({ offset: true, error: 'is no time such as 2026-11-21T10:00:00Z' })
      .transform(toUtc),
    end: z.iso
      .datetime({ offset: true, error: 'is no time such as 2026-11-21T10:00:00Z' })
      .transform(toUtc)
      .optional(),
    extension: line(40).optional(),
    person: line(200)
      .optional()
      .meta({ description: 'Whose extension it is: their name, or the id that cases have for them.' }),
    recording: line(2000)
      .refine((url) => !unfilled.test(decoded(url)), 'holds a variable that was not filled in')
      // An address is checked after what it was written with: reading one drops line ends without a word.
      .pipe(z.url({ protocol: /^https$/, error: 'is no https address' }))
      .optional()
      .meta({ description: 'Where the recording is kept. It is linked and never fetched.' }),
  })
  .refine(({ start, end = start }) => end >= start, { path: ['end'], error: 'is before the start' })
  .refine(({ start, end = start }) => Date.parse(end) - Date.parse(start) <= longestCallMs, {
    path: ['end'],
    error: 'is more than a day after the start',
  });

/** `case` is null while the call waits for a case that it fits. */
export const CallReceipt = z.object({ call: z.object({ id: text, case: text.nullable() }) });

const CallView = z.object({
  id: text,
  number: text.nullable().meta({ description: 'Null when it was withheld.' }),
  direction: z.enum(['inbound', 'outbound']),
  start: time,
  end: time.nullable(),
  extension: text.nullable(),
  person: text.nullable(),
  recording: text.nullable(),
});

export const CaseView = z.object({
  case: z.object({
    ...CaseReceipt.shape.case.shape,
    live: z.enum(['yes', 'no', 'unsure']),
    acceptedAt: time.nullable(),
    closedAt: time.nullable(),
    technician: text.nullable().meta({ description: 'The name that staff see.' }),
    outcome: z.enum(outcomes).nullable().meta({ description: 'Null until the case is closed.' }),
    story: text,
    person: z.object({ id: text, name: text.nullable(), contact: text.nullable() }),
    harm: z.array(z.object({ harm: text, title: text })),
    claimed: text.nullable(),
    requestRisk: RequestRisk.nullable(),
    identity: Identity.nullable(),
    scam: z.object({ id: text, title: text }).nullable(),
    actions: z.array(z.object({ id: text, text })),
    calls: z.array(CallView),
    messages: z
      .array(z.object({ at: time, from: z.enum(['bot', 'technician']), name: text.nullable(), text }))
      .meta({
        description: 'What was answered to a case that this interface opened; pass it on to the person.',
      }),
  }),
});

export const Failure = z.object({
  error: z.object({
    code: z.enum(failureCodes),
    message: text.meta({ description: 'For whoever looks after the other system.' }),
  }),
});

function toUtc(at: string): string {
  return new Date(at).toISOString();
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
