import type { NumberCheck } from '../domain/evidence.ts';
import type { Run } from './find.ts';

const charactersBefore = 90;
const charactersAfter = 50;

const ringing = '(?:ring|call|phone|dial|text)';
const rang = '(?:rang|rings?|ringing|called|calls?|calling|phoned|phones|phoning|texted|texting)';
const card = String.raw`(?:back of (?:the |our |my )?)?(?:card|contract|statement|website|web site|directory|system|records)`;

/**
 * What stands before a number and tells whose it is. The last one before the number counts,
 * and of two that end together the later in this list.
 */
const before: readonly (readonly [NumberCheck['whose'], RegExp])[] = [
  [
    'showed',
    rule(
      String.raw`${rang}(?: (?:me|us|her|him|in|up|again|back|twice|reception|the office))* (?:from|off|using)`,
    ),
  ],
  [
    'showed',
    rule(
      '(?:came|come|comes|coming|flash(?:es|ed)|popp?(?:s|ed)) up|show(?:s|ed|n|ing)?|display(?:s|ed|ing)?|caller ?id|screen',
    ),
  ],
  [
    'given',
    rule(
      String.raw`(?<!\b(?:i|we|i've|we've) )(?:gave|gives?|giving|given|left|leaves|leaving|sent|quoted|read out)(?: (?:me|us|her|him|reception|a|an|the|his|her|their|this|that))?`,
    ),
  ],
  [
    'given',
    rule(
      String.raw`(?:his|their|the caller'?s|its) (?:own |direct |mobile |phone |callback |contact |new )*(?:number|mobile|line|dial|extension)`,
    ),
  ],
  ['given', rule(`${ringing} (?:him|her|them|it|the caller|this|that)`)],
  [
    'given',
    rule(
      String.raw`(?:asked|asks|asking|told|tells|telling|wants?|wanted|wanting|instructed|insists?|insisted|begged|says?|said|saying|got|made)(?: [\w'’]+){0,4} ${ringing}`,
    ),
  ],
  ['given', rule(`please ${ringing}`)],
  ['showed', rule('from')],
  ['given', rule("(?:it|that|number|which) (?:is|was|said|says|starts|started|began)|it's")],
  [
    'ours',
    rule(
      String.raw`(?:i|we|i've|we've|i'd|we'd|i'll|we'll|colleague|manager)(?: (?:then|just|already|did|will|can|could|should|always|normally|usually|want to|need to|tried to))* (?:rang|ring|called|call|phoned|phone|texted|text|dialled|dialed|dial|tried|use|used|hold|have|found|looked|checked|know|gave)(?: (?:back|from|on))?`,
    ),
  ],
  [
    'ours',
    rule(
      '(?:our|my)(?: (?:own|main|office|direct|usual|mobile|bank|phone|company))* (?:number|mobile|line|landline|switchboard|extension|phone|card|contract|bank|supplier|directory)(?: (?:is|was))?',
    ),
  ],
  ['ours', rule(`(?:number|one) (?:on|from|in|off) (?:the |our |my )?${card}(?: (?:is|was))?`)],
  ['ours', rule('(?:looked|look) (?:it |them )?up|on file|we hold')],
];

/** What stands after a number and outweighs what stands before it. */
const oursAfter = new RegExp(
  String.raw`^[\s,)]*(?:(?:which|that|the one|is|was) )*(?:(?:on|from|off|in) (?:the |our |my )?${card}\b|(?:is|was) (?:our|my) own\b)|^[\s,)]*(?:which|that|the one) (?:we|i) (?:hold|have|always|looked|found|know|use)\b`,
  'i',
);
const callerAfter = new RegExp(
  String.raw`^[\s,)]*(?:(?:just|keeps?|kept|has|have|then|which|that) )*(?:${rang}|came up|comes up|show(?:s|ed|n|ing)|on (?:the|my|our) (?:screen|display|phone))\b`,
  'i',
);

/** Whose number it is, as far as the words around it tell. Unclear is the answer whenever they do not. */
export function whoseIs({ start, end }: Run, text: string): NumberCheck['whose'] {
  const next = /^[^.!?;\n]*/.exec(text.slice(end, end + charactersAfter))?.[0] ?? '';
  const lead = /[^.!?;\n]*$/.exec(text.slice(Math.max(0, start - charactersBefore), start))?.[0] ?? '';
  if (oursAfter.test(next)) return 'ours';
  const told = lastCue(lead.replaceAll('’', "'"));
  if (told !== undefined) return told;
  if (callerAfter.test(next)) return 'showed';
  return standsAlone(lead, next) ? 'given' : 'unclear';
}

function lastCue(lead: string): NumberCheck['whose'] | undefined {
  let last: { whose: NumberCheck['whose']; end: number } | undefined;
  for (const [whose, cue] of before)
    for (const found of lead.matchAll(cue)) {
      const end = found.index + found[0].length;
      if (last === undefined || end >= last.end) last = { whose, end };
    }
  return last?.whose;
}

/** A line with nothing else on it tells of the caller's number: nobody types their own. */
function standsAlone(lead: string, next: string): boolean {
  return lead.trim() === '' && next.trim() === '';
}

function rule(words: string): RegExp {
  return new RegExp(String.raw`\b(?:${words.replaceAll(' ', String.raw`\s`)})\b`, 'gi');
}
