import {
  alarms,
  denials,
  everydayOrders,
  leads,
  machines,
  matters,
  orders,
  plainOrders,
  praise,
  readers,
  seconds,
  tellers,
  telling,
} from './bidding-words.ts';
import type { Passage, Span, Word } from './passages.ts';

/**
 * How much a passage sounds meant for the bot and not like something that happened, and where in the story it does.
 * `onlyAsks`: it is a request such as staff send to a helpdesk.
 */
export type Bidding = { points: number; onlyAsks: boolean; where: readonly Span[] };

/** From here on a passage is left out on trial. On stories without such words one passage in thirty gets so far. */
export const suspectedAt = 2;
/** From here on hardly any passage of a real story gets. */
export const plainAt = 4;

const markup =
  /<\/?[a-z|_!][^>]{0,40}>?|\/>|[{}`#|]+|\[\/?[A-Z]|\S{0,40}\w=\S+|\s=\s|==|^\s*-{2,}|-{3}|\/\*|\*\/|\S{0,40}(?:%20|&#|\\u)\S*|;\s*$|^\s*\/[a-z]/g;
const heading =
  /^[\s"'“‘([]*(?!(?:me|you|him|her|them|caller|receiver|agent|man|woman|speaker|recording)\b)(?:\p{L}+[ \t]+){0,3}\p{L}+\s*[:>]\s/gu;
const roleHeading =
  /^[\s"'“‘([<#*]*(?:system|user|human|bot|assistant|ai|admin|q|a|answer|verdict|result|note|notice|instruction|instructions|response|important|reminder|debug|context|update|it|fyi|memo)\b[^:.]{0,40}[:>]/gi;
const notNeeded =
  /\b(?:nothing else|no (?:need|further|more|action|checks?|risk|fraud|danger|scams?)|nothing (?:is |at all |)?(?:wrong|suspicious)|without (?:any |further )?(?:checks?|checking|questions?|verification))\b/gi;
const claim =
  /\b(?:callers?|calls?|number|sender|he|she|this|it|one|they) (?:is|are|was|were|has been|have been|can be)?\s?(?:an? |now |already |fully |completely |always |all |been )*(?:genuine|legit|legitimate|verified|vetted|trusted|trustworthy|authentic|authenticated|cleared|approved|safe|harmless|honest|real|confirmed|checked|proved|exempt)\b/gi;
const filedAs =
  /\b(?:as|down as|to be) (?:an? )?(?:genuine|legit|legitimate|verified|trusted|safe|harmless|honest|ordinary|normal|resolved|nil|low|real|fine|ok|checked|cleared)\b|\b(?:allow|allowed|trusted|white|approved) ?list\b|\ball (?:is )?(?:ok|okay|fine|good|well|in order)\b|\bin order\b|\bfrom an? (?:trusted|verified|known|approved) (?:sender|source|number|caller|line)\b/gi;
const pointing =
  /\b(?:above|below|after|before|following|rest of) (?:this |the |is |was |of )*(?:line|text|story|message|joke|only|made|part)?\b.{0,60}\b(?:joke|part|call|story|made|fictional|test|ignore|invented|answer)\b|\b(?:story|text|message|everything) (?:above|below)\b/gi;
const dictating =
  /\b(?:tell|ask|inform|show|type in|put in) (?:the |your |this )?(?:chat|bot|assistant|system|checker)\b|\b(?:enter|type|write|paste|copy)\b.{0,60}\b(?:in|into|to) (?:this|your) (?:box|chat|window|field|form)\b|\b(?:me|us|i) (?:to |should |must )?(?:say|write|type|put|enter|copy|paste|tell|answer|note)\b.{0,60}\b(?:here|in this|this in|to you|the chat|that|your|following|this|your|this:)\b/gi;
const answering =
  /\b(?:the |your |a )?(?:right|correct|only|proper|expected|true|final|best) (?:answer|verdict|result|reply|response|outcome|conclusion|advice)s? (?:is|was|are|must|should|would|will|here|to)\b|\b(?:is|was|are|been|got|stands?) (?:written|typed|said|stated|entered|pasted) (?:here|above|below|in this)\b/gi;
const asks = /\?["'”’)]*\s*$/;

/** What each shape is worth. */
const shapes: readonly (readonly [worth: number, shape: RegExp])[] = [
  [2, markup],
  [1, heading],
  [1, roleHeading],
  [2, notNeeded],
  [1, claim],
  [1, filedAs],
  [2, pointing],
  [2, dictating],
  [2, answering],
];

/** Weighs one passage. `knows` tells whether stories have such a word. */
export function weighBidding(passage: Passage, knows: (word: string) => boolean): Bidding {
  const { text, words } = passage;
  const pick = (among: ReadonlySet<string>): Word[] => words.filter((word) => among.has(word.text));
  const ordered = words.filter((word, at) => orders.has(word.text) && mayOrder(passage, at));
  const asking: Clue[] = [
    [1, pick(machines)],
    [1, pick(seconds)],
    [1, ordered],
    [1, openingOrder(words)],
  ];
  const bidding: Clue[] = [
    [3, unknownRun(words, knows)],
    [3, speltOut(words)],
    [2, words.filter((word) => word.isMasked && word.text.length > 2 && knows(word.text))],
    [3, pick(readers)],
    [1, pick(praise)],
    [1, pick(denials).length > 0 ? pick(alarms) : []],
    [1, pick(matters)],
    ...shapes.map(([worth, shape]): Clue => [worth, find(shape, passage)]),
  ];
  const clues = [...asking, ...bidding].filter(isFound);
  const against = Number(tellsWhatHappened(words)) + Number(asks.test(text));
  return {
    points: clues.reduce((sum, [worth]) => sum + worth, -against),
    onlyAsks: !bidding.some(isFound),
    where: clues.flatMap(([, where]) => where),
  };
}

/** What it is worth, and where it is. */
type Clue = readonly [worth: number, where: readonly Span[]];

function isFound([, where]: Clue): boolean {
  return where.length > 0;
}

function find(shape: RegExp, { text, start }: Passage): Span[] {
  return Array.from(text.matchAll(shape), ({ 0: found, index }) => ({
    start: start + index,
    end: start + index + found.length,
  }));
}

/** The run of words that stories do not have: another language, code, letters in disguise. Empty unless it is long. */
function unknownRun(words: readonly Word[], knows: (word: string) => boolean): readonly Word[] {
  let from = 0;
  let sum = 0;
  let best = { sum: 0, from: 0, to: 0 };
  words.forEach((word, at) => {
    if (sum <= 0) [sum, from] = [0, at];
    sum += strangeness(word.text, knows);
    if (sum > best.sum) best = { sum, from, to: at + 1 };
  });
  if (best.sum >= 3) return words.slice(best.from, best.to);
  const unknown = words.filter(({ text }) => strangeness(text, knows) > 0);
  return unknown.length >= 3 && unknown.length >= words.length * 0.4 ? unknown : [];
}

const longestWord = 15;

function strangeness(word: string, knows: (word: string) => boolean): number {
  if (/^[\d@$]/.test(word)) return word.length > longestWord ? 3 : -0.5;
  if (knows(word)) return -0.75;
  return word.length > longestWord || /[^\p{Script=Latin}\p{M}\d]/u.test(word) ? 3 : 1;
}

const speltLetters = 6;

/** "i g n o r e": letters that stand alone, one after the other. */
function speltOut(words: readonly Word[]): readonly Word[] {
  let run = 0;
  for (const [at, word] of words.entries()) {
    run = /^\p{L}$/u.test(word.text) ? run + 1 : 0;
    if (run === speltLetters) return words.slice(at - speltLetters + 1, endOfSpelling(words, at));
  }
  return [];
}

function endOfSpelling(words: readonly Word[], from: number): number {
  const after = words.findIndex(({ text }, at) => at > from && !/^\p{L}$/u.test(text));
  return after < 0 ? words.length : after;
}

function isOrder({ text }: Word): boolean {
  return orders.has(text) || everydayOrders.has(text);
}

/** The first word, but for such as lead up to it, when it is an order. */
function openingOrder(words: readonly Word[]): readonly Word[] {
  const first = words.find((word) => isOrder(word) || !leads.has(word.text));
  return first && isOrder(first) ? [first] : [];
}

function mayOrder({ text, start, words }: Passage, at: number): boolean {
  const word = words[at];
  const before = words[at - 1];
  if (!word || !before || leads.has(before.text) || plainOrders.has(word.text)) return true;
  return /[,;:.("“'‘[\->]/.test(text.slice(before.end - start, word.start - start));
}

function tellsWhatHappened(words: readonly Word[]): boolean {
  return words.some(({ text }) => tellers.has(text)) && words.some(({ text }) => telling.has(text));
}
