import {
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import type { ClientName, DeskPerson } from '../api/types.ts';
import { never, useAnswer } from '../api/use-answer.ts';
import { mayDo, useMe } from '../me.ts';
import { PageHead } from '../show/page.tsx';
import { Problem } from '../show/problem.tsx';
import { Ago } from '../show/time.tsx';
import { roleLabels } from '../words/labels.ts';
import { ChangePerson } from './change-person.tsx';

/** Who has signed in, what they may do and whom they serve. */
export function People() {
  const me = useMe();
  const { data, error, reload } = useAnswer<{ people: readonly DeskPerson[] }>('/people', never);
  return (
    <>
      <PageHead title="People" about="Everybody who has signed in here, and what they may do." />
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Reading the list" />}
      {data && (
        <div className="table-frame" tabIndex={0} role="region" aria-label="People">
          <Table aria-label="People" className="table-cards">
            <TableHeader>
              <TableRow>
                {['Name', 'Role', 'Clients', 'Last seen', ''].map((head) => (
                  <TableHeaderCell key={head}>
                    {head || <span className="unseen">Change</span>}
                  </TableHeaderCell>
                ))}
              </TableRow>
            </TableHeader>
            <TableBody>
              {data.people.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  mayChange={mayDo(me, 'admin')}
                  onChanged={reload}
                />
              ))}
            </TableBody>
          </Table>
        </div>
      )}
    </>
  );
}

type RowProps = { person: DeskPerson; mayChange: boolean; onChanged: () => void };

function PersonRow({ person, mayChange, onChanged }: RowProps) {
  const { clients } = useMe();
  const { name, login, roles, lastSeenAt, sessions, byHand } = person;
  return (
    <TableRow>
      <TableCell>
        <strong>{name}</strong> <span className="quiet cell-line">{login}</span>
      </TableCell>
      <TableCell>
        {roles.map((role) => roleLabels[role]).join(', ') || 'None: may not come in'}
        {byHand.roles && <span className="quiet cell-line">set by hand</span>}
      </TableCell>
      <TableCell>
        {clientWords(person.clients, clients)}
        {byHand.clients && <span className="quiet cell-line">set by hand</span>}
      </TableCell>
      <TableCell>
        <Ago at={lastSeenAt} />
        {sessions > 0 && <span className="quiet cell-line">signed in</span>}
      </TableCell>
      <TableCell>{mayChange && <ChangePerson person={person} onChanged={onChanged} />}</TableCell>
    </TableRow>
  );
}

function clientWords(seen: DeskPerson['clients'], known: readonly ClientName[]): string {
  if (seen === 'all') return 'All';
  return seen.map((id) => known.find((client) => client.id === id)?.name ?? id).join(', ') || 'None';
}
