import type { Authority, Knowledge } from '../domain/knowledge.ts';
import { sortFaults, type Fault } from './fault.ts';
import { checkExampleLists } from './lint/example-lists.ts';
import { checkExamples } from './lint/examples.ts';
import { listForStaff } from './lint/guidance.ts';
import { checkPhoneNumbers } from './lint/phone-numbers.ts';
import { checkReach, checkSignals } from './lint/reach.ts';
import { checkReadingAge } from './lint/reading-age.ts';
import { checkReading, locateIn } from './load.ts';
import { readFolder } from './read.ts';
import type { Locate } from './references.ts';
import { checkDeskLists, checkUpkeep } from './upkeep.ts';

/**
 * Everything the loader refuses, and what only editors need to hear: examples that fail or are too few, signals and
 * scams that nobody gets to, texts too hard to read, numbers nobody answers, sources that cannot be followed, review
 * dates that cannot be right on this day (`2026-11-21`), names that could mean two authorities.
 */
export async function lintKnowledge(
  folder: string,
  today: string = new Date().toISOString().slice(0, 10),
): Promise<{ knowledge?: Knowledge; faults: Fault[] }> {
  const reading = await readFolder(folder);
  const { knowledge, faults } = checkReading(reading);
  if (!knowledge) return { faults };
  const locate = locateIn(reading);
  const found = [
    ...checkUpkeep(knowledge, today, locate),
    ...checkDeskLists(knowledge, today, reading.singles),
    ...checkNames(knowledge.authorities, locate),
    ...checkExampleLists(knowledge, locate),
    ...checkExamples(knowledge, locate),
    ...checkSignals(knowledge, locate),
    ...checkReach(knowledge, locate),
    ...checkReadingAge(listForStaff(knowledge), locate),
    ...checkPhoneNumbers(knowledge, locate),
  ];
  return { knowledge, faults: sortFaults(found) };
}

/** A name that two authorities of one region share would send staff to the wrong number. */
function checkNames(authorities: readonly Authority[], locate: Locate): Fault[] {
  const owners = new Map<string, string>();
  return authorities.flatMap(({ id, region, names }) =>
    names.flatMap((name, at): Fault[] => {
      const key = `${region} ${name.toLowerCase().replace(/^(?:the|a|an|your|our|my) /, '')}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? id);
      if (owner === undefined || owner === id) return [];
      return [
        {
          ...locate('authorities', id, ['names', at]),
          what: `"${name}" is also a name in authorities/${owner}.yaml`,
          why: 'the caller could be sent to the wrong place to check',
          fix: 'keep it in one of the two',
        },
      ];
    }),
  );
}
