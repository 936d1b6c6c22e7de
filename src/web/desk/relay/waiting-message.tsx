import { Button } from '@fluentui/react-components';
import { SentFiles } from './sent-files.tsx';
import type { Unsent } from './unsent.ts';

type Props = { unsent: Unsent; onAgain: () => void; onDrop: () => void };

/** Shown at once, before the server has it. */
export function WaitingMessage({ unsent: { text, files, state }, onAgain, onDrop }: Props) {
  return (
    <article className="message message-mine message-waiting" aria-label="You">
      <p className="message-head">
        <strong>You</strong>
        <span className="quiet">{stateWords(state)}</span>
      </p>
      {text !== '' && <p className="message-text">{text}</p>}
      <SentFiles files={files} />
      {state.kind === 'refused' && (
        <div className="message-state message-refused" role="alert">
          Not sent. {state.reason}
          <div className="buttons">
            <Button size="small" onClick={onAgain}>
              Try again
            </Button>
            <Button size="small" onClick={onDrop}>
              Remove
            </Button>
          </div>
        </div>
      )}
    </article>
  );
}

function stateWords(state: Unsent['state']): string {
  switch (state.kind) {
    case 'sent':
      return 'Sent';
    case 'refused':
      return '';
    case 'waiting':
      return state.tries === 0 ? 'Sending' : 'Not sent yet. It is tried again by itself.';
  }
}
