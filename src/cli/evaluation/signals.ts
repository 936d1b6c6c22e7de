import type { Evidence } from '../../domain/evidence.ts';
import type { Labelled } from './labelled.ts';

export type Heard = { story: Labelled; evidence: readonly Evidence[] };

/** How often one signal was stated, how often it was heard where it is labelled, and how often both. */
export type SignalCount = { signal: string; stated: number; heard: number; right: number };

/** Per signal that any story labels, in the order of their names. */
export function countSignals(heard: readonly Heard[]): SignalCount[] {
  const signals = [...new Set(heard.flatMap(({ story }) => Object.keys(story.signals)))].toSorted();
  return signals.map((signal) => {
    const labelled = heard.filter(({ story }) => signal in story.signals);
    const stated = labelled.filter(({ story }) => story.signals[signal] === true);
    return {
      signal,
      stated: stated.length,
      heard: labelled.filter(({ evidence }) => isHeard(evidence, signal)).length,
      right: stated.filter(({ evidence }) => isHeard(evidence, signal)).length,
    };
  });
}

/** The stories where one signal was heard wrongly or missed, for whoever mends its cues. */
export function describeSignalMisses(heard: readonly Heard[], signal: string): string[] {
  return heard.flatMap(({ story, evidence }) => {
    const item = evidence.find((known) => known.signal === signal);
    const isStated = story.signals[signal] === true;
    if (isStated === (item?.present === 'yes')) return [];
    const quote = item?.origin.kind === 'story' ? ` heard in "${item.origin.quote}"` : '';
    return [`  ${isStated ? 'missed' : `wrong${quote}`}: ${story.id} ${story.label} "${story.text}"`];
  });
}

function isHeard(evidence: readonly Evidence[], signal: string): boolean {
  return evidence.some((item) => item.signal === signal && item.present === 'yes');
}
