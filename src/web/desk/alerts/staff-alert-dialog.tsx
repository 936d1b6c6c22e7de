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
  Input,
  Select,
  Textarea,
} from '@fluentui/react-components';
import { type ReactElement, useState } from 'react';
import { send } from '../api/client.ts';
import type { StaffAlert, StaffAlertList } from '../api/types.ts';
import { mayDo, useMe } from '../me.ts';
import { Problem } from '../show/problem.tsx';

type Groups = StaffAlertList['groups'];
type Props = { alert?: StaffAlert; groups: Groups; onDone: () => void };

/** Writes an alert, or changes a draft; a lead approves it in the same place, as it stands there. */
export function StaffAlertDialog({ trigger, ...props }: Props & { trigger: ReactElement }) {
  const [isOpen, setIsOpen] = useState(false);
  const done = (): void => {
    setIsOpen(false);
    props.onDone();
  };
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogTrigger disableButtonEnhancement>{trigger}</DialogTrigger>
      <DialogSurface>
        <StaffAlertForm {...props} onDone={done} />
      </DialogSurface>
    </Dialog>
  );
}

type Draft = { client: string; title: string; text: string; steps: string; groups: readonly string[] };

function StaffAlertForm({ alert, groups, onDone }: Props) {
  const me = useMe();
  const [draft, setDraft] = useState<Draft>(() => draftOf(alert, groups));
  const [error, setError] = useState<Error>();
  const put = (changes: Partial<Draft>): void => setDraft((before) => ({ ...before, ...changes }));
  const save = async (isApproved: boolean): Promise<void> => {
    try {
      const saved = alert ?? (await create(draft));
      if (isApproved) await change(`${saved.id}/approve`, saved.version, draft);
      else if (alert) await change(alert.id, alert.version, draft);
      onDone();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error('It was not saved.'));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
    >
      <DialogBody>
        <DialogTitle>{alert ? 'Change this alert' : 'Write an alert'}</DialogTitle>
        <DialogContent className="form">
          {error && <Problem error={error} />}
          {!alert && groups.length > 1 && (
            <ClientField
              client={draft.client}
              groups={groups}
              onChoose={(client) => put({ client, groups: [] })}
            />
          )}
          <WordFields draft={draft} onChange={put} />
          <GroupFields draft={draft} groups={groups} onChange={put} />
        </DialogContent>
        <DialogActions>
          <DialogTrigger disableButtonEnhancement>
            <Button>Cancel</Button>
          </DialogTrigger>
          <Button type="submit">Save as a draft</Button>
          {mayDo(me, 'lead', 'admin') && (
            <Button appearance="primary" disabled={draft.groups.length === 0} onClick={() => void save(true)}>
              Approve and send
            </Button>
          )}
        </DialogActions>
      </DialogBody>
    </form>
  );
}

type FieldProps = { draft: Draft; onChange: (changes: Partial<Draft>) => void };

function WordFields({ draft, onChange }: FieldProps) {
  return (
    <>
      <Field label="What is it about?" required>
        <Input value={draft.title} maxLength={120} onChange={(_, { value }) => onChange({ title: value })} />
      </Field>
      <Field
        label="What does the caller say and want?"
        hint="No names, no numbers of callers. Nothing in it can be clicked."
        required
      >
        <Textarea
          value={draft.text}
          maxLength={800}
          rows={4}
          onChange={(_, { value }) => onChange({ text: value })}
        />
      </Field>
      <Field label="What to do" hint="One step on each line, six at most.">
        <Textarea value={draft.steps} rows={4} onChange={(_, { value }) => onChange({ steps: value })} />
      </Field>
    </>
  );
}

function GroupFields({ draft, groups, onChange }: FieldProps & { groups: Groups }) {
  const offered = groups.find(({ client }) => client === draft.client)?.groups ?? [];
  return (
    <fieldset className="group-choice">
      <legend>Who gets it</legend>
      {offered.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={draft.groups.includes(id)}
          onChange={(_, { checked }) =>
            onChange({
              groups: checked === true ? [...draft.groups, id] : draft.groups.filter((one) => one !== id),
            })
          }
        />
      ))}
    </fieldset>
  );
}

function ClientField({
  client,
  groups,
  onChoose,
}: {
  client: string;
  groups: Groups;
  onChoose: (client: string) => void;
}) {
  const { clients } = useMe();
  return (
    <Field label="Whose staff?">
      <Select value={client} onChange={(_, { value }) => onChoose(value)}>
        {groups.map((one) => (
          <option key={one.client} value={one.client}>
            {clients.find(({ id }) => id === one.client)?.name ?? one.client}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function draftOf(alert: StaffAlert | undefined, groups: Groups): Draft {
  if (alert === undefined)
    return { client: groups[0]?.client ?? '', title: '', text: '', steps: '', groups: [] };
  const { client, words } = alert;
  const { title, text, steps } = words;
  return { client, title, text, steps: steps.join('\n'), groups: alert.groups };
}

async function create({ client, ...draft }: Draft): Promise<StaffAlert> {
  const { alert } = await send<{ alert: StaffAlert }>('/staff-alerts', { client, ...requestOf(draft) });
  return alert;
}

async function change(path: string, version: number, draft: Draft): Promise<void> {
  await send(`/staff-alerts/${path}`, { ...requestOf(draft), version });
}

function requestOf({ title, text, steps, groups }: Omit<Draft, 'client'>) {
  const lines = steps.split('\n').map((step) => step.trim());
  return { words: { title, text, steps: lines.filter((step) => step !== '') }, groups };
}
