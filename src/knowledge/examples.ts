import { assess } from '../domain/assess.ts';
import type { Assessment } from '../domain/assessment.ts';
import type { Knowledge, Scam } from '../domain/knowledge.ts';
import type { Fault } from './fault.ts';
import type { Locate } from './references.ts';

type Told = Pick<Fault, 'what' | 'why' | 'fix'>;

/**
 * Runs the examples of every scam: each `caught` must rank it first of all, each `spared` must not be told to stop.
 * Drafts take part, so that an editor sees what publishing one would do.
 */
export function checkExamples(knowledge: Knowledge, locate: Locate): Fault[] {
  const all = { ...knowledge, scams: knowledge.scams.map(publish) };
  const judge = (story: string): Assessment => assess({ story, answers: [], proofs: [], region: 'GB' }, all);
  return all.scams.flatMap(({ id, examples }) => [
    ...tellEach(examples.caught, (story) => tellCaught(id, judge(story)), id, 'caught', locate),
    ...tellEach(examples.spared, (story) => tellSpared(judge(story)), id, 'spared', locate),
  ]);
}

function publish(scam: Scam): Scam {
  return scam.status === 'published' ? scam : Object.assign({}, scam, { status: 'published' as const });
}

function tellEach(
  stories: readonly string[],
  tell: (story: string) => Told | undefined,
  id: string,
  list: 'caught' | 'spared',
  locate: Locate,
): Fault[] {
  return stories.flatMap((story, at) => {
    const told = tell(story);
    return told ? [{ ...locate('scams', id, ['examples', list, at]), ...told }] : [];
  });
}

function tellCaught(id: string, { matches }: Assessment): Told | undefined {
  if (matches[0]?.scam === id) return undefined;
  const place = matches.findIndex(({ scam }) => scam === id);
  const rank = place < 0 ? 'is not among the matches' : `comes at place ${place + 1}`;
  return {
    what: `this scam ${rank}; first is ${matches[0]?.scam ?? 'none'}`,
    why: 'staff who tell this story would get the advice of another scam, or none',
    fix: 'add the words of this story to staffSay or callersSay, or show in the story what sets this scam apart',
  };
}

function tellSpared({ verdict, matches, reasons }: Assessment): Told | undefined {
  if (verdict !== 'stop-scam' && verdict !== 'stop-unsafe') return undefined;
  const quotes = reasons.flatMap((reason) => (reason.kind === 'told' ? `"${reason.quote}"` : [])).join(', ');
  return {
    what: `this honest call is told ${verdict} (${[matches[0]?.scam, quotes].filter(Boolean).join('; ')})`,
    why: 'staff would hang up on somebody genuine',
    fix: 'add such words to twin phrases, or look at the cues behind the quoted words',
  };
}
