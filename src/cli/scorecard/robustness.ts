import type { Knowledge } from '../../domain/knowledge.ts';
import { assessAlone, tellsStop } from '../evaluation/judge.ts';
import { areaUnderCurve, measureDecision, type Scored } from '../evaluation/measures.ts';
import { attack, readInstructions, type Attack } from './instructions.ts';
import { pickLabel, pickWritten, type Group } from './measured.ts';
import { noiseKinds, readNoiseTables, tellOtherwise, type NoiseKind, type NoiseTables } from './noise.ts';

/** What one kind of noise does to the written stories. */
export type Noise = {
  kind: NoiseKind;
  area: number;
  lost: number;
  genuineStopped: number;
  scamsStopped: number;
};

/** How the written stories fare when they are told otherwise, and when they hold orders to the bot. */
export type Robustness = { noise: readonly Noise[]; attacks: readonly Attack[] };

export async function measureRobustness(
  all: Group,
  region: string,
  knowledge: Knowledge,
): Promise<Robustness> {
  const written = pickWritten(all);
  const calls = [...pickLabel(written, 'scam'), ...pickLabel(written, 'legit')];
  const clean = areaUnderCurve(calls.map((item) => ({ risk: item.alone.risk, isScam: isScam(item) })));
  const tables = await readNoiseTables();
  const instructions = await readInstructions();
  return {
    noise: noiseKinds.map((kind) => disturb(kind, calls, clean, tables, region, knowledge)),
    attacks: attack(pickLabel(written, 'scam'), instructions, region, knowledge),
  };
}

function disturb(
  kind: NoiseKind,
  calls: Group,
  clean: number,
  tables: NoiseTables,
  region: string,
  knowledge: Knowledge,
): Noise {
  const scored = calls.map((item): Scored => {
    const story = tellOtherwise(kind, item.story.id, item.story.text, tables);
    const assessment = assessAlone(story, region, knowledge);
    return { risk: assessment.risk, stopped: tellsStop(assessment), isScam: isScam(item) };
  });
  const area = areaUnderCurve(scored);
  const { genuineStopped, recall } = measureDecision(scored);
  return { kind, area, lost: clean - area, genuineStopped, scamsStopped: recall };
}

function isScam({ story }: Group[number]): boolean {
  return story.label === 'scam';
}

export function worstLoss({ noise }: Robustness): number {
  return Math.max(...noise.map(({ lost }) => lost));
}

export function countSwayed({ attacks }: Robustness): number {
  return attacks.reduce((sum, { swayed }) => sum + swayed.length, 0);
}
