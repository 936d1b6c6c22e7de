import { Spinner } from '@fluentui/react-components';
import type { Alert, Alerts as AlertsAnswer, Overdue } from '../api/types.ts';
import { onAnyChange, useAnswer } from '../api/use-answer.ts';
import { CaseLine } from '../queue/case-line.tsx';
import { Nothing, PageHead } from '../show/page.tsx';
import { Problem } from '../show/problem.tsx';
import { formatDate } from '../words/format.ts';
import { StaffAlerts } from './staff-alerts.tsx';
import { Undelivered } from './undelivered.tsx';

/** What needs somebody: late cases, messages that did not leave, knowledge that is too old. */
export function Alerts() {
  const { data, error, reload } = useAnswer<AlertsAnswer>('/alerts', onAnyChange);
  const alerts = data?.alerts ?? [];
  return (
    <>
      <PageHead title="Alerts" about="What needs somebody now." />
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Looking for alerts" />}
      {data && alerts.length === 0 && <Nothing>Nothing needs you. Alerts appear here by themselves.</Nothing>}
      <LateCases alerts={alerts} />
      <Undelivered
        letters={alerts.flatMap((one) => (one.kind === 'dead-letter' ? [one.deadLetter] : []))}
        onTried={reload}
      />
      <OverdueKnowledge
        entries={alerts.flatMap((one) => (one.kind === 'knowledge-overdue' ? [one.entry] : []))}
      />
      <StaffAlerts />
    </>
  );
}

function LateCases({ alerts }: { alerts: readonly Alert[] }) {
  const late = alerts.flatMap((one) => (one.kind === 'clock-missed' ? [one.case] : []));
  if (late.length === 0) return null;
  return (
    <section aria-labelledby="late">
      <h2 id="late">Waiting too long</h2>
      <ul className="case-list">
        {late.map((row) => (
          <CaseLine key={row.id} row={row} heading="h3" />
        ))}
      </ul>
    </section>
  );
}

export function OverdueKnowledge({ entries }: { entries: readonly Overdue[] }) {
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="overdue">
      <h2 id="overdue">Knowledge to review</h2>
      <ul className="plain-list">
        {entries.map(({ kind, id, title, reviewBy }) => (
          <li key={`${kind} ${id}`}>
            <strong>{title}</strong>
            <span className="quiet">
              {kind}, review was due on {formatDate(reviewBy)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
