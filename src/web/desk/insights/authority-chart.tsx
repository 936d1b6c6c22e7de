import { HorizontalBarChartWithAxis } from '@fluentui/react-charts';
import type { Insights } from '../api/types.ts';
import { formatNumber } from '../words/format.ts';
import { ChartCard } from './chart-card.tsx';
import { useColours } from './use-colours.ts';
import { useWidth } from './use-width.ts';

const most = 8;

export function AuthorityChart({ rows, query }: { rows: Insights['byAuthority']; query: string }) {
  const { frame, width } = useWidth();
  const { main } = useColours();
  const sorted = rows.toSorted((a, b) => b.count - a.count);
  const shown = sorted.slice(0, most).toReversed();
  return (
    <ChartCard
      title="Who callers said they were"
      says={sorted[0] ? `Most often: ${sorted[0].authority}.` : ''}
      table="byAuthority"
      query={query}
      heads={['Said to be', 'Calls']}
      rows={sorted.map(({ authority, count }) => [authority, formatNumber(count)])}
    >
      <div ref={frame}>
        <HorizontalBarChartWithAxis
          data={shown.map(({ authority, count }) => ({
            x: count,
            y: authority,
            legend: authority,
            color: main,
          }))}
          width={width}
          height={60 + shown.length * 32}
          barHeight={24}
          chartTitle="Who callers said they were"
          margins={{ left: Math.min(150, Math.floor(width * 0.4)) }}
          showYAxisLables
          yAxisPadding={0.4}
          hideLegend
        />
      </div>
    </ChartCard>
  );
}
