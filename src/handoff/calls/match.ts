import type { StoredCall } from '../../storage/api-port.ts';
import type { StoredCase } from '../../storage/port.ts';
import { readBrief } from '../desk/read-brief.ts';

const minuteMs = 60_000;
/** People tell of a call while it lasts or after it; clocks differ by less than this. */
const clocksDifferMs = 10 * minuteMs;
/** With a sign of who was rung or by whom, the call may have ended a day before it was told. */
const lookBackMs = 24 * 60 * minuteMs;
/** That both say "withheld" tells little, so the call must have been just now. */
const shortLookBackMs = 30 * minuteMs;
/** Fewer digits than these end many a number. */
const fewestDigits = 7;

/** When a case of this call was opened, if there is one. */
export function openedWithin(call: StoredCall): { from: string; until: string } {
  return {
    from: new Date(Date.parse(call.startedAt) - clocksDifferMs).toISOString(),
    until: new Date(endOf(call) + lookBackMs + 1).toISOString(),
  };
}

/** When a call that this case is about began, whatever its length; no call that is taken lasts longer than a day. */
export function beganWithin({ openedAt }: Pick<StoredCase, 'openedAt'>): { from: string; until: string } {
  const opened = Date.parse(openedAt);
  return {
    from: new Date(opened - 2 * lookBackMs).toISOString(),
    until: new Date(opened + clocksDifferMs).toISOString(),
  };
}

/**
 * The case that a call belongs to: same client, told while the call lasted or after it, and the same number, extension or person.
 * Of several the strongest sign counts, then the nearest in time. `undefined` when none fits, or when several fit by "withheld"
 * alone: a wrong record is worse than one that waits.
 */
export function findCase<Case extends StoredCase>(
  call: StoredCall,
  cases: readonly Case[],
): Case | undefined {
  const fitting = cases
    .map((about) => ({ about, strength: strengthOf(call, about), apart: apartMs(call, about) }))
    .filter(({ strength }) => strength > 0)
    .toSorted(
      (one, other) =>
        other.strength - one.strength || one.apart - other.apart || (one.about.id < other.about.id ? -1 : 1),
    );
  const [best, next] = fitting;
  return best?.strength === weights.withheld && next !== undefined ? undefined : best?.about;
}

const weights = { number: 4, who: 2, withheld: 1 };

function strengthOf(call: StoredCall, about: StoredCase): number {
  const before = Date.parse(about.openedAt) - endOf(call);
  if (call.client !== about.client || before > lookBackMs) return 0;
  if (Date.parse(call.startedAt) > Date.parse(about.openedAt) + clocksDifferMs) return 0;
  const { caller, person } = readBrief(about);
  const shown = caller.numbers.filter(({ whose }) => whose === 'showed');
  const isAnother = call.number !== null && shown.length > 0 && !holds(shown, call.number);
  if (isAnother) return 0;
  const byNumber = call.number !== null && holds(caller.numbers, call.number) ? weights.number : 0;
  const byWho = isTheirs(call, person) ? weights.who : 0;
  const isWithheld = call.number === null && caller.withheld && before <= shortLookBackMs;
  return byNumber + byWho || (isWithheld ? weights.withheld : 0);
}

function holds(numbers: readonly { number: string }[], number: string): boolean {
  return numbers.some((one) => isSameNumber(one.number, number));
}

/** `+44 161 496 0123` and `(0161) 496 0123`: the shorter one without its leading zeros ends the longer one. */
export function isSameNumber(one: string, other: string): boolean {
  const [shorter = '', longer = ''] = [one, other]
    .map((written) => written.replaceAll(/\D/g, '').replace(/^0+/, ''))
    .toSorted((first, second) => first.length - second.length);
  return shorter.length >= fewestDigits ? longer.endsWith(shorter) : shorter !== '' && shorter === longer;
}

/** The telephone system names who was rung as the case does, or the extension stands in how to reach them. */
function isTheirs(
  { person, extension }: StoredCall,
  told: { id: string; name?: string | undefined; contact?: string | undefined },
): boolean {
  const names = [told.id, told.name].map((name) => name?.trim().toLowerCase() ?? '');
  const contacts = (told.contact ?? '').split(/[^\p{L}\p{N}]+/u);
  return (
    (person !== null && names.includes(person.toLowerCase())) ||
    (extension !== null && contacts.includes(extension))
  );
}

/** 0 while the call lasted; else how long before or after it the case was opened. */
function apartMs(call: StoredCall, { openedAt }: StoredCase): number {
  const opened = Date.parse(openedAt);
  return Math.max(0, Date.parse(call.startedAt) - opened, opened - endOf(call));
}

/** Of a call that nobody said had ended, only the beginning is known. */
function endOf({ startedAt, endedAt }: StoredCall): number {
  return Date.parse(endedAt ?? startedAt);
}
