import { Button, Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { CaseEvent } from '../../api/types.ts';
import { Time } from '../../show/time.tsx';
import { Told } from '../../show/told.tsx';
import { describeEvent } from '../../words/events.ts';
import { Block } from '../block.tsx';
import type { CaseWork } from '../use-case.ts';

export function TimelineBlock({ work }: { work: CaseWork }) {
  return (
    <Block id="timeline" title="Timeline and notes">
      <ol className="timeline">
        {work.case.events.map((event, index) => (
          <EventLine key={`${index} ${event.at}`} event={event} />
        ))}
      </ol>
      <NoteForm work={work} />
    </Block>
  );
}

function EventLine({ event }: { event: CaseEvent }) {
  const { what, words } = describeEvent(event);
  return (
    <li className={event.kind === 'internal-note' ? 'timeline-note' : ''}>
      <Time at={event.at} />
      <div>
        <strong>{what}</strong> <span className="quiet">{byWords(event.by)}</span>
        {words !== '' && (
          <p className="timeline-words">
            <Told text={words} />
          </p>
        )}
      </div>
    </li>
  );
}

function byWords(by: string): string {
  if (by === 'clock') return 'by the clock';
  return by === 'bot' ? 'by the bot' : `by ${by}`;
}

/** The person never sees a note. What was typed stays when it could not be kept. */
function NoteForm({ work }: { work: CaseWork }) {
  const [text, setText] = useState('');
  const add = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() !== '' && (await work.change('notes', { text: text.trim() }))) setText('');
  };
  return (
    <form className="note-form" onSubmit={(event) => void add(event)}>
      <Field label="Add a note" hint="Only technicians see it.">
        <Textarea
          value={text}
          maxLength={4000}
          resize="vertical"
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <Button type="submit" disabledFocusable={text.trim() === '' || work.busy}>
        Add note
      </Button>
    </form>
  );
}
