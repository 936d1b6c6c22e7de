import { Badge, Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { DirectoryList, Entry, EntryContent, SharedNumber } from '../../../handoff/directory/api.ts';
import { Told } from '../show/told.tsx';
import { formatDate } from '../words/format.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { authorityName, nameOf, type Work } from './work.ts';

export function Entries({ title, entries, ...work }: Work & { title: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <Shelf title={title} count={entries.length}>
      {entries.map((entry) => (
        <EntryLine key={entry.id} entry={entry} {...work} />
      ))}
    </Shelf>
  );
}

function EntryLine({ entry, ...work }: Work & { entry: Entry }) {
  const waits = work.list.proposals.some((proposal) => proposal.entry === entry.id);
  return (
    <li>
      <div className="letter">
        <strong>
          <Told text={entry.name} />
        </strong>
        <Content content={entry} list={work.list} />
        <span className="quiet small">
          approved by <Told text={entry.approvedBy} /> on {formatDate(entry.approvedAt)}
        </span>
        {entry.overdue && <Overdue reviewBy={entry.reviewBy} />}
      </div>
      {waits ? (
        <Badge appearance="tint" color="informative">
          A change waits
        </Badge>
      ) : (
        <div className="buttons">
          <EntryDialog
            {...work}
            kind={entry.kind}
            entry={entry}
            trigger={<Button aria-label={`Change ${entry.name}`}>Change</Button>}
          />
          <RemoveDialog client={work.client} entry={entry} onChanged={work.onChanged} />
        </div>
      )}
    </li>
  );
}

/** What an entry holds, in the order somebody checks it. */
export function Content({ content, list }: { content: EntryContent; list: DirectoryList }) {
  const { number, login, source, owner, since, reviewBy, hasPassphrase } = content;
  const authority = authorityName(content.authority, list);
  const deputy = content.deputy === null ? null : nameOf(content.deputy, list);
  return (
    <>
      {number !== null && <span className="held-number">{number}</span>}
      {authority !== null && <Fact label="Rings">{authority}</Fact>}
      {login !== null && (
        <span className="quiet">
          Sign-in: <bdi>{login}</bdi>
        </span>
      )}
      {deputy !== null && <Fact label="Deputy">{deputy}</Fact>}
      {hasPassphrase && <span className="quiet">Has a passphrase</span>}
      <Fact label="From">{source}</Fact>
      <span className="quiet">
        Owner: <Told text={owner} /> · held since {formatDate(since)} · review by {formatDate(reviewBy)}
      </span>
    </>
  );
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <span className="quiet">
      {label}: <Told text={children} />
    </span>
  );
}

/** Numbers of the knowledge folder, which is where they are changed. */
export function SharedNumbers({ numbers }: { numbers: readonly SharedNumber[] }) {
  if (numbers.length === 0) return null;
  return (
    <Shelf title="For all clients" count={numbers.length}>
      {numbers.map(({ name, number, source, owner, reviewBy, overdue }) => (
        <li key={number}>
          <div className="letter">
            <strong>
              <Told text={name} />
            </strong>
            <span className="held-number">{number}</span>
            <span className="quiet">
              From: <Told text={source} /> · owner: <Told text={owner} /> · kept in directory.yaml
            </span>
            {overdue && <Overdue reviewBy={reviewBy} />}
          </div>
        </li>
      ))}
    </Shelf>
  );
}

function Overdue({ reviewBy }: { reviewBy: string }) {
  return (
    <Badge appearance="tint" color="danger" className="overdue">
      Review was due on {formatDate(reviewBy)}
    </Badge>
  );
}

function Shelf({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  const id = `shelf-${title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title} <span className="quiet">{count}</span>
      </h2>
      <ul className="plain-list">{children}</ul>
    </section>
  );
}
