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
import { useState } from 'react';
import type { Entry, ProposeRequest } from '../../../handoff/directory/api.ts';
import { send } from '../api/client.ts';
import { Problem } from '../show/problem.tsx';
import { Told } from '../show/told.tsx';

type Props = { client: string; entry: Entry; onChanged: () => void };

export function RemoveDialog({ client, entry, onChanged }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<Error>();
  const remove = async (): Promise<void> => {
    const change = { kind: 'remove', entry: entry.id, version: entry.version } as const;
    try {
      await send('/directory/proposals', { client, change } satisfies ProposeRequest);
      setIsOpen(false);
      onChanged();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error('It was not proposed.'));
    }
  };
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button aria-label={`Remove ${entry.name}`}>Remove</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>
            Remove <Told text={entry.name} />?
          </DialogTitle>
          <DialogContent className="form">
            {error && <Problem error={error} />}
            <p>It stays in use until a second person approves this.</p>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>Cancel</Button>
            </DialogTrigger>
            <Button appearance="primary" onClick={() => void remove()}>
              Propose to remove
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
