import { DonutChart } from '@fluentui/react-charts';
import type { Insights, Outcome } from '../api/types.ts';
import { formatNumber } from '../words/format.ts';
import { outcomeIds, outcomeLabels } from '../words/labels.ts';
import { ChartCard } from './chart-card.tsx';
import { useColours } from './use-colours.ts';

export function OutcomeChart({ outcomes, query }: { outcomes: Insights['outcomes']; query: string }) {
  const { main, quiet, series } = useColours();
  const colours: Record<Outcome, string> = {
    scam: series[1] ?? main,
    genuine: main,
    sales: series[3] ?? main,
    unsure: quiet,
  };
  const rows = outcomeIds.map((id) => ({ id, count: outcomes[id] }));
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <ChartCard
      title="How cases ended"
      says={
        total === 0
          ? ''
          : `${formatNumber(outcomes.scam)} of ${formatNumber(total)} closed cases were a scam.`
      }
      table="outcomes"
      query={query}
      heads={['Outcome', 'Cases']}
      rows={total === 0 ? [] : rows.map(({ id, count }) => [outcomeLabels[id], formatNumber(count)])}
    >
      <DonutChart
        data={{
          chartData: rows
            .filter(({ count }) => count > 0)
            .map(({ id, count }) => ({
              legend: `${outcomeLabels[id]}: ${count}`,
              data: count,
              color: colours[id],
            })),
        }}
        innerRadius={64}
        height={280}
        valueInsideDonut={formatNumber(total)}
        legendProps={{ enabledWrapLines: true }}
        hideLabels
      />
    </ChartCard>
  );
}
