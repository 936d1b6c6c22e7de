import type { Knowledge } from '../../domain/knowledge.ts';
import type { FieldPath } from '../file.ts';
import type { FolderName } from '../schema.ts';

/** A piece of text that somebody acts on, and where it stands. `regions` are those of its entry. */
export type Guidance = {
  folder: FolderName;
  id: string;
  field: FieldPath;
  text: string;
  regions: readonly string[];
};

/** What staff read or say while a caller may be on the line. The two lines to say are one text. */
export function listForStaff(knowledge: Knowledge): Guidance[] {
  return [
    ...scamGuidance(knowledge),
    ...questionGuidance(knowledge),
    ...knowledge.signals.map(({ id, rule }) => everywhere('signals', id, ['rule'], rule)),
    ...knowledge.authorities.map(({ id, region, verifyBy }) => ({
      ...everywhere('authorities', id, ['verifyBy'], verifyBy),
      regions: [region],
    })),
    ...knowledge.reporting.map(({ id, regions, when }) => ({
      ...everywhere('reporting', id, ['when'], when),
      regions,
    })),
    ...knowledge.playbooks.flatMap(({ id, staff, dont }) => [
      ...lines('playbooks', id, ['staff'], staff),
      ...lines('playbooks', id, ['dont'], dont),
    ]),
    ...knowledge.advice.flatMap(({ id, regions, step, why, limits }) =>
      [
        everywhere('advice', id, ['step'], step),
        everywhere('advice', id, ['why'], why),
        ...lines('advice', id, ['limits'], limits),
      ].map((text) => ({ ...text, regions })),
    ),
    ...knowledge.wording.flatMap(({ language, sentences }) =>
      Object.entries(sentences).map(([key, text]) =>
        everywhere('wording', language, ['sentences', key], text),
      ),
    ),
  ];
}

/** What technicians and finance work from, once the caller is gone. */
export function listForTechnicians({ playbooks }: Knowledge): Guidance[] {
  return playbooks.flatMap(({ id, steps }) =>
    steps.map(({ action }, at) => everywhere('playbooks', id, ['steps', at, 'action'], action)),
  );
}

function scamGuidance({ scams }: Knowledge): Guidance[] {
  return scams.flatMap(({ id, regions, summary, twin, say, do: now, dont, ifHarmed }) =>
    [
      everywhere('scams', id, ['summary'], summary),
      everywhere('scams', id, ['twin', 'looksLike'], twin.looksLike),
      everywhere('scams', id, ['say'], say.join(' ')),
      ...lines('scams', id, ['do'], now),
      ...lines('scams', id, ['dont'], dont),
      ...Object.entries(ifHarmed).flatMap(([harm, steps]) => lines('scams', id, ['ifHarmed', harm], steps)),
    ].map((text) => ({ ...text, regions })),
  );
}

function questionGuidance({ questions }: Knowledge): Guidance[] {
  return questions.flatMap(({ id, text, help, why, choices }) => [
    everywhere('questions', id, ['text'], text),
    everywhere('questions', id, ['help'], help),
    everywhere('questions', id, ['why'], why),
    ...choices.map(({ label }, at) => everywhere('questions', id, ['choices', at, 'label'], label)),
  ]);
}

function lines(folder: FolderName, id: string, field: FieldPath, texts: readonly string[]): Guidance[] {
  return texts.map((text, at) => everywhere(folder, id, [...field, at], text));
}

function everywhere(folder: FolderName, id: string, field: FieldPath, text: string): Guidance {
  return { folder, id, field, text, regions: ['*'] };
}
