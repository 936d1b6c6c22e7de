import * as z from 'zod';
import { outcomes, priorities } from '../../../dialog/brief.ts';
import { plain } from '../../../dialog/typed.ts';
import type { Envelope } from '../envelope.ts';

/** What a technician wants to happen to a case. */
export type Wish =
  | { kind: 'take' | 'take-over' | 'hand-back' | 'reopen' }
  | { kind: 'its-me'; check: string }
  /** By id from the card, by name where it was typed. */
  | { kind: 'give'; to: { id: string } | { name: string } }
  | { kind: 'priority'; priority: (typeof priorities)[number]; why: string }
  | { kind: 'close'; outcome: (typeof outcomes)[number]; right: 'yes' | 'no' | 'unsure'; note: string };

/** A button of a case's card. `version` and `holder` are what the card showed when it was pressed. */
export type Tap = { case: string; version: number; holder: string | null; wish: Wish };

const Pressed = z.strictObject({
  act: z.enum(['take', 'take-over', 'hand-back', 'give', 'reopen', 'its-me', 'priority', 'close']),
  case: z.string().min(1).max(80),
  version: z.int(),
  holder: z.string().max(200).nullable(),
  check: z.string().max(80).optional(),
});
export type Pressed = z.infer<typeof Pressed>;

const Carrier = z.looseObject({ technicians: z.unknown() });
const Priority = z.object({
  priority: z.enum(priorities),
  why: z.string().trim().min(1).max(500),
});
const Giving = z.object({ to: z.string().min(1).max(200) });
const Closing = z.object({
  outcome: z.enum(outcomes),
  right: z.enum(['yes', 'no', 'unsure']).default('unsure'),
  note: z.string().trim().max(4000).default(''),
});

/** Whether an activity is a button of ours, whatever is in it and wherever it comes from. */
export function carriesTap(activity: Envelope): boolean {
  const data = dataOf(activity);
  return (
    Carrier.safeParse(data).success && typeof data === 'object' && data !== null && 'technicians' in data
  );
}

/** The button that was pressed; `undefined` when it makes no sense. */
export function readTap(activity: Envelope): Tap | undefined {
  const data = dataOf(activity);
  const pressed = Pressed.safeParse(Carrier.safeParse(data).data?.technicians).data;
  const wish = pressed && readWish(pressed, data);
  return pressed && wish && { case: pressed.case, version: pressed.version, holder: pressed.holder, wish };
}

/** Whether a form of ours was sent that is not filled in: older clients let through what newer ones ask for. */
export function isUnfinished(activity: Envelope): boolean {
  const pressed = Pressed.safeParse(Carrier.safeParse(dataOf(activity)).data?.technicians).data;
  return pressed !== undefined && forms.has(pressed.act) && readTap(activity) === undefined;
}
const forms = new Set<Pressed['act']>(['priority', 'close', 'give']);

function readWish({ act, check }: Pressed, data: unknown): Wish | undefined {
  switch (act) {
    case 'priority': {
      const given = Priority.safeParse(data).data;
      return given && { kind: act, ...given };
    }
    case 'close': {
      const given = Closing.safeParse(data).data;
      return given && { kind: act, ...given };
    }
    case 'give': {
      const given = Giving.safeParse(data).data;
      return given && { kind: act, to: { id: given.to } };
    }
    case 'its-me':
      return check === undefined ? undefined : { kind: act, check };
    case 'take':
    case 'take-over':
    case 'hand-back':
    case 'reopen':
      return { kind: act };
  }
}

/** The same button comes as an invoke, or from older clients as a message without text. */
function dataOf(activity: Envelope): unknown {
  if (activity.type === 'message') return activity['value'];
  if (activity.type !== 'invoke' || activity.name !== 'adaptiveCard/action') return undefined;
  return Invoked.safeParse(activity['value']).data?.action.data;
}
const Invoked = z.looseObject({ action: z.looseObject({ data: z.unknown() }) });

const typed: readonly [RegExp, (word: string) => Wish | undefined][] = [
  [/^take( it)?$/, () => ({ kind: 'take' })],
  [/^take (it )?over$/, () => ({ kind: 'take-over' })],
  [/^hand (it )?back$/, () => ({ kind: 'hand-back' })],
  // No longer than a name: a sentence for the person may begin like this.
  [/^(?:give|assign) (?:it )?to (\S+(?: \S+){0,4})$/, (name) => ({ kind: 'give', to: { name } })],
  [/^(open( it)? again|reopen)$/, () => ({ kind: 'reopen' })],
  [/^(?:set )?priority (?:to )?(p[1-4])$/, readPriority],
  [/^close(?: it)? as (\w+)$/, readOutcome],
];

/** Whatever a button does can be typed, word for word; anything else is meant for the person. */
export function readTypedWish(text: string): Wish | undefined {
  const words = plain(text);
  for (const [way, read] of typed) {
    const found = way.exec(words);
    if (found !== null) return read(found[1] ?? '');
  }
  return undefined;
}

/** The words are for the eyes of whoever rang, and an answer in the thread is for all. */
export function isTypedClaim(text: string): boolean {
  return /^(?:yes )?(?:its|it was|it is) me(?: i rang(?: them)?)?$/.test(plain(text));
}

/** Too short to be words for the person, and like a command that they would wonder about. */
export function isNearWish(text: string): boolean {
  return /^(?:(?:set )?priority(?: to| is)?|close(?: it)? as) \w+$/.test(plain(text));
}

function readPriority(word: string): Wish | undefined {
  const priority = priorities.find((one) => one === word.toUpperCase());
  return priority && { kind: 'priority', priority, why: 'Set in the technicians’ channel' };
}

function readOutcome(word: string): Wish | undefined {
  const outcome = outcomes.find((one) => one === word);
  return outcome && { kind: 'close', outcome, right: 'unsure', note: '' };
}
