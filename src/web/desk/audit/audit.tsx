import {
  Button,
  Field,
  Input,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { AuditList } from '../api/types.ts';
import { never, useAnswer } from '../api/use-answer.ts';
import { Nothing, PageHead } from '../show/page.tsx';
import { Problem } from '../show/problem.tsx';
import { Time } from '../show/time.tsx';
import { Told } from '../show/told.tsx';

type Sought = { who: string; about: string; from: string };
const everything: Sought = { who: '', about: '', from: '' };

/** Who did what to what. Nothing here can be changed. */
export function Audit() {
  const [sought, setSought] = useState(everything);
  const { data, error, reload } = useAnswer<AuditList>(pathOf(sought), never);
  return (
    <>
      <PageHead title="Audit" about="Every action at the desk, newest first. Nothing here can be changed." />
      <Search onSearch={setSought} />
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Reading the audit log" />}
      {data?.entries.length === 0 && <Nothing>Nothing fits.</Nothing>}
      {data && data.entries.length > 0 && <Entries entries={data.entries} />}
      {data?.more && <Nothing>There is more. Search to see older lines.</Nothing>}
    </>
  );
}

function Search({ onSearch }: { onSearch: (sought: Sought) => void }) {
  const [typed, setTyped] = useState(everything);
  const fields = [
    { name: 'who', label: 'Who', type: 'text' },
    { name: 'about', label: 'Case or person', type: 'text' },
    { name: 'from', label: 'Since', type: 'date' },
  ] as const;
  return (
    <form
      className="audit-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed);
      }}
    >
      {fields.map(({ name, label, type }) => (
        <Field key={name} label={label}>
          <Input
            type={type}
            value={typed[name]}
            onChange={(_, { value }) => setTyped({ ...typed, [name]: value })}
          />
        </Field>
      ))}
      <Button type="submit">Search</Button>
    </form>
  );
}

function Entries({ entries }: { entries: AuditList['entries'] }) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Audit log">
      <Table aria-label="Audit log" size="small" className="table-cards">
        <TableHeader>
          <TableRow>
            {['When', 'Who', 'What', 'About'].map((head) => (
              <TableHeaderCell key={head}>{head}</TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {entries.map(({ at, who, name, what, about }, index) => (
            <TableRow key={`${index} ${at}`}>
              <TableCell>
                <Time at={at} />
              </TableCell>
              <TableCell>{name ?? who}</TableCell>
              <TableCell>{what.replaceAll('-', ' ')}</TableCell>
              <TableCell>
                <Told text={about} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function pathOf(sought: Sought): string {
  const given = Object.entries(sought).filter(([, value]) => value.trim() !== '');
  return given.length === 0 ? '/audit' : `/audit?${new URLSearchParams(given)}`;
}
