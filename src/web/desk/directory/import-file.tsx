import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { useRef, useState } from 'react';
import type { ImportAnswer } from '../../../handoff/directory/api.ts';
import { upload } from '../api/client.ts';
import { Problem } from '../show/problem.tsx';
import { Told } from '../show/told.tsx';

const columns = 'kind,name,number,authority,sign-in,deputy,source,owner,since,review by';

export function ImportFile({ client, onChanged }: { client: string; onChanged: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [answer, setAnswer] = useState<ImportAnswer>();
  const [error, setError] = useState<Error>();
  const bring = async (file: File): Promise<void> => {
    setError(undefined);
    setAnswer(undefined);
    try {
      const told = await upload<ImportAnswer>(`/directory/import/${encodeURIComponent(client)}`, file);
      setAnswer(told);
      if (told.kind === 'proposed') onChanged();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error('The file was not read.'));
    }
  };
  return (
    <div className="import-file">
      <details>
        <summary>Bring many at once from a spreadsheet</summary>
        <p>
          Save it as “CSV UTF-8”. The first line names the columns, and each line below is an entry. A line
          with a number or sign-in that is here already changes that entry. Nothing is removed.
        </p>
        <p>
          <code>{columns}</code>
        </p>
        <input
          ref={input}
          className="unseen"
          type="file"
          accept=".csv,text/csv"
          aria-label="CSV file"
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            // The same file, mended, can be chosen again.
            if (file) void bring(file).finally(() => (target.value = ''));
          }}
        />
        <Button icon={<ArrowUploadRegular />} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      </details>
      <div role="status">
        {error && <Problem error={error} />}
        {answer?.kind === 'proposed' && (
          <MessageBar intent="success" layout="multiline">
            <MessageBarBody>{tellProposed(answer)}</MessageBarBody>
          </MessageBar>
        )}
        {answer?.kind === 'refused' && <Faults answer={answer} />}
      </div>
    </div>
  );
}

function tellProposed({ added, changed, same }: Extract<ImportAnswer, { kind: 'proposed' }>): string {
  if (added + changed === 0) return 'All of it is here already, or waits for approval.';
  const parts = [
    added > 0 && `${added} new`,
    changed > 0 && `${changed} changed`,
    same > 0 && `${same} the same as before`,
  ];
  return `Proposed: ${parts.filter((part) => part !== false).join(', ')}. A second person approves it.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Faults({ answer: { faults, more } }: { answer: Extract<ImportAnswer, { kind: 'refused' }> }) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Nothing was taken from this file. Mend it and bring it again.</MessageBarTitle>
        <ul className="import-faults">
          {faults.map(({ line, what, why, fix }) => (
            <li key={`${line} ${what}`}>
              Line {line}: <Told text={`${what}. ${capital(why)}. ${capital(fix)}.`} />
            </li>
          ))}
        </ul>
        {more > 0 && `There are ${more} more.`}
      </MessageBarBody>
    </MessageBar>
  );
}
