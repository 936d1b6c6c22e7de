/** A run of digits that could be a telephone number, as it was written. `digits` has a leading `+` when one was written. */
export type Run = { written: string; digits: string; start: number; end: number };

/** Stories tell of one or two numbers; more than this many runs are looked at by nobody. */
const mostRuns = 12;
/** The longest telephone number has 15 digits (ITU-T E.164); what is far longer is something else. */
const mostDigits = 20;
const fewestDigits = 3;

const digit = '[0-9０-９٠-٩۰-۹]';
const between = String.raw`[ \t\u00A0.()\u2010-\u2015-]{0,3}`;
/** Each digit is reached in one way only, so a flood of digits or plus signs costs no more than reading it. */
const runPattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}_£$€@#/.,]|[+＋]{2})(?:\()?[+＋]?(?:\()?${digit}(?:${between}${digit})*`,
  'gu',
);

/** Runs of digits in the order they were written, at most twelve, without amounts, dates, addresses and references. */
export function findRuns(text: string): Run[] {
  const runs: Run[] = [];
  for (const found of text.matchAll(runPattern)) {
    const [written] = found;
    const run = {
      written: tidy(written),
      digits: toDigits(written),
      start: found.index,
      end: found.index + written.length,
    };
    if (isLikely(run, text)) runs.push(run);
    if (runs.length === mostRuns) break;
  }
  return runs;
}

function tidy(written: string): string {
  const line = written.replace(/\s+/g, ' ').trim();
  return line.startsWith('(') && !line.includes(')') ? line.slice(1) : line;
}

/** Digits of other scripts become ours, and nothing else is kept but a plus sign. */
export function toDigits(written: string): string {
  const plain = written.normalize('NFKC').replace(/[٠-٩۰-۹]/g, (one) => String(one.charCodeAt(0) % 16));
  const bare = plain.replace(/[^\d+]/g, '');
  return plain.includes('+') ? `+${bare.replaceAll('+', '')}` : bare;
}

function isLikely({ written, digits, start, end }: Run, text: string): boolean {
  const count = digits.replace('+', '').length;
  if (count < fewestDigits || count > mostDigits || isDate.test(written)) return false;
  return (
    !goesOn.test(text.slice(end, end + 2)) &&
    !isLabelled.test(text.slice(Math.max(0, start - labelReach), start))
  );
}

const isDate = /^\d{1,2}([-. ])\d{1,2}\1(?:\d{2}|\d{4})$/;
/** A letter, a per cent sign or a decimal after it: part of a word, a rate or an amount. */
const goesOn = /^(?:[\p{L}_%£€/@]|[,:]\p{N})/u;

const labelReach = 40;
/** "order number 0012345678" is a number of another kind. */
const isLabelled = new RegExp(
  String.raw`\b(?:(?:ref(?:erence)?|case|order|account|acct?|invoice|serial|policy|ticket|pin|crn)|` +
    String.raw`(?:claim|badge|crime|licence|booking|tracking|collar|warrant|vat|tax|job|card|id|asset|model|employee|staff|payroll|registration)\s(?:number|no\.?|ref(?:erence)?))` +
    String.raw`(?:\s?(?:number|no\.?|num|#))?\s?(?:is|was|of|:|=)?\s?$`,
  'i',
);
