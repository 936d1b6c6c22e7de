import { VerticalStackedBarChart } from '@fluentui/react-charts';
import type { Insights } from '../api/types.ts';
import { formatNumber, formatShortDay } from '../words/format.ts';
import { ChartCard } from './chart-card.tsx';
import { useColours } from './use-colours.ts';
import { useWidth } from './use-width.ts';

type Rows = Insights['callsPerWeek'];

const shownScams = 5;
const noScam = 'No clear scam';
const others = 'Others';

export function CallsChart({ rows, query }: { rows: Rows; query: string }) {
  const { frame, width } = useWidth();
  const colours = useColours();
  const names = topScams(rows);
  const legendOf = (scam: string | null): string =>
    scam === null ? noScam : names.includes(scam) ? scam : others;
  const legends = [...names, others, noScam];
  const weeks = [...Map.groupBy(rows, ({ week }) => week)].toSorted(([a], [b]) => a.localeCompare(b));
  const data = weeks.map(([week, ofWeek]) => ({
    xAxisPoint: formatShortDay(week),
    chartData: legends
      .map((legend, index) => ({
        legend,
        data: sum(ofWeek.filter(({ scam }) => legendOf(scam) === legend)),
        color: legend === noScam ? colours.quiet : (colours.series[index] ?? colours.main),
      }))
      .filter(({ data: count }) => count > 0),
  }));
  return (
    <ChartCard
      title="Calls per week, by scam"
      says={names[0] === undefined ? 'No scam stood out.' : `Most often: ${names[0]}.`}
      table="callsPerWeek"
      query={query}
      heads={['Week from', 'Scam', 'Calls']}
      rows={rows.map(({ week, scam, count }) => [formatShortDay(week), scam ?? noScam, formatNumber(count)])}
    >
      <div ref={frame}>
        <VerticalStackedBarChart
          data={data}
          width={width}
          height={300}
          barWidth="auto"
          maxBarWidth={40}
          chartTitle="Calls per week, by scam"
          legendProps={{ allowFocusOnLegends: true, enabledWrapLines: true }}
          hideTickOverlap
        />
      </div>
    </ChartCard>
  );
}

function topScams(rows: Rows): string[] {
  const named = rows.filter(({ scam }) => scam !== null);
  return [...Map.groupBy(named, ({ scam }) => scam ?? '')]
    .map(([scam, ofScam]) => ({ scam, count: sum(ofScam) }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, shownScams)
    .map(({ scam }) => scam);
}

function sum(rows: Rows): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
