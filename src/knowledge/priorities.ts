import { everySituation, rowFor, type PriorityTable, type Situation } from '../domain/priority.ts';
import type { Fault } from './fault.ts';
import type { FieldPath, KnowledgeFile } from './file.ts';

/**
 * A table of priorities that leaves some case without one, that puts harm anywhere but first, or that has a row nobody gets to
 * because those above it take everything.
 */
export function checkPriorities({ rows }: PriorityTable, file: KnowledgeFile): Fault[] {
  const cases = everySituation().map((situation) => ({ situation, row: rowFor(situation, rows) }));
  const at = (field: FieldPath): Pick<Fault, 'path' | 'line'> => ({
    path: file.path,
    line: file.lineOf(field),
  });
  const left = cases.find(({ row }) => row === undefined);
  const late = cases.find(({ situation, row }) => situation.harm !== 'no' && row && row.priority !== 'P1');
  return [
    ...(left ? [{ ...at(['rows']), ...tellLeftOut(left.situation) }] : []),
    ...(late?.row ? [{ ...at(['rows', rows.indexOf(late.row)]), ...tellLate(late.situation) }] : []),
    ...rows.flatMap((row, place) =>
      cases.some((one) => one.row === row) ? [] : [{ ...at(['rows', place]), ...neverReached }],
    ),
  ];
}

type Told = Pick<Fault, 'what' | 'why' | 'fix'>;

function tellLeftOut(situation: Situation): Told {
  return {
    what: `no row fits ${inWords(situation)}`,
    why: 'such a case would have no priority',
    fix: 'end with a row whose `when` is empty: {}',
  };
}

function tellLate(situation: Situation): Told {
  return {
    what: `this row gives less than P1 to ${inWords(situation)}`,
    why: 'once something has happened, every minute counts',
    fix: "begin with a row for harm: ['yes', unsure] at P1",
  };
}

const neverReached: Told = {
  what: 'no case gets to this row',
  why: 'the rows above it take every case that fits, so what it says would be lost',
  fix: 'move it up, or remove it',
};

function inWords({ harm, live, verdict }: Situation): string {
  return `a case with harm ${harm}, live ${live}, verdict ${verdict}`;
}
