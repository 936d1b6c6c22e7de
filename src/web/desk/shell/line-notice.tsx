import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useLine } from '../live.tsx';

/** Says so while nothing new can arrive. */
export function LineNotice() {
  const line = useLine();
  return (
    <div role="status">
      {line === 'lost' && (
        <MessageBar intent="warning" layout="multiline" className="line-notice">
          <MessageBarBody>
            The line to the desk dropped. It comes back by itself, and nothing you wrote is lost.
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
