import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Select,
  Spinner,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Taker, TakerList } from '../api/types.ts';
import { never, useAnswer } from '../api/use-answer.ts';
import { useMe } from '../me.ts';
import { Problem } from '../show/problem.tsx';
import { Time } from '../show/time.tsx';
import type { CaseWork } from './use-case.ts';

/** Puts the case into the hands of somebody else; who may have it is asked when the dialog opens. */
export function GiveButton({ work, size = 'medium' }: { work: CaseWork; size?: 'medium' | 'large' }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button size={size} disabledFocusable={work.busy}>
          Give to…
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <GiveForm work={work} onDone={() => setIsOpen(false)} />
      </DialogSurface>
    </Dialog>
  );
}

function GiveForm({ work, onDone }: { work: CaseWork; onDone: () => void }) {
  const { technician: me } = useMe();
  const { id, technician: holder } = work.case;
  const { data, error, reload } = useAnswer<TakerList>(`/cases/${encodeURIComponent(id)}/takers`, never);
  const [chosen, setChosen] = useState<Taker>();
  const [isAsked, setIsAsked] = useState(false);
  const others = data?.people.filter((person) => person.id !== me.id && person.id !== holder?.id);
  const give = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setIsAsked(true);
    if (chosen === undefined) return;
    await work.act({ kind: 'assign', to: chosen.id });
    onDone();
  };
  return (
    <form onSubmit={(event) => void give(event)} noValidate>
      <DialogBody>
        <DialogTitle>Give this case to somebody</DialogTitle>
        <DialogContent className="form">
          <p className="quiet">{consequenceOf(holder, me)}</p>
          {error && <Problem error={error} onAgain={reload} />}
          {!others && !error && <Spinner label="Looking who there is" />}
          {others?.length === 0 && (
            <p>Nobody else may take cases of {work.case.clientName}. An administrator can let somebody in.</p>
          )}
          {others && others.length > 0 && (
            <TakerField people={others} chosen={chosen} onChoose={setChosen} isAsked={isAsked} />
          )}
        </DialogContent>
        <DialogActions>
          <DialogTrigger disableButtonEnhancement>
            <Button>Leave it</Button>
          </DialogTrigger>
          {others?.length !== 0 && (
            <Button type="submit" appearance="primary" disabledFocusable={work.busy || !others}>
              Give the case
            </Button>
          )}
        </DialogActions>
      </DialogBody>
    </form>
  );
}

/** Of a case that nobody has, nothing is taken away. */
function consequenceOf(holder: CaseWork['case']['technician'], me: { id: string }): string {
  const told = 'The person is told who answers from now on.';
  if (holder === null) return told;
  return `${told} ${holder.id === me.id ? 'You' : holder.name} can then no longer write to them.`;
}

type FieldProps = {
  people: readonly Taker[];
  chosen: Taker | undefined;
  onChoose: (taker: Taker | undefined) => void;
  isAsked: boolean;
};

function TakerField({ people, chosen, onChoose, isAsked }: FieldProps) {
  return (
    <Field
      label="Who takes it?"
      required
      {...(isAsked && chosen === undefined && { validationMessage: 'Choose who takes it.' })}
      hint={
        chosen && (
          <>
            Last seen at the desk or in Teams: <Time at={chosen.lastSeenAt} />
          </>
        )
      }
    >
      <Select
        value={chosen?.id ?? ''}
        onChange={(_, { value }) => onChoose(people.find(({ id }) => id === value))}
      >
        <option value="">Choose somebody</option>
        {people.map(({ id, name, login }) => (
          <option key={id} value={id}>
            {login === null ? name : `${name} (${login})`}
          </option>
        ))}
      </Select>
    </Field>
  );
}
