import type { Knowledge } from '../domain/knowledge.ts';
import type { Fault } from './fault.ts';
import type { FieldPath } from './file.ts';
import { suggestName } from './nearest.ts';
import type { FolderName } from './schema.ts';

/** Finds the line of a field: the folder and id of an entry, then the field inside it. */
export type Locate = (folder: FolderName, id: string, field: FieldPath) => { path: string; line: number };

type Reference = {
  folder: FolderName;
  id: string;
  field: FieldPath;
  to: 'signals' | 'scams' | 'authorities' | 'reporting';
  name: string;
};

/** Every name in one entry that should be the id of another, but is not. */
export function checkReferences(
  knowledge: Pick<Knowledge, 'scams' | 'questions' | 'playbooks' | 'advice'>,
  known: Readonly<Record<FolderName, readonly string[]>>,
  locate: Locate,
): Fault[] {
  const references = [
    ...scamReferences(knowledge),
    ...questionReferences(knowledge),
    ...playbookReferences(knowledge),
    ...adviceReferences(knowledge),
  ];
  return references
    .filter(({ to, name }) => !known[to].includes(name))
    .map((reference) => ({
      ...locate(reference.folder, reference.id, reference.field),
      what: `"${reference.name}" is not in ${reference.to}`,
      why: `there is no file ${reference.to}/${reference.name}.yaml to stand behind it`,
      fix: suggestName(reference.name, known[reference.to], 'write that file, or remove the name'),
    }));
}

function scamReferences({ scams }: Pick<Knowledge, 'scams'>): Reference[] {
  return scams.flatMap((scam) => {
    const at = { folder: 'scams' as const, id: scam.id };
    return [
      ...Object.keys(scam.signals).map((name) => ({
        ...at,
        field: ['signals', name],
        to: 'signals' as const,
        name,
      })),
      ...named(scam.claimedAuthorities, { ...at, to: 'authorities' }, ['claimedAuthorities']),
      ...named(scam.report, { ...at, to: 'reporting' }, ['report']),
    ];
  });
}

function questionReferences({ questions }: Pick<Knowledge, 'questions'>): Reference[] {
  return questions.flatMap((question) => {
    const at = { folder: 'questions' as const, id: question.id };
    return [
      ...named(question.settles, { ...at, to: 'signals' }, ['settles']),
      ...question.choices.flatMap((choice, place): Reference[] => {
        const field = ['choices', place];
        const signals = Object.keys(choice.evidence);
        return [
          ...signals.map((name) => ({
            ...at,
            field: [...field, 'evidence', name],
            to: 'signals' as const,
            name,
          })),
          ...(choice.authority
            ? [{ ...at, field: [...field, 'authority'], to: 'authorities' as const, name: choice.authority }]
            : []),
        ];
      }),
    ];
  });
}

function playbookReferences({ playbooks }: Pick<Knowledge, 'playbooks'>): Reference[] {
  return playbooks.flatMap(({ id, signal, scams }) => {
    const at = { folder: 'playbooks' as const, id };
    const special =
      signal === undefined ? [] : [{ ...at, field: ['signal'], to: 'signals' as const, name: signal }];
    return [...special, ...named(scams, { ...at, to: 'scams' }, ['scams'])];
  });
}

function adviceReferences({ advice }: Pick<Knowledge, 'advice'>): Reference[] {
  return advice.flatMap(({ id, authorities, signals }) => {
    const at = { folder: 'advice' as const, id };
    return [
      ...named(authorities, { ...at, to: 'authorities' }, ['authorities']),
      ...named(signals, { ...at, to: 'signals' }, ['signals']),
    ];
  });
}

function named(
  names: readonly string[],
  at: Pick<Reference, 'folder' | 'id' | 'to'>,
  field: FieldPath,
): Reference[] {
  return names.map((name, place) => ({ ...at, field: [...field, place], name }));
}

/** Ids inside a question must differ, or an answer would mean two things. */
export function checkChoices({ questions }: Pick<Knowledge, 'questions'>, locate: Locate): Fault[] {
  return questions.flatMap(({ id, choices }) =>
    choices.flatMap((choice, place) =>
      choices.findIndex((other) => other.id === choice.id) === place
        ? []
        : [
            {
              ...locate('questions', id, ['choices', place, 'id']),
              what: `choice "${choice.id}" is there twice`,
              why: 'an answer would mean two things',
              fix: 'give each choice its own id',
            },
          ],
    ),
  );
}
