import type { Insights } from '../api/types.ts';
import { formatNumber, formatShortDay } from '../words/format.ts';

/** The four numbers that one wants first. */
export function Figures({ insights: { callsPerWeek, firstAnswer, verdicts } }: { insights: Insights }) {
  const calls = callsPerWeek.reduce((sum, { count }) => sum + count, 0);
  const newest = firstAnswer.at(-1);
  const judged = verdicts.right + verdicts.wrong + verdicts.unsure;
  const week = newest ? `week from ${formatShortDay(newest.week)}` : 'no week yet';
  const figures = [
    { name: 'Calls', value: formatNumber(calls), about: 'in these weeks' },
    {
      name: 'First answer',
      value: newest ? `${formatNumber(newest.medianMinutes)} min` : 'None yet',
      about: `half are faster, ${week}`,
    },
    {
      name: 'In time',
      value: newest ? `${formatNumber(newest.withinLevel)} %` : 'None yet',
      about: `answered within the level, ${week}`,
    },
    {
      name: 'Bot was right',
      value: judged === 0 ? 'None yet' : `${verdicts.right} of ${judged}`,
      about: `wrong ${verdicts.wrong}, not sure ${verdicts.unsure}`,
    },
  ];
  return (
    <dl className="figures">
      {figures.map(({ name, value, about }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="figure">{value}</dd>
          <dd className="quiet">{about}</dd>
        </div>
      ))}
    </dl>
  );
}
