import type { ReactNode } from 'react';

type Props = { id: string; title: string; aside?: ReactNode; tone?: 'harm' | undefined; children: ReactNode };

/** One of the twelve blocks. `aside` stands beside its heading. */
export function Block({ id, title, aside, tone, children }: Props) {
  return (
    <section className={tone ? `block block-${tone}` : 'block'} aria-labelledby={id}>
      <div className="block-head">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

export function Facts({ rows }: { rows: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
