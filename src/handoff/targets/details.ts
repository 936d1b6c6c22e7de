import { DateTime } from 'luxon';
import type { ReadCase } from '../../storage/port.ts';
import { defang, oneLine } from '../../dialog/defang.ts';
import type { DeskBrief } from '../desk/api.ts';
import { readBrief } from '../desk/read-brief.ts';

/** A heading and its lines; without lines it is left out. */
type Block = { title: string; lines: readonly string[] };

/** What stands first everywhere: `[P1] Remote access given, "Microsoft", caller still on the line [CC-7F3K2]`. */
export function subjectOf(about: Pick<ReadCase, 'id' | 'brief'>): string {
  return `${oneLine(readBrief(about).headline)} [${about.id}]`;
}

/**
 * Everything a technician needs of a case as plain text: harm, person, caller, what was wanted, verdict, what was done,
 * timeline, and what disappears when. Whatever the caller or the person wrote is made inert.
 */
export function detailsOf(about: ReadCase, timeZone: string): string {
  const brief = readBrief(about);
  const blocks = [
    ...briefBlocks(brief),
    timelineOf(about, timeZone),
    collectOf(brief, about.openedAt, timeZone),
  ];
  return textOf(blocks);
}

/** What `newer` says that `older` did not, for an update. */
export function newsIn(newer: unknown, older: unknown): string {
  const before = new Map(
    briefBlocks(readBrief({ brief: older })).map(({ title, lines }) => [title, new Set(lines)]),
  );
  const blocks = briefBlocks(readBrief({ brief: newer })).map(({ title, lines }) => ({
    title,
    lines: lines.filter((line) => !before.get(title)?.has(line)),
  }));
  return textOf(blocks);
}

/** `22 Nov 2026 10:02 UTC (10:02 Europe/London)` */
export function timeOf(at: string, timeZone: string): string {
  const time = DateTime.fromISO(at, { zone: 'utc', locale: 'en-GB' });
  const local = time.setZone(timeZone);
  const sameDay = local.hasSame(time, 'day') && local.day === time.day;
  return `${time.toFormat('d LLL yyyy HH:mm')} UTC (${local.toFormat(sameDay ? 'HH:mm' : 'd LLL HH:mm')} ${timeZone})`;
}

function textOf(blocks: readonly Block[]): string {
  return blocks
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => [title.toUpperCase(), ...lines.map(defang)].join('\n'))
    .join('\n\n');
}

function briefBlocks(brief: DeskBrief): Block[] {
  return [
    { title: 'What has happened already', lines: harmOf(brief) },
    { title: 'Person', lines: personOf(brief) },
    { title: 'Caller', lines: callerOf(brief) },
    {
      title: 'What the caller wanted',
      lines: brief.ask.map((one) => `- ${one.title}: ${quoted(one.words)}`),
    },
    { title: 'Verdict', lines: verdictOf(brief) },
    { title: 'Done so far', lines: doneOf(brief) },
    { title: 'In their own words', lines: brief.story.split('\n').filter((line) => line.trim() !== '') },
  ];
}

function harmOf({ harm }: DeskBrief): string[] {
  if (harm.length === 0) return ['- Nothing that we know of'];
  return harm.map(({ title, words }) =>
    words === undefined ? `- ${title}` : `- ${title}: ${quoted(words)}`,
  );
}

function personOf({ person, live }: DeskBrief): string[] {
  return [
    `Name: ${person.name ?? 'not known'}`,
    `To reach them (as they wrote it): ${person.contact ?? 'in the chat'}`,
    `Channel: ${person.channel}, language: ${person.language}`,
    `Caller still on the line: ${live === 'unsure' ? 'not sure' : live}`,
  ];
}

/** What is told with a number, by whose it is. */
export const whoseNumber = {
  showed: 'showed on the phone, proves nothing, do not ring it',
  given: 'given by the caller, do not ring it',
  unclear: 'do not ring it',
  ours: 'from our own directory',
} as const;

function callerOf({ caller }: DeskBrief): string[] {
  return [
    `Says they are: ${caller.claimed ?? 'not said'}`,
    ...(caller.withheld ? ['Number: withheld'] : []),
    ...caller.numbers.map(
      ({ number, whose, kind, held }) =>
        `Number: ${number} (${[whoseNumber[whose], kind, held].filter((part) => part !== undefined).join('; ')})`,
    ),
  ];
}

/** By verdict. */
export const verdictWords: Readonly<Record<string, string>> = {
  'stop-scam': 'Stop: a scam',
  'stop-unsafe': 'Stop: not to be done, whoever asks',
  'call-back': 'Not proved: ring back on a number we hold',
  unwanted: 'Unwanted, such as sales',
  proved: 'Proved by a logged check',
};

function verdictOf({ judgement }: DeskBrief): string[] {
  if (judgement === undefined) return ['- None: nothing about a call was told yet'];
  const { verdict, requestRisk, identity, reasons, scam, twin, wouldChange } = judgement;
  return [
    verdictWords[verdict] ?? verdict,
    `What was asked: risk ${requestRisk}. Who they are: ${identity}.`,
    ...reasons.flatMap(reasonLines),
    ...(scam === undefined ? [] : [`Looks like: ${scam.title} (${scam.id})`]),
    ...(twin === undefined ? [] : [`The honest call most like it: ${twin}`]),
    ...wouldChange.map((what) => `Would change our mind: ${what}`),
  ];
}

type Reason = NonNullable<DeskBrief['judgement']>['reasons'][number];

function reasonLines(reason: Reason): string[] {
  if (reason.kind === 'scam') return [`- ${reason.title}: ${reason.summary}${sourceOf(reason.source)}`];
  return reason.rules.map(({ text, source }) => `- ${quoted(reason.quote)} → ${text}${sourceOf(source)}`);
}

function sourceOf(source: { publisher: string; title: string; checked: string } | undefined): string {
  return source === undefined ? '' : ` (${source.publisher}: ${source.title}, checked ${source.checked})`;
}

function doneOf({ done }: DeskBrief): string[] {
  return [
    ...done.told.map((what) => `- Told: ${what}`),
    ...done.answers.map(({ question, answer }) => `- ${question} ${quoted(answer)}`),
    ...done.open.map((question) => `- Still open: ${question}`),
  ];
}

function timelineOf({ events }: ReadCase, timeZone: string): Block {
  const lines = events
    .filter(({ kind }) => kind !== 'updated')
    .map(({ at, kind, by }) => `- ${timeOf(at, timeZone)}: ${kind} by ${by}`);
  return { title: 'Timeline', lines };
}

function collectOf({ collect }: DeskBrief, openedAt: string, timeZone: string): Block {
  const until = (hours: number): string =>
    timeOf(new Date(Date.parse(openedAt) + hours * 3_600_000).toISOString(), timeZone);
  return {
    title: 'Collect before it is gone',
    lines: collect.map(({ what, hours }) => `- ${what}: until ${until(hours)}`),
  };
}

function quoted(words: string): string {
  return `“${words.trim()}”`;
}
