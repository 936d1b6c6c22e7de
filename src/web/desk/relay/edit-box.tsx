import { Button, Textarea } from '@fluentui/react-components';
import { useState } from 'react';

type Props = { text: string; onDone: (text: string) => void; onCancel: () => void };

export function EditBox({ text, onDone, onCancel }: Props) {
  const [typed, setTyped] = useState(text);
  return (
    <form
      className="edit-box"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(typed);
      }}
    >
      <Textarea
        aria-label="Change the message"
        autoFocus
        resize="vertical"
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      />
      <div className="buttons">
        <Button type="submit" size="small" appearance="primary">
          Save
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
