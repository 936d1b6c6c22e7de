import type { Authority, Knowledge } from '../domain/knowledge.ts';
import { checkExamples } from './examples.ts';
import { sortFaults, type Fault } from './fault.ts';
import { checkReading, locateIn } from './load.ts';
import { readFolder } from './read.ts';
import type { Locate } from './references.ts';
import { checkUpkeep } from './upkeep.ts';

/**
 * Everything the loader refuses, and what only editors need to hear: examples that fail, sources that cannot be
 * followed, review dates that cannot be right, names that could mean two authorities.
 */
export async function lintKnowledge(folder: string): Promise<{ knowledge?: Knowledge; faults: Fault[] }> {
  const reading = await readFolder(folder);
  const { knowledge, faults } = checkReading(reading);
  if (!knowledge) return { faults };
  const locate = locateIn(reading);
  const found = [
    ...checkUpkeep(knowledge, locate),
    ...checkNames(knowledge.authorities, locate),
    ...checkExamples(knowledge, locate),
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
