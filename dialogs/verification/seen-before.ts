import { seenBefore, type Sighted } from '../../src/domain/campaigns.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import { traitsOfCall } from '../../src/domain/traits.ts';
import { text, type Talk } from '../talk.ts';

/**
 * What colleagues told of this caller, for whoever tells of it next: one sentence at most, and not again. Of other organisations it says
 * only that there were such calls.
 */
export function seenLine(talk: Talk, assessment: Assessment): string[] {
  const line = lineFor(talk, assessment);
  return line === undefined || talk.state.told.includes(line) ? [] : [line];
}

function lineFor(talk: Talk, assessment: Assessment): string | undefined {
  const { context, state, knowledge } = talk;
  if (context.campaigns === undefined) return undefined;
  const told = { story: state.story.join('\n'), teller: context.person.name };
  const traits = traitsOfCall(told, assessment, knowledge);
  const seen = traits && seenBefore(traits, Date.parse(context.now), context.campaigns);
  if (seen === undefined) return undefined;
  const { here, elsewhere } = seen;
  if (here.length === 0) return elsewhere === 0 ? undefined : text(talk, 'seen.elsewhere');
  const when = here.every((one) => isToday(talk, one)) ? 'today' : 'lately';
  return here.length === 1
    ? text(talk, `seen.one-${when}`)
    : text(talk, `seen.many-${when}`, { count: countInWords(talk, here.length) });
}

/** On the day it is where the organisation is. */
function isToday({ context }: Talk, { atMs }: Sighted): boolean {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: context.timeZone, dateStyle: 'short' });
  return day.format(new Date(atMs)) === day.format(new Date(context.now));
}

function countInWords(talk: Talk, count: number): string {
  return text(talk, 'seen.counts').split(' | ')[count - 2] ?? String(count);
}
