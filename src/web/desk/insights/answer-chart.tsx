import { LineChart } from '@fluentui/react-charts';
import type { Insights } from '../api/types.ts';
import { formatNumber, formatShortDay } from '../words/format.ts';
import { ChartCard } from './chart-card.tsx';
import { useColours } from './use-colours.ts';
import { useWidth } from './use-width.ts';

export function AnswerChart({ rows, query }: { rows: Insights['firstAnswer']; query: string }) {
  const { frame, width } = useWidth();
  const { main } = useColours();
  const newest = rows.at(-1);
  const line = {
    legend: 'Minutes to the first answer',
    color: main,
    lineOptions: { strokeWidth: 3 },
    data: rows.map(({ week, medianMinutes }) => ({ x: dayOf(week), y: medianMinutes })),
  };
  return (
    <ChartCard
      title="Time to the first answer"
      says={
        newest
          ? `In the week from ${formatShortDay(newest.week)} half of the people had an answer within ${formatNumber(newest.medianMinutes)} minutes.`
          : ''
      }
      table="firstAnswer"
      query={query}
      heads={['Week from', 'Minutes, half are faster', 'In time, per cent']}
      rows={rows.map(({ week, medianMinutes, withinLevel }) => [
        formatShortDay(week),
        formatNumber(medianMinutes),
        formatNumber(withinLevel),
      ])}
    >
      <div ref={frame}>
        <LineChart
          data={{ chartTitle: 'Time to the first answer', lineChartData: [line] }}
          width={width}
          height={300}
          yMinValue={0}
          customDateTimeFormatter={(date) => formatShortDay(date.toISOString())}
          tickValues={everyOther(
            rows.map(({ week }) => dayOf(week)),
            width,
          )}
          legendProps={{ enabledWrapLines: true }}
          hideLegend
        />
      </div>
    </ChartCard>
  );
}

const dayOf = (week: string): Date => new Date(`${week}T12:00:00Z`);

const tickPx = 70;

/** So many dates as fit beside each other. */
function everyOther(days: readonly Date[], width: number): Date[] {
  const step = Math.max(1, Math.ceil((days.length * tickPx) / width));
  return days.filter((_, index) => (days.length - 1 - index) % step === 0);
}
