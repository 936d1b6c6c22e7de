import { readFileSync, readdirSync } from 'node:fs';
import * as z from 'zod';

const training = new URL('../../training/', import.meta.url);
const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** A call that somebody told of. `plan` names the planted campaign that it is part of. */
export type PlantedCall = {
  id: string;
  client: string;
  reporter: string;
  atMs: number;
  story: string;
  plan: string | null;
};

/** How busy a month is, and how much of a call people tell. */
export type MonthSettings = {
  seed: number;
  clients: number;
  /** Unrelated calls on a working day, at all clients together. */
  callsADay: number;
  campaigns: number;
  /** How often whoever tells of a call tells the number, and the name that the caller went by. */
  numberTold: number;
  nameTold: number;
  /** How often a call of a campaign is told in few words. */
  brief: number;
  /** How often it is told in the words of quite another story of the same scam: nothing but the caller's marks is the same. */
  otherWords: number;
};

export const usualMonth: Omit<MonthSettings, 'seed'> = {
  clients: 12,
  callsADay: 30,
  campaigns: 12,
  numberTold: 0.5,
  nameTold: 0.5,
  brief: 0.25,
  otherWords: 0,
};

/**
 * A month of calls in the order they were told: unrelated ones, and planted campaigns of three to six calls at one client or at
 * several. Stories are those of `training/`, retold with words and sentences left out and with what this caller says and shows.
 * The same settings give the same month.
 */
export function synthesiseMonth(settings: MonthSettings): PlantedCall[] {
  const draw = createDraw(settings.seed);
  const used = new Set<string>();
  const calls = [...unrelatedCalls(settings, draw, used), ...plantedCalls(settings, draw, used)];
  return calls.toSorted((a, b) => a.atMs - b.atMs).map((call, index) => ({ ...call, id: `case-${index}` }));
}

type Call = Omit<PlantedCall, 'id'>;

const start = Date.parse('2026-03-02T00:00:00Z');
const days = 30;

function unrelatedCalls(settings: MonthSettings, draw: Draw, used: Set<string>): Call[] {
  return Array.from({ length: days }, (_, day) => {
    const isWeekend = day % 7 > 4;
    const count = Math.round(settings.callsADay * (isWeekend ? 0.15 : 1));
    return Array.from({ length: count }, () =>
      unrelatedCall(settings, draw, used, start + day * dayMs),
    ).flat();
  }).flat();
}

/** Some people tell of their call twice. */
function unrelatedCall(settings: MonthSettings, draw: Draw, used: Set<string>, day: number): Call[] {
  const scam = draw.oneOf(commonFirst(draw));
  const told = drawUnused(storiesOf(scam, draw.chance(0.25) ? 'legit' : 'scam'), used, draw);
  const caller = inventCaller(draw);
  const call = {
    client: clientOf(draw, settings),
    reporter: `person-${draw.below(1e9)}`,
    atMs: day + officeTime(draw),
    story: tell(told, caller, settings, draw),
    plan: null,
  };
  const again = {
    ...call,
    atMs: call.atMs + draw.below(hourMs),
    story: shorten(call.story, draw, { sentences: 0.9, words: 0.9 }),
  };
  return draw.chance(0.05) ? [call, again] : [call];
}

function plantedCalls(settings: MonthSettings, draw: Draw, used: Set<string>): Call[] {
  return Array.from({ length: settings.campaigns }, (_, index) => {
    const scam = draw.oneOf(commonFirst(draw));
    const long = storiesOf(scam, 'scam').filter(({ text }) => text.length > 100);
    const base = drawUnused(long, used, draw);
    const caller = inventCaller(draw);
    const isHere = draw.chance(0.5);
    const home = clientOf(draw, settings);
    const begun = start + draw.below(days - 4) * dayMs;
    const times = isHere ? hereTimes(draw, begun) : acrossTimes(draw, begun);
    return times.map((atMs) => ({
      client: isHere ? home : clientOf(draw, settings),
      reporter: `person-${draw.below(1e9)}`,
      atMs,
      story: retell(base, scam, caller, settings, draw),
      plan: `plan-${index}`,
    }));
  }).flat();
}

/** Three to six calls within one working day. */
function hereTimes(draw: Draw, day: number): number[] {
  return Array.from({ length: 3 + draw.below(4) }, () => day + officeTime(draw));
}

/** Three to six calls within three days of each other. */
function acrossTimes(draw: Draw, day: number): number[] {
  return Array.from({ length: 3 + draw.below(4) }, () => day + draw.below(3) * dayMs + officeTime(draw));
}

function officeTime(draw: Draw): number {
  return 8 * hourMs + Math.floor(draw.next() * 9.5 * hourMs);
}

function clientOf(draw: Draw, { clients }: MonthSettings): string {
  return `client-${draw.below(clients)}`;
}

/** No story is told twice, nor its twin in nearly the same words, but by a campaign. */
function drawUnused(told: readonly Story[], used: Set<string>, draw: Draw): string {
  const fresh = told.filter((story) => !used.has(keyOf(story)));
  const story = draw.oneOf(fresh.length > 0 ? fresh : told);
  used.add(keyOf(story));
  return story.text;
}

function keyOf({ pair, text }: Story): string {
  return pair ?? text;
}

/** A caller's marks; one who rotates shows another number each time. */
type Caller = { name: string | undefined; number: () => string; withheld: boolean };

function inventCaller(draw: Draw): Caller {
  const number = inventNumber(draw);
  const rotates = draw.chance(0.3);
  const person = draw.chance(0.85) ? draw.oneOf(names) : undefined;
  return {
    name: person,
    number: () => (rotates ? inventNumber(draw) : number),
    withheld: draw.chance(0.25),
  };
}

/** Numbers kept free for drama. */
function inventNumber(draw: Draw): string {
  const block = draw.oneOf([
    '0113 496 0',
    '0114 496 0',
    '0115 496 0',
    '0116 496 0',
    '0117 496 0',
    '0118 496 0',
    '0121 496 0',
    '0131 496 0',
    '0141 496 0',
    '0151 496 0',
    '0161 496 0',
    '020 7946 0',
    '0191 498 0',
    '028 9649 6',
    '029 2018 0',
    '01632 960',
    '07700 900',
    '0808 157 0',
    '0909 879 0',
  ]);
  return `${block}${String(draw.below(1000)).padStart(3, '0')}`;
}

const names = (
  'David James Paul Mark Andrew Steve Kevin Michael John Peter Chris Daniel Ryan Adam Tom Ben Jack Harry Sam Alex ' +
  'Sarah Emma Lisa Claire Karen Michelle Laura Rachel Hannah Sophie Amy Kate Jess Lucy Anna Maria Priya Raj Ahmed Ali ' +
  'Simon Gary Ian Neil Stuart Craig Lee Martin Robert Richard George Oliver Charlie Jacob Ethan Nathan Aaron Kyle Liam Sean'
).split(' ');

/** The same call as somebody else tells it: parts left out, often nearly all; or another story of the same scam. */
function retell(base: string, scam: string, caller: Caller, settings: MonthSettings, draw: Draw): string {
  const words = draw.chance(settings.otherWords)
    ? draw.oneOf(storiesOf(scam, 'scam')).text
    : draw.chance(settings.brief)
      ? shorten(base, draw, { sentences: 0.5, words: 0.75 })
      : shorten(base, draw, { sentences: 0.75, words: 0.85 });
  return tell(words, caller, settings, draw);
}

/** Without some of its words and sentences; the longest is always told, since the bot asks until it knows what is wanted. */
function shorten(story: string, draw: Draw, share: { sentences: number; words: number }): string {
  const sentences = story.split(/(?<=[.?!])\s+/);
  const longest = sentences.toSorted((a, b) => b.length - a.length)[0];
  return sentences
    .filter((sentence) => sentence === longest || draw.chance(share.sentences))
    .join(' ')
    .split(' ')
    .filter(() => draw.chance(share.words))
    .join(' ');
}

function tell(story: string, caller: Caller, { numberTold, nameTold }: MonthSettings, draw: Draw): string {
  const number = draw.chance(numberTold)
    ? [
        caller.withheld
          ? draw.oneOf(withheldSentences)
          : draw.oneOf(numberSentences).replace('#', caller.number()),
      ]
    : [];
  const name =
    caller.name !== undefined && draw.chance(nameTold)
      ? [draw.oneOf(nameSentences).replace('#', caller.name)]
      : [];
  return [draw.oneOf(openings), story, ...number, ...name].join(' ');
}

/** A message to the bot is about a call, or soon is: it asks. */
const openings = [
  'Somebody just rang.',
  'Had a phone call.',
  'I got a call.',
  'Phone call just now.',
  'We had a caller.',
  'Strange call today.',
];
const withheldSentences = [
  'The number was withheld.',
  'No caller ID.',
  'number came up as withheld',
  'It said private number.',
];
const numberSentences = [
  'It showed as #.',
  'He rang from #.',
  'The number on the screen was #.',
  'rang from #',
  'They called from #.',
  'It came up as #.',
];
const nameSentences = [
  'He said his name was #.',
  'Called himself #.',
  'She was called #.',
  'name was #',
  'He said he was #.',
  'Introduced themselves as #.',
];

const Story = z.object({
  scam: z.string().nullish(),
  label: z.string(),
  text: z.string(),
  pair: z.string().nullish(),
});
type Story = z.infer<typeof Story>;
let read: Map<string, Story[]> | undefined;

function storiesOf(scam: string, label: string): readonly Story[] {
  return stories().get(`${label} ${scam}`) ?? stories().get(`scam ${scam}`) ?? [];
}

function stories(): Map<string, Story[]> {
  if (read !== undefined) return read;
  const rows = readdirSync(training)
    .filter((file) => file.endsWith('.jsonl'))
    .toSorted()
    .flatMap((file) => readFileSync(new URL(file, training), 'utf8').trim().split('\n'))
    .map((line) => Story.parse(JSON.parse(line)));
  read = Map.groupBy(rows, ({ label, scam }) => `${label} ${scam}`);
  return read;
}

/** Scams as they come: the first of them far more often than the last, in the order of how many stories there are. */
function commonFirst(draw: Draw): readonly string[] {
  const scams = [...stories()]
    .filter(([key, group]) => key.startsWith('scam ') && group.length > 5)
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([key]) => key.slice('scam '.length));
  const at = Math.floor(scams.length ** draw.next()) - 1;
  return [scams[at] ?? 'microsoft-support-call'];
}

type Draw = {
  /** From 0 up to 1. */
  next(): number;
  below(limit: number): number;
  chance(share: number): boolean;
  oneOf<T>(list: readonly T[]): T;
};

/** Throws the same dice for the same seed (mulberry32). */
function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    oneOf: (list) => {
      const found = list[below(list.length)];
      if (found === undefined) throw new Error('There is nothing to draw from: the list is empty.');
      return found;
    },
  };
}
