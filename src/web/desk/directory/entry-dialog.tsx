import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components';
import { type ReactElement, useState } from 'react';
import type { Entry, EntryKind, ProposeRequest } from '../../../handoff/directory/api.ts';
import { send } from '../api/client.ts';
import { Problem } from '../show/problem.tsx';
import { type Draft, draftOf, givenOf } from './draft.ts';
import { EntryFields } from './entry-fields.tsx';
import type { Work } from './work.ts';

type Props = Work & { kind: EntryKind; entry?: Entry; trigger: ReactElement };

/** Adds an entry, or changes one; either way it is a proposal. */
export function EntryDialog({ trigger, ...props }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogTrigger disableButtonEnhancement>{trigger}</DialogTrigger>
      <DialogSurface>
        <EntryForm {...props} onDone={() => setIsOpen(false)} />
      </DialogSurface>
    </Dialog>
  );
}

type FormProps = Omit<Props, 'trigger'> & { onDone: () => void };

function EntryForm({ client, list, kind, entry, onChanged, onDone }: FormProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(kind, entry));
  const [error, setError] = useState<Error>();
  const propose = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const given = givenOf(draft);
    const change = entry
      ? ({ kind: 'change', entry: entry.id, version: entry.version, given } as const)
      : ({ kind: 'add', given } as const);
    try {
      await send('/directory/proposals', { client, change } satisfies ProposeRequest);
      onDone();
      onChanged();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error('It was not proposed.'));
    }
  };
  return (
    <form onSubmit={(event) => void propose(event)} noValidate>
      <DialogBody>
        <DialogTitle>{entry ? `Change ${entry.name}` : titles[kind]}</DialogTitle>
        <DialogContent className="form">
          {error && <Problem error={error} />}
          <EntryFields
            draft={draft}
            entry={entry}
            list={list}
            onChange={(part) => setDraft({ ...draft, ...part })}
          />
          <p className="quiet">A second person has to approve it before it is used.</p>
        </DialogContent>
        <DialogActions>
          <DialogTrigger disableButtonEnhancement>
            <Button>Cancel</Button>
          </DialogTrigger>
          <Button type="submit" appearance="primary">
            Propose
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

const titles: Readonly<Record<EntryKind, string>> = {
  number: 'Add a number',
  colleague: 'Add a colleague',
};
