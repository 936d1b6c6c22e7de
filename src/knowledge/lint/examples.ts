import { assess } from '../../domain/assess.ts';
import type { Assessment } from '../../domain/assessment.ts';
import type { Knowledge, Scam } from '../../domain/knowledge.ts';
import type { Fault } from '../fault.ts';
import type { Locate } from '../references.ts';

type Told = Pick<Fault, 'what' | 'why' | 'fix'>;
/** One `caught` example and what it came out as. */
type Caught = { scam: string; at: number; matches: Assessment['matches'] };

/**
 * Runs the examples of every scam: each `caught` must rank it first of all, each `spared` must not be told to stop, and
 * no two scams may take each other's. Drafts take part, so that an editor sees what publishing one would do.
 */
export function checkExamples(knowledge: Knowledge, locate: Locate): Fault[] {
  const all = { ...knowledge, scams: knowledge.scams.map(publish) };
  const judge = (story: string): Assessment => assess({ story, answers: [], proofs: [], region: 'GB' }, all);
  const caught = all.scams.flatMap(({ id, examples }) =>
    examples.caught.map((story, at): Caught => ({ scam: id, at, matches: judge(story).matches })),
  );
  return [
    ...caught.flatMap((example) => tellCaught(example, locate)),
    ...tellPairs(caught, locate),
    ...all.scams.flatMap(({ id, examples }) =>
      examples.spared.flatMap((story, at) => tellSpared(id, at, judge(story), locate)),
    ),
  ];
}

function publish(scam: Scam): Scam {
  return scam.status === 'published' ? scam : Object.assign({}, scam, { status: 'published' as const });
}

function tellCaught({ scam, at, matches }: Caught, locate: Locate): Fault[] {
  const place = matches.findIndex((match) => match.scam === scam);
  if (place === 0) return [];
  const rank = place < 0 ? 'is not among the matches' : `comes at place ${place + 1}`;
  return [
    {
      ...locate('scams', scam, ['examples', 'caught', at]),
      what: `this scam ${rank}; first is ${matches[0]?.scam ?? 'none'}`,
      why: 'staff who tell this story would get the advice of another scam, or none',
      fix: 'add the words of this story to staffSay or callersSay, or show in the story what sets this scam apart',
    },
  ];
}

/** Two scams that each come first for an example of the other, told once for both. */
function tellPairs(caught: readonly Caught[], locate: Locate): Fault[] {
  const taken = new Set(caught.map(({ scam, matches }) => `${scam} ${matches[0]?.scam}`));
  const pairs = [...taken].flatMap((names): [string, string][] => {
    const [scam = '', first = ''] = names.split(' ');
    return scam < first && taken.has(`${first} ${scam}`) ? [[scam, first]] : [];
  });
  return pairs.map(([scam, other]) => ({
    ...locate('scams', scam, ['examples', 'caught']),
    what: `this scam and ${other} each come first for a story of the other`,
    why: 'nothing tells the two apart, so staff would get the advice of either by chance',
    fix: 'make them one scam, or tell in staffSay, callersSay and signals of both what sets them apart',
  }));
}

function tellSpared(id: string, at: number, assessment: Assessment, locate: Locate): Fault[] {
  const told = tellStop(assessment);
  return told ? [{ ...locate('scams', id, ['examples', 'spared', at]), ...told }] : [];
}

function tellStop({ verdict, matches, reasons }: Assessment): Told | undefined {
  if (verdict !== 'stop-scam' && verdict !== 'stop-unsafe') return undefined;
  const quotes = reasons.flatMap((reason) => (reason.kind === 'told' ? `"${reason.quote}"` : [])).join(', ');
  return {
    what: `this honest call is told ${verdict} (${[matches[0]?.scam, quotes].filter(Boolean).join('; ')})`,
    why: 'staff would hang up on somebody genuine',
    fix: 'add such words to twin phrases, or look at the cues behind the quoted words',
  };
}
