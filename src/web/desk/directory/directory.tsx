import { Button, SearchBox, Select, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import type { DirectoryList } from '../../../handoff/directory/api.ts';
import { never, useAnswer } from '../api/use-answer.ts';
import { useMe } from '../me.ts';
import { Nothing, PageHead } from '../show/page.tsx';
import { Problem } from '../show/problem.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { Entries, SharedNumbers } from './entries.tsx';
import { ImportFile } from './import-file.tsx';
import { Waiting } from './waiting.tsx';

/** What a client holds itself: numbers to ring back on, and colleagues who can be asked. */
export function Directory() {
  const { clients } = useMe();
  const [client, setClient] = useState(clients[0]?.id ?? '');
  return (
    <>
      <PageHead
        title="Directory"
        about="Numbers that we hold for ringing back, and colleagues who can be asked. Each change waits until a second person approves it."
      >
        {clients.length > 1 && (
          <Select aria-label="Client" value={client} onChange={(_, { value }) => setClient(value)}>
            {clients.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </PageHead>
      <OfClient key={client} client={client} />
    </>
  );
}

function OfClient({ client }: { client: string }) {
  const { data, error, reload } = useAnswer<DirectoryList>(
    `/directory?client=${encodeURIComponent(client)}`,
    never,
  );
  return (
    <>
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Reading the directory" />}
      {data && <Whole client={client} list={data} onChanged={reload} />}
    </>
  );
}

type Props = { client: string; list: DirectoryList; onChanged: () => void };

function Whole({ client, list, onChanged }: Props) {
  const [words, setWords] = useState('');
  const { shared } = list;
  const entries = list.entries.filter((entry) => fits(words, Object.values(entry)));
  const numbers = entries.filter(({ kind }) => kind === 'number');
  const colleagues = entries.filter(({ kind }) => kind === 'colleague');
  const work = { client, list, onChanged };
  return (
    <>
      <div className="directory-tools">
        <SearchBox
          aria-label="Search the directory"
          placeholder="Name, number or sign-in"
          value={words}
          onChange={(_, { value }) => setWords(value)}
        />
        <EntryDialog {...work} kind="number" trigger={<Button appearance="primary">Add a number</Button>} />
        <EntryDialog {...work} kind="colleague" trigger={<Button>Add a colleague</Button>} />
      </div>
      <ImportFile client={client} onChanged={onChanged} />
      <Waiting {...work} />
      <Entries {...work} title="Numbers" entries={numbers} />
      <Entries {...work} title="Colleagues" entries={colleagues} />
      <SharedNumbers numbers={shared.filter((number) => fits(words, Object.values(number)))} />
      {entries.length === 0 && (
        <Nothing>
          {list.entries.length === 0
            ? 'Nothing is held yet. Add a number, or bring a file.'
            : 'Nothing fits.'}
        </Nothing>
      )}
    </>
  );
}

/** Every word stands somewhere; numbers are found however they are spaced or dialled. */
function fits(words: string, values: readonly unknown[]): boolean {
  const held = values
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase();
  const sought = words.trim().toLowerCase();
  // "0161" is how +44 161 is dialled at home.
  const dialled = sought.replaceAll(' ', '').replace(/^0(?=\d)/, '');
  return (
    held.replaceAll(' ', '').includes(dialled) || sought.split(/\s+/).every((word) => held.includes(word))
  );
}
