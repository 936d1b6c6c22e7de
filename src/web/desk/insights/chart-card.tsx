import { Button, Link } from '@fluentui/react-components';
import { type ReactNode, useId, useState } from 'react';
import { addressOf } from '../api/client.ts';
import { Nothing } from '../show/page.tsx';

type Props = {
  title: string;
  /** What the chart says, in a sentence. */
  says: string;
  /** The table of the server that it comes from, and the days. */
  table: string;
  query: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
  children: ReactNode;
};

/** A chart; the same numbers as a table, for whoever would rather read them; and as a file. */
export function ChartCard({ title, says, table, query, heads, rows, children }: Props) {
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  const csv = addressOf(`/insights.csv?table=${table}${query.replace('?', '&')}`);
  return (
    <section className="chart-card" aria-labelledby={id}>
      <div className="block-head">
        <h2 id={id}>{title}</h2>
        <span className="chart-tools">
          <Button
            size="small"
            appearance="subtle"
            aria-pressed={isTable}
            aria-label={`${title} as a table`}
            onClick={() => setIsTable(!isTable)}
          >
            {isTable ? 'Chart' : 'Table'}
          </Button>
          <Link href={csv} download aria-label={`${title} as a CSV file`}>
            CSV
          </Link>
        </span>
      </div>
      <p className="quiet">{says}</p>
      {rows.length === 0 && <Nothing>Nothing to count in these weeks.</Nothing>}
      {rows.length > 0 &&
        (isTable ? (
          <Numbers title={title} heads={heads} rows={rows} />
        ) : (
          <div className="chart">{children}</div>
        ))}
    </section>
  );
}

function Numbers({ title, heads, rows }: Pick<Props, 'title' | 'heads' | 'rows'>) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={`${title}, table`}>
      <table className="numbers-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, index) => (
                <td key={heads[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
