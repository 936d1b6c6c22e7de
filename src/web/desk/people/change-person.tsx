import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Radio,
  RadioGroup,
} from '@fluentui/react-components';
import { useState } from 'react';
import { send } from '../api/client.ts';
import type { DeskPerson, PersonRequest } from '../api/types.ts';
import { useMe } from '../me.ts';
import { Problem } from '../show/problem.tsx';
import { roleLabels } from '../words/labels.ts';
import { pick } from '../words/pick.ts';

type Props = { person: DeskPerson; onChanged: () => void };

export function ChangePerson({ person, onChanged }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const done = (): void => {
    setIsOpen(false);
    onChanged();
  };
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button aria-label={`Change ${person.name}`}>Change</Button>
      </DialogTrigger>
      <DialogSurface>
        <PersonForm person={person} onChanged={done} />
      </DialogSurface>
    </Dialog>
  );
}

const choices = ['groups', 'technician', 'lead', 'admin', 'none'] as const;
type RoleChoice = (typeof choices)[number];
const roleChoices: Record<RoleChoice, string> = {
  groups: 'As their groups say',
  ...roleLabels,
  none: 'None: shut out',
};

function PersonForm({ person, onChanged }: Props) {
  const [role, setRole] = useState<RoleChoice>(() => roleOf(person));
  const [clients, setClients] = useState<'groups' | DeskPerson['clients']>(
    person.byHand.clients ? person.clients : 'groups',
  );
  const [error, setError] = useState<Error>();
  const ask = async (request: PersonRequest): Promise<void> => {
    try {
      await send(`/people/${encodeURIComponent(person.id)}`, request);
      onChanged();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error('It was not changed.'));
    }
  };
  const save = (event: React.FormEvent): void => {
    event.preventDefault();
    void ask({ role: role === 'groups' ? null : role, clients: clients === 'groups' ? null : clients });
  };
  return (
    <form onSubmit={save}>
      <DialogBody>
        <DialogTitle>{person.name}</DialogTitle>
        <DialogContent className="form">
          {error && <Problem error={error} />}
          <Field label="Role">
            <RadioGroup value={role} onChange={(_, { value }) => setRole(pick(choices, value) ?? role)}>
              {choices.map((id) => (
                <Radio key={id} value={id} label={roleChoices[id]} />
              ))}
            </RadioGroup>
          </Field>
          <ClientChoice chosen={clients} onChoose={setClients} />
        </DialogContent>
        <DialogActions>
          {person.sessions > 0 && <Button onClick={() => void ask({ signOut: true })}>Sign them out</Button>}
          <DialogTrigger disableButtonEnhancement>
            <Button>Cancel</Button>
          </DialogTrigger>
          <Button type="submit" appearance="primary">
            Save
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

type Chosen = 'groups' | DeskPerson['clients'];

function ClientChoice({ chosen, onChoose }: { chosen: Chosen; onChoose: (chosen: Chosen) => void }) {
  const { clients } = useMe();
  const kind = typeof chosen === 'string' ? chosen : 'some';
  const some = typeof chosen === 'string' ? [] : chosen;
  return (
    <>
      <Field label="Clients they see">
        <RadioGroup
          value={kind}
          onChange={(_, { value }) => onChoose(value === 'groups' || value === 'all' ? value : [...some])}
        >
          <Radio value="groups" label="As their groups say" />
          <Radio value="all" label="All" />
          <Radio value="some" label="Only these" />
        </RadioGroup>
      </Field>
      {kind === 'some' && (
        <div role="group" aria-label="Only these clients" className="client-choice">
          {clients.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={some.includes(id)}
              onChange={(_, { checked }) =>
                onChoose(checked === true ? [...some, id] : some.filter((one) => one !== id))
              }
            />
          ))}
        </div>
      )}
    </>
  );
}

function roleOf({ roles, byHand }: DeskPerson): RoleChoice {
  if (!byHand.roles) return 'groups';
  return (['admin', 'lead', 'technician'] as const).find((role) => roles.includes(role)) ?? 'none';
}
