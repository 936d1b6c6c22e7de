import { tellSeenIn, wordingFor } from '../../dialog/words.ts';
import type { Advice, Assessment } from '../../domain/assessment.ts';
import type { Knowledge, Source } from '../../domain/knowledge.ts';
import { markNumbers, ruleOf } from '../../domain/numbers.ts';

const matchesShown = 3;
/** The titles of the page are in English. */
const language = 'en-GB';

/** An assessment as a page of plain text, for whoever tries a story out in a terminal. */
export function describe(assessment: Assessment, advice: Advice, knowledge: Knowledge): string {
  const { verdict, requestRisk, identity, topic, risk, evidence, claimedAuthority, harm, cut } = assessment;
  const sections = [
    [`Verdict: ${verdict}`, `What they asked: ${requestRisk}. Who they are: ${identity}.`],
    claimedAuthority ? [`The caller says they are: ${claimedAuthority.words}`] : [],
    topic === 'other' ? ['This does not sound like a caller; the bot would not ask about it.'] : [],
    cut ? ['The story was long: only its first part was read.'] : [],
    titled(
      'Reasons',
      assessment.reasons.flatMap((reason) =>
        reason.kind === 'scam'
          ? `${reason.title} → ${reason.summary}${cite(reason.source)}`
          : reason.rules.map(({ text, source }) => `"${reason.quote}" → ${text}${cite(source)}`),
      ),
    ),
    tellSeenIn(wordingFor(language, knowledge.wording), advice.seenIn),
    titled('Numbers', describeNumbers(assessment, knowledge)),
    titled('Say', advice.say),
    titled(verdict === 'call-back' ? 'Ring them yourself' : 'Do', advice.steps),
    titled('Do not', advice.dont),
    titled(
      'Report',
      advice.report.map(({ name, how }) => `${name}: ${how}`),
    ),
    titled('Closest known scams', describeMatches(assessment, knowledge)),
    titled(
      'Heard',
      evidence.map(
        ({ signal, present, origin }) =>
          `${signal}: ${present}${origin.kind === 'story' ? ` ("${markNumbers(origin.quote, assessment.numbers, knowledge)}")` : ''}`,
      ),
    ),
    titled('Already happened', harm),
    [`Order among other calls, for measuring only: ${risk.toFixed(3)}`],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function cite(source: Source | undefined): string {
  return source ? ` (${source.publisher}, read ${source.checked}: ${source.url})` : '';
}

function describeMatches({ matches }: Assessment, knowledge: Knowledge): string[] {
  const titles = new Map(knowledge.scams.map(({ id, title }) => [id, title]));
  return matches
    .slice(0, matchesShown)
    .map(({ scam, score }) => `${scam} (${score.toFixed(2)}) ${titles.get(scam) ?? ''}`);
}

function describeNumbers({ numbers }: Assessment, knowledge: Knowledge): string[] {
  return numbers.map((check) => {
    const rule = ruleOf(check.kind, knowledge);
    const held = check.held ? ` (${check.held.name}, held since ${check.held.since})` : '';
    const shown =
      check.kind === 'withheld' ? `"${check.number}"` : markNumbers(check.number, [check], knowledge);
    return `${shown}: ${check.kind}${held} → ${rule?.text ?? ''}${cite(rule?.source)}`;
  });
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  - ${line}`)];
}
