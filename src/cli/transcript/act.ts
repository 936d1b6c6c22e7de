import { outcomes, type FileRef, type Technician } from '../../dialog/brief.ts';
import type { Check, CheckStep } from '../../dialog/check.ts';
import type { ClockMark, DeskAct, DialogEvent } from '../../dialog/turn.ts';
import type { Entry } from './read.ts';

/** What can be known of a file in a transcript is its name. */
export function fileNamed(name: string): FileRef {
  return { id: name, name, type: 'image/png', bytes: 1, sha256: name };
}

/** What a technician's line does to the case: `[joins]`, `[closes as scam]`, or words for the person. */
export function deskEvent(
  { input, line }: Entry,
  name: string,
  { reference, check }: { reference: string; check: Check | null },
): DialogEvent {
  const by: Technician = { id: name.toLowerCase(), name };
  if (input === "[it's me]")
    return {
      kind: 'desk',
      case: reference,
      by,
      act: { kind: 'its-me', check: idOf(check), words, own: false },
    };
  return { kind: 'desk', case: reference, by, act: readAct(input, line) };
}

/** Drawn by chance in service. */
const words = ['apple', 'river', 'stone'] as const;

function idOf(check: Check | null): string {
  return check === null || check.kind === 'naming' ? 'none' : check.record.id;
}

/** What a colleague who was asked does: `[yes]`, `[no]`, `[unsure]`, or `[cannot be reached]`. */
export function colleagueEvent({ input, line }: Entry, check: Check | null): DialogEvent {
  const asked = check?.kind === 'colleague' ? (check.record.asked?.id ?? '') : 'nobody';
  const answer = (['yes', 'no', 'unsure'] as const).find((one) => input === `[${one}]`);
  const step: CheckStep | undefined = answer
    ? { kind: 'answered', asked, answer }
    : input === '[cannot be reached]'
      ? { kind: 'unreachable', asked }
      : undefined;
  if (step) return { kind: 'check', check: idOf(check), step };
  throw new Error(`line ${line}: a colleague answers [yes], [no] or [unsure], or [cannot be reached]`);
}

/** The other end: `did you ring Jo Hart`, `did Kim Lane ring Jo Hart`, or `taken back`. */
export function askedEvent({ input, line }: Entry, now: string): DialogEvent {
  const check = 'CHECK-other';
  if (input === 'taken back') return { kind: 'check', check, step: { kind: 'withdrawn' } };
  const [, whom, name] = /^did (.+) ring (.+)$/.exec(input) ?? [];
  if (whom === undefined || name === undefined)
    throw new Error(`line ${line}: write "asked: did you ring Jo Hart", or "asked: taken back"`);
  const dueAt = new Date(Date.parse(now) + 120_000).toISOString();
  const about = whom === 'you' ? null : whom;
  return { kind: 'check', check, step: { kind: 'question', name, about, dueAt } };
}

const plainActs: Readonly<Record<string, DeskAct>> = {
  joins: { kind: 'join', takeOver: false },
  'takes over': { kind: 'join', takeOver: true },
  'hands back': { kind: 'hand-back' },
  reopens: { kind: 'reopen' },
};

function readAct(input: string, line: number): DeskAct {
  const [, sent] = /^\(sends the file (.+)\)$/.exec(input) ?? [];
  if (sent !== undefined) return { kind: 'say', text: '', files: [fileNamed(sent)] };
  const [, named] = /^\[(.+)\]$/.exec(input) ?? [];
  if (named === undefined) return { kind: 'say', text: input, files: [] };
  const act = plainActs[named] ?? readGift(named) ?? readEdit(named) ?? readClosing(named);
  if (act) return act;
  throw new Error(
    `line ${line}: a technician cannot do [${named}]; write one of [${Object.keys(plainActs).join('] [')}], ` +
      `[closes as ${outcomes.join('|')}], [gives to Alex], [gives to Alex as lead], [it's me] or [changes a2 to ...], or leave the brackets out to say it`,
  );
}

/** `gives to Alex`, or `gives to Alex as lead` for what another has. */
function readGift(named: string): DeskAct | undefined {
  const [, name, asLead] = /^gives to (.+?)( as lead)?$/.exec(named) ?? [];
  if (name === undefined) return undefined;
  return { kind: 'assign', to: { id: name.toLowerCase(), name }, asLead: asLead !== undefined };
}

/** `a3` is the third turn of the transcript. */
function readEdit(named: string): DeskAct | undefined {
  const [, message, text] = /^changes (a\d+) to (.+)$/.exec(named) ?? [];
  return message !== undefined && text !== undefined ? { kind: 'edit', message, text } : undefined;
}

function readClosing(named: string): DeskAct | undefined {
  const outcome = outcomes.find((one) => named === `closes as ${one}`);
  return outcome && { kind: 'close', closing: { outcome, botWasRight: 'unsure', note: '' } };
}

/** `waiting 50`, `on-call Alex 020 7946 0020` or `booked 2026-11-23T09:00:00Z`; the last two may stand alone. */
export function clockEvent({ input, line }: Entry, reference: string): DialogEvent {
  return { kind: 'clock', case: reference, mark: readMark(input, line) };
}

function readMark(input: string, line: number): ClockMark {
  const [kind = '', first, ...rest] = input.split(' ');
  const share = ([50, 80, 100] as const).find((one) => String(one) === first);
  if (kind === 'waiting' && share !== undefined) return { kind, share };
  if (kind === 'on-call') return { kind, name: first ?? 'Alex', phone: rest.join(' ') || '020 7946 0020' };
  if (kind === 'booked') return { kind, at: first ?? '2026-11-23T09:00:00.000Z' };
  throw new Error(`line ${line}: "${input}" is no turn of the clock; write waiting 50, on-call or booked`);
}
