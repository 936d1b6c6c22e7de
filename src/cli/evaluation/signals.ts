import type { Evidence } from '../../domain/evidence.ts';
import type { Labelled } from './labelled.ts';

type Heard = { story: Labelled; evidence: readonly Evidence[] };

/** Per signal: how often a stated one was heard (recall), and how often a heard one was stated (precision). */
export function measureSignals(heard: readonly Heard[]): string[] {
  const signals = [...new Set(heard.flatMap(({ story }) => Object.keys(story.signals)))].toSorted();
  return signals.map((signal) => {
    const stated = heard.filter(({ story }) => story.signals[signal] === true);
    const found = heard.filter(({ story, evidence }) => signal in story.signals && isHeard(evidence, signal));
    const right = stated.filter(({ evidence }) => isHeard(evidence, signal)).length;
    return `  ${signal.padEnd(34)} precision ${figure(right, found.length)}  recall ${figure(right, stated.length)}  stated ${stated.length}`;
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

function figure(part: number, whole: number): string {
  return whole === 0 ? '    -' : (part / whole).toFixed(3);
}
