import { outcomeOf, tellsStop, type Judged, type Outcome } from '../evaluation/judge.ts';
import type { Labelled } from '../evaluation/labelled.ts';

/** A story that is told something else than before. */
export type VerdictChange = {
  story: Labelled;
  moment: 'story alone' | 'after the dialog';
  from: Outcome;
  to: Outcome;
  effect: 'better' | 'worse' | 'neither';
};

/** What changed for one story: nothing, the story alone, the end of the dialog, or both. */
export function compareVerdicts(before: Judged, now: Judged): VerdictChange[] {
  const { story } = now;
  const pairs = [
    { moment: 'story alone', from: outcomeOf(before.alone), to: outcomeOf(now.alone) },
    { moment: 'after the dialog', from: outcomeOf(before.after), to: outcomeOf(now.after) },
  ] as const;
  return pairs
    .filter(({ from, to }) => from !== to)
    .map((pair) => ({ story, ...pair, effect: effectOf(story.label, pair.from, pair.to) }));
}

function effectOf(label: Labelled['label'], from: Outcome, to: Outcome): VerdictChange['effect'] {
  const step = Math.sign(worth(label, to) - worth(label, from));
  if (step === 0) return 'neither';
  return step > 0 ? 'better' : 'worse';
}

/** How right an outcome is for what is true. Nobody may be proved by a story, and an ambiguous one has no right answer. */
function worth(label: Labelled['label'], outcome: Outcome): number {
  if (outcome === 'proved') return -1;
  const stops = outcome !== 'not-a-call' && tellsStop({ verdict: outcome });
  switch (label) {
    case 'scam':
      return stops ? 2 : Number(outcome === 'call-back');
    case 'legit':
      return stops ? 0 : 1;
    case 'none':
      return outcome === 'not-a-call' ? 2 : Number(!stops);
    case 'ambiguous':
      return 0;
  }
}

const firstWords = 16;

/** One line: id, label, what was and is told, whether that is better, and the first words. */
export function describeChange({ story, moment, from, to, effect }: VerdictChange): string {
  const words = story.text.trim().split(/\s+/);
  const start = `${words.slice(0, firstWords).join(' ')}${words.length > firstWords ? ' ...' : ''}`;
  return `${story.id} ${names[story.label]}, ${moment}: ${from} → ${to}, ${effect}: "${start}"`;
}

const names: Readonly<Record<Labelled['label'], string>> = {
  scam: 'scam',
  legit: 'genuine',
  ambiguous: 'ambiguous',
  none: 'ordinary',
};

export function summarise(changes: readonly VerdictChange[]): string {
  const count = (effect: VerdictChange['effect']): number =>
    changes.filter((change) => change.effect === effect).length;
  const verdicts = changes.length === 1 ? '1 verdict' : `${changes.length} verdicts`;
  return `${verdicts} would change: ${count('better')} better, ${count('worse')} worse, ${count('neither')} neither.`;
}
