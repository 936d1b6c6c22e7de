import { Field, Input, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import { OverdueKnowledge } from '../alerts/alerts.tsx';
import type { Insights as InsightsAnswer } from '../api/types.ts';
import { never, useAnswer } from '../api/use-answer.ts';
import { PageHead } from '../show/page.tsx';
import { Problem } from '../show/problem.tsx';
import { AnswerChart } from './answer-chart.tsx';
import { AuthorityChart } from './authority-chart.tsx';
import { CallsChart } from './calls-chart.tsx';
import { Figures } from './figures.tsx';
import { OutcomeChart } from './outcome-chart.tsx';

type Days = { from: string; to: string };

/** What the cases of some weeks say, at a glance. */
export default function Insights() {
  const [days, setDays] = useState<Days>({ from: '', to: '' });
  const query = queryOf(days);
  const { data, error, reload } = useAnswer<InsightsAnswer>(`/insights${query}`, never);
  return (
    <>
      <PageHead title="Insights" about="Calls, callers and answers.">
        <DayChoice
          days={{ from: days.from || (data?.from ?? ''), to: days.to || (data?.to ?? '') }}
          onDays={setDays}
        />
      </PageHead>
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Counting" />}
      {data && (
        <div className="insights">
          <Figures insights={data} />
          <CallsChart rows={data.callsPerWeek} query={query} />
          <AnswerChart rows={data.firstAnswer} query={query} />
          <AuthorityChart rows={data.byAuthority} query={query} />
          <OutcomeChart outcomes={data.outcomes} query={query} />
          <OverdueKnowledge entries={data.overdue} />
        </div>
      )}
    </>
  );
}

function DayChoice({ days, onDays }: { days: Days; onDays: (days: Days) => void }) {
  return (
    <div className="day-choice">
      <Field label="From">
        <Input type="date" value={days.from} onChange={(_, { value }) => onDays({ ...days, from: value })} />
      </Field>
      <Field label="To">
        <Input type="date" value={days.to} onChange={(_, { value }) => onDays({ ...days, to: value })} />
      </Field>
    </div>
  );
}

function queryOf(days: Days): string {
  const given = Object.entries(days).filter(([, day]) => day !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
