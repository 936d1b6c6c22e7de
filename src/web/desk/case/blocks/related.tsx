import type { CaseDetail, Ticket } from '../../api/types.ts';
import { casePath } from '../../route.ts';
import { Ago } from '../../show/time.tsx';
import { Told } from '../../show/told.tsx';
import { headlineWithoutPriority } from '../../words/headline.ts';
import { Block } from '../block.tsx';

export function RelatedBlock({ case: { related, tickets, clientName } }: { case: CaseDetail }) {
  return (
    <Block id="related" title="Related cases and tickets">
      <p>
        {countWords(related.sameClient)} at {clientName}, {related.elsewhere} at other clients, in the last 30
        days.
      </p>
      <ul className="related">
        {related.cases.map(({ id, headline, openedAt }) => (
          <li key={id}>
            <a href={casePath(id)}>
              <Told text={headlineWithoutPriority(headline)} />
            </a>{' '}
            <span className="small quiet">
              <Ago at={openedAt} />
            </span>
          </li>
        ))}
      </ul>
      {tickets.length > 0 && (
        <>
          <h3>Tickets</h3>
          <ul className="related">
            {tickets.map((ticket) => (
              <TicketLine key={`${ticket.target} ${ticket.reference}`} ticket={ticket} />
            ))}
          </ul>
        </>
      )}
    </Block>
  );
}

function TicketLine({ ticket: { target, reference, url, state } }: { ticket: Ticket }) {
  const name = `${target} ${reference ?? ''}`.trim();
  const isLink = url !== null && /^https?:\/\//.test(url);
  return (
    <li>
      {isLink ? (
        <a href={url} target="_blank" rel="noreferrer">
          {name}
        </a>
      ) : (
        name
      )}{' '}
      <span className="small quiet">{state}</span>
    </li>
  );
}

function countWords(count: number): string {
  return count === 1 ? '1 case like this' : `${count === 0 ? 'No' : count} cases like this`;
}
