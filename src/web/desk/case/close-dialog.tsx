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
  Radio,
  RadioGroup,
  Textarea,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Closing, Outcome } from '../api/types.ts';
import { outcomeIds, outcomeLabels } from '../words/labels.ts';
import { pick } from '../words/pick.ts';
import type { CaseWork } from './use-case.ts';

const rightIds = ['yes', 'no', 'unsure'] as const satisfies readonly Closing['botWasRight'][];
const rightness: Record<Closing['botWasRight'], string> = { yes: 'Yes', no: 'No', unsure: 'Not sure' };

/** Block 12, the part that asks: how it ended. What is chosen stays when the dialog is closed by mistake. */
export function CloseButton({ work }: { work: CaseWork }) {
  const [isOpen, setIsOpen] = useState(false);
  const [form, setForm] = useState<Form>({ outcome: undefined, botWasRight: undefined, note: '' });
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance="primary" disabledFocusable={work.busy}>
          Close case
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <CloseForm work={work} form={form} onForm={setForm} onDone={() => setIsOpen(false)} />
      </DialogSurface>
    </Dialog>
  );
}

type Form = { outcome: Outcome | undefined; botWasRight: Closing['botWasRight'] | undefined; note: string };
type FormProps = { work: CaseWork; form: Form; onForm: (form: Form) => void; onDone: () => void };

function CloseForm({ work, form, onForm, onDone }: FormProps) {
  const { outcome, botWasRight, note } = form;
  const [isAsked, setIsAsked] = useState(false);
  const close = async (event: React.FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setIsAsked(true);
    if (outcome === undefined || botWasRight === undefined)
      return goToChoice(event.currentTarget, outcome === undefined ? 0 : 1);
    const isClosed = await work.act({ kind: 'close', closing: { outcome, botWasRight, note: note.trim() } });
    onDone();
    if (isClosed) goToTop();
  };
  return (
    <form onSubmit={(event) => void close(event)} noValidate>
      <DialogBody>
        <DialogTitle>Close this case</DialogTitle>
        <DialogContent className="form">
          <Choice
            label="What was it?"
            ids={outcomeIds}
            labels={outcomeLabels}
            value={outcome}
            onChoose={(id) => onForm({ ...form, outcome: id })}
            missing={isAsked && outcome === undefined ? 'Choose what it was.' : undefined}
          />
          <Choice
            label="Was the bot right?"
            ids={rightIds}
            labels={rightness}
            value={botWasRight}
            onChoose={(id) => onForm({ ...form, botWasRight: id })}
            missing={
              isAsked && botWasRight === undefined
                ? 'Choose one. It shows where the bot must learn.'
                : undefined
            }
          />
          <Field label="Note" hint="What should the next technician know? It goes into the ticket.">
            <Textarea
              value={note}
              onChange={(_, { value }) => onForm({ ...form, note: value })}
              maxLength={4000}
              rows={3}
            />
          </Field>
        </DialogContent>
        <DialogActions>
          <DialogTrigger disableButtonEnhancement>
            <Button>Not yet</Button>
          </DialogTrigger>
          <Button type="submit" appearance="primary" disabledFocusable={work.busy}>
            Close case
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

function goToChoice(form: HTMLFormElement, place: number): void {
  form.querySelectorAll('[role=radiogroup]')[place]?.querySelector('input')?.focus();
}

/** The dialog hands the focus to whatever stands where its button was: "Open it again", one Enter away. */
function goToTop(): void {
  setTimeout(() => document.getElementById('main')?.focus(), 0);
}

type ChoiceProps<Id extends string> = {
  label: string;
  ids: readonly Id[];
  labels: Record<Id, string>;
  value: Id | undefined;
  onChoose: (id: Id) => void;
  missing: string | undefined;
};

function Choice<Id extends string>({ label, ids, labels, value, onChoose, missing }: ChoiceProps<Id>) {
  return (
    <Field label={label} required {...(missing !== undefined && { validationMessage: missing })}>
      <RadioGroup
        value={value ?? ''}
        layout="horizontal"
        onChange={(_, chosen) => {
          const id = pick(ids, chosen.value);
          if (id !== undefined) onChoose(id);
        }}
      >
        {ids.map((id) => (
          <Radio key={id} value={id} label={labels[id]} />
        ))}
      </RadioGroup>
    </Field>
  );
}
