import type { Choice, Question, Wording } from '../domain/knowledge.ts';
import { commands, type Command } from './turn.ts';

/** A variant that ends in `*` takes what follows, but only in a short message: a long one is a story. */
const longestCommandWords = 14;

/** Typed text without case, punctuation and spare spaces. Empty when it has no letter or digit. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The command that a message stands for, by its button's label or by one of the ways people type it. */
export function readCommand(text: string, wording: Wording): Command | undefined {
  return findByWays(text, wording, commands, (command) => waysToType(command, wording));
}

/** What a message says that is no part of a call, such as "can you ring them for me"; the key of its answer. */
export function readAside(text: string, wording: Wording): string | undefined {
  return findByWays(text, wording, Object.keys(wording.asides), (key) => wording.asides[key] ?? []);
}

/** The danger that a message tells of anywhere, whatever else it says. */
export function readEmergency(text: string, { emergencies }: Wording): string | undefined {
  return Object.keys(emergencies).find((key) => hasWords(text, emergencies[key] ?? []));
}

/**
 * Whether a message is likely to be in another language: none of the everyday words of this one, and letters that it lacks or
 * the everyday words of another.
 */
export function isForeign(text: string, { everyday, otherLanguages }: Wording): boolean {
  const typed = plain(text);
  const words = typed.split(' ');
  if (words.length < 3 || words.some((word) => everyday.includes(word))) return false;
  const hasOtherLetters = /[^\P{L}a-z]/u.test(typed);
  return hasOtherLetters || Object.values(otherLanguages).some((others) => areOf(others, words));
}

/** Two words, and more than one in four: "Le Creuset in La Rochelle" is a name in an English sentence. */
function areOf(others: readonly string[], words: readonly string[]): boolean {
  const count = others.filter((word) => words.includes(word)).length;
  return count >= 2 && count * 4 > words.length;
}

/** The first whose ways fit word for word, then without fillers, then by how a short message opens. */
function findByWays<Key extends string>(
  text: string,
  wording: Wording,
  keys: readonly Key[],
  waysOf: (key: Key) => readonly string[],
): Key | undefined {
  const typed = plain(text);
  if (typed === '' || typed.split(' ').length > longestCommandWords) return undefined;
  const bare = withoutFillers(typed, wording);
  const findBy = (fits: (ways: Ways) => boolean): Key | undefined =>
    keys.find((key) => fits(plainWays(waysOf(key))));
  return (
    findBy(({ whole }) => whole.has(typed)) ??
    findBy(({ whole }) => whole.has(bare)) ??
    findBy(({ openings }) => openings.some((opening) => `${bare} `.startsWith(`${opening} `)))
  );
}

/** Ways to type something as they are compared; those that end in `*` are openings too. */
type Ways = { whole: ReadonlySet<string>; openings: readonly string[] };

const known = new WeakMap<readonly string[], Ways>();

/** Every message is compared with all of them, so each list is made plain once. */
function plainWays(ways: readonly string[]): Ways {
  const before = known.get(ways);
  if (before) return before;
  const openings = ways.filter((way) => way.endsWith('*')).map(plain);
  const made = { whole: new Set(ways.map(plain)), openings };
  known.set(ways, made);
  return made;
}

/** Whether a message is a way to type a command, word for word, and tells nothing besides. */
export function isJustCommand(text: string, wording: Wording): boolean {
  const typed = plain(text);
  const bare = withoutFillers(typed, wording);
  return commands.some((command) => {
    const { whole } = plainWays(waysToType(command, wording));
    return whole.has(typed) || whole.has(bare);
  });
}

const labelled = new WeakMap<Wording, ReadonlyMap<Command, readonly string[]>>();

/** By the label of its button and by the ways that are listed. */
function waysToType(command: Command, wording: Wording): readonly string[] {
  const lists = labelled.get(wording) ?? new Map(commands.map((one) => [one, withLabel(one, wording)]));
  labelled.set(wording, lists);
  return lists.get(command) ?? [];
}

function withLabel(command: Command, { sentences, commands: ways }: Wording): readonly string[] {
  const label = sentences[`button.${command}`];
  return [...(label === undefined ? [] : [label]), ...(ways[command] ?? [])];
}

/** The choices that a message names, by label, by number or by another way to type them; `undefined` when it does not. */
export function readChoices(text: string, question: Question, wording: Wording): string[] | undefined {
  const whole = findChoice(text, question, wording);
  if (whole) return [whole.id];
  if (!question.many) return undefined;
  const choices = choicesInParts(text, question, wording);
  return choices.length > 0 && choices.every((choice) => choice !== undefined)
    ? [...new Set(choices.map((choice) => choice.id))]
    : undefined;
}

/** The choices that parts of a message name, where others tell something of their own. */
export function readSomeChoices(text: string, question: Question, wording: Wording): string[] {
  const named = choicesInParts(text, question, wording).flatMap((choice) => choice?.id ?? []);
  return [...new Set(named)];
}

function choicesInParts(text: string, question: Question, wording: Wording): (Choice | undefined)[] {
  return text
    .split(/[,;+&\n]|\band\b/i)
    .filter((part) => plain(part) !== '')
    .map((part) => findChoice(part, question, wording));
}

function findChoice(text: string, question: Question, wording: Wording): Choice | undefined {
  const typed = plain(text);
  const bare = withoutFillers(typed, wording);
  return (
    question.choices[/^\d{1,2}$/.test(typed) ? Number(typed) - 1 : -1] ??
    question.choices.find((choice) => {
      const ways = waysToChoose(choice);
      return ways.has(typed) || ways.has(bare);
    })
  );
}

/** Every message is compared with the choices of every question that was asked, so each choice is made plain once. */
function waysToChoose(choice: Choice): ReadonlySet<string> {
  const ways = chosenBy.get(choice) ?? new Set([choice.label, ...choice.typed].map(plain));
  chosenBy.set(choice, ways);
  return ways;
}

const chosenBy = new WeakMap<Choice, ReadonlySet<string>>();

/** What is left after a correction cue ("actually", "no wait"); `undefined` when the message opens with none. */
export function readCorrection(text: string, wording: Wording): string | undefined {
  const typed = plain(text);
  const cue = wording.corrections.map(plain).find((opening) => typed.startsWith(`${opening} `));
  return cue === undefined ? undefined : typed.slice(cue.length + 1);
}

/** Whether a message is a yes and nothing more. */
export function isYes(text: string, { sentences }: Wording): boolean {
  return (sentences['typed-yes'] ?? '').split(' | ').includes(plain(text));
}

/** Whether a message tells of somebody who rang, speaks or wants something. */
export function tellsOfSomebody(text: string, { somebody, ringing }: Wording): boolean {
  return hasWords(text, somebody) || hasWords(text, ringing);
}

/** Whether a story tells of something to read, and of no telephone: nobody is on a line who could be hung up on. */
export function isWritten(text: string, { written, ringing }: Wording): boolean {
  return hasWords(text, written) && !hasWords(text, ringing);
}

function hasWords(text: string, phrases: readonly string[]): boolean {
  const typed = ` ${plain(text)} `;
  return [...plainWays(phrases).whole].some((words) => typed.includes(` ${words} `));
}

/** Whether a message asks us something, with or without a question mark. */
export function isQuestion(text: string, { questions }: Wording): boolean {
  const typed = plain(text);
  return /[?？]\s*$/.test(text) || questions.some((opening) => `${typed} `.startsWith(`${plain(opening)} `));
}

function withoutFillers(typed: string, wording: Wording): string {
  const fillers = [...plainWays(wording.fillers).whole];
  const opening = fillers.find((filler) => typed.startsWith(`${filler} `));
  if (opening !== undefined) return withoutFillers(typed.slice(opening.length + 1), wording);
  const ending = fillers.find((filler) => typed.endsWith(` ${filler}`));
  return ending === undefined ? typed : withoutFillers(typed.slice(0, -ending.length - 1), wording);
}
