import { Button, Tooltip } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import type { Message } from '../api/types.ts';
import { Time } from '../show/time.tsx';
import { Told } from '../show/told.tsx';
import { formatTime } from '../words/format.ts';
import { EditBox } from './edit-box.tsx';
import { SentFiles } from './sent-files.tsx';
import type { Unsent } from './unsent.ts';

type Props = {
  message: Message;
  edit: Unsent | undefined;
  mayEdit: boolean;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
  onChange: (text: string) => void;
  onDrop: (id: string) => void;
};

const senders: Record<Message['from'], string> = {
  staff: 'Staff',
  bot: 'Callcheck',
  technician: 'Technician',
};

export function ListedMessage({ message, edit, mayEdit, isEditing, onEdit, onChange, onDrop }: Props) {
  const { from, name, at, files, earlier, mine, arrived } = message;
  const text = edit?.text ?? message.text;
  const change = (next: string): void => {
    onEdit(false);
    if (next.trim() !== '' && next !== message.text) onChange(next.trim());
  };
  return (
    <article className={`message message-${mine ? 'mine' : from}`} aria-label={name ?? senders[from]}>
      <p className="message-head">
        <strong>{mine ? 'You' : <Told text={name ?? senders[from]} />}</strong>
        <span className="quiet">
          <Time at={at} format={formatTime} />
          {earlier.length > 0 && ', changed'}
          {mine && !arrived && ', not with them yet'}
        </span>
        {mine && mayEdit && !isEditing && (
          <Tooltip content="Change this message" relationship="label">
            <Button appearance="subtle" size="small" icon={<EditRegular />} onClick={() => onEdit(true)} />
          </Tooltip>
        )}
      </p>
      {isEditing ? (
        <EditBox text={text} onDone={change} onCancel={() => onEdit(false)} />
      ) : (
        <Words text={text} isOurs={from !== 'staff'} isTakenBack={earlier.length > 0} />
      )}
      <SentFiles files={files} />
      {edit && <EditState edit={edit} onDrop={() => onDrop(edit.id)} />}
      {earlier.length > 0 && <Earlier earlier={earlier} />}
    </article>
  );
}

/** What staff send can hold a caller's link. What we wrote stays as it was written, and is plain text too. */
function Words({ text, isOurs, isTakenBack }: { text: string; isOurs: boolean; isTakenBack: boolean }) {
  if (text === '') return isTakenBack && <p className="message-text quiet">(taken back)</p>;
  return <p className="message-text">{isOurs ? text : <Told text={text} />}</p>;
}

function EditState({ edit: { state }, onDrop }: { edit: Unsent; onDrop: () => void }) {
  if (state.kind !== 'refused') return <p className="message-state quiet">Saving the change</p>;
  return (
    <p className="message-state message-refused">
      The change was not made. {state.reason}{' '}
      <Button size="small" onClick={onDrop}>
        Show the message as it is
      </Button>
    </p>
  );
}

function Earlier({ earlier }: { earlier: Message['earlier'] }) {
  return (
    <details className="earlier">
      <summary>What it said before</summary>
      {earlier.map(({ at, text }) => (
        <p key={`${at} ${text}`} className="quiet">
          <Told text={text} />
        </p>
      ))}
    </details>
  );
}
