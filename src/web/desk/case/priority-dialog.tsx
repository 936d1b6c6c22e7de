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
  Input,
  Radio,
  RadioGroup,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Priority } from '../api/types.ts';
import { PriorityMark } from '../show/priority-mark.tsx';
import { priorityIds, priorityMeanings } from '../words/labels.ts';
import { pick } from '../words/pick.ts';
import type { CaseWork } from './use-case.ts';

/** The priority, and the way to set another one with a reason. */
export function PriorityButton({ work }: { work: CaseWork }) {
  const [isOpen, setIsOpen] = useState(false);
  const { priority } = work.case;
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <button type="button" className="priority-button">
          <PriorityMark priority={priority} />
          <span className="priority-change">
            Change<span className="unseen"> priority</span>
          </span>
        </button>
      </DialogTrigger>
      <DialogSurface>
        <PriorityForm work={work} onDone={() => setIsOpen(false)} />
      </DialogSurface>
    </Dialog>
  );
}

function PriorityForm({ work, onDone }: { work: CaseWork; onDone: () => void }) {
  const [priority, setPriority] = useState<Priority>(work.case.priority);
  const [why, setWhy] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const set = (event: React.FormEvent): void => {
    event.preventDefault();
    setIsAsked(true);
    if (why.trim() === '') return;
    if (priority !== work.case.priority) void work.change('priority', { priority, why: why.trim() });
    onDone();
  };
  return (
    <form onSubmit={set} noValidate>
      <DialogBody>
        <DialogTitle>Change the priority</DialogTitle>
        <DialogContent className="form">
          <Field label="Priority">
            <RadioGroup
              value={priority}
              onChange={(_, { value }) => setPriority(pick(priorityIds, value) ?? priority)}
            >
              {priorityIds.map((id) => (
                <Radio key={id} value={id} label={`${id}: ${priorityMeanings[id]}`} />
              ))}
            </RadioGroup>
          </Field>
          <Field
            label="Why?"
            required
            {...(isAsked &&
              why.trim() === '' && {
                validationMessage: 'Say why, in a few words. It stands in the timeline.',
              })}
          >
            <Input value={why} maxLength={500} onChange={(_, { value }) => setWhy(value)} />
          </Field>
        </DialogContent>
        <DialogActions>
          <DialogTrigger disableButtonEnhancement>
            <Button>Leave it</Button>
          </DialogTrigger>
          <Button type="submit" appearance="primary">
            Change
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
