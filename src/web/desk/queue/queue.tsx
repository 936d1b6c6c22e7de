import { Spinner } from '@fluentui/react-components';
import type { CaseList, CaseRow, Me } from '../api/types.ts';
import { onAnyChange, useAnswer } from '../api/use-answer.ts';
import { useMe } from '../me.ts';
import { replaceRoute } from '../route.ts';
import { Nothing, PageHead } from '../show/page.tsx';
import { Problem } from '../show/problem.tsx';
import { CaseLine } from './case-line.tsx';
import { type Filter, queryOf, readFilter, writeFilter } from './filter.ts';
import { Filters } from './filters.tsx';

/** All cases that one may see, the most urgent first, as they change. */
export function Queue({ search }: { search: URLSearchParams }) {
  const { technician } = useMe();
  const filter = readFilter(search);
  const { data, error, reload } = useAnswer<CaseList>(queryOf(filter), onAnyChange);
  const change = (part: Partial<Filter>): void => replaceRoute(writeFilter({ ...filter, ...part }));
  return (
    <>
      <PageHead title="Cases" about={<span role="status">{data && count(data.cases, technician)}</span>} />
      <Filters filter={filter} onChange={change} />
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Looking for cases" />}
      {data && data.cases.length === 0 && <Nothing>{emptyWords(filter)}</Nothing>}
      <ul className="case-list" aria-label="Cases">
        {data?.cases.map((row) => (
          <CaseLine key={row.id} row={row} />
        ))}
      </ul>
      {data?.more && (
        <Nothing>There are more than are shown here. Search, or use a filter, to find the rest.</Nothing>
      )}
    </>
  );
}

function count(cases: readonly CaseRow[], me: Me['technician']): string {
  const waiting = cases.filter(({ status }) => status === 'waiting').length;
  const mine = cases.filter(
    ({ status, technician }) => status === 'accepted' && technician?.id === me.id,
  ).length;
  return `${waiting} waiting, ${mine} with you, ${cases.length} in this list`;
}

function emptyWords(filter: Filter): string {
  const isNarrow = filter.client !== '' || filter.priority !== '' || filter.mine || filter.words !== '';
  if (isNarrow) return 'No case fits these filters. Take one away to see more.';
  return filter.show === 'closed'
    ? 'No case was closed yet.'
    : 'Nobody is waiting. New cases appear here by themselves.';
}
