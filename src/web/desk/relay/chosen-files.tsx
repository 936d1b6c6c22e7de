import { Button, Spinner } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { Chosen } from './use-files.ts';

export function ChosenFiles({
  chosen,
  onDrop,
}: {
  chosen: readonly Chosen[];
  onDrop: (key: string) => void;
}) {
  if (chosen.length === 0) return null;
  return (
    <ul className="chosen-files" aria-label="Files to send" aria-live="polite">
      {chosen.map(({ key, name, state }) => (
        <li key={key} className={state.kind === 'refused' ? 'chosen-refused' : ''}>
          {state.kind === 'sending' && <Spinner size="extra-tiny" aria-label="Sending" />}
          {state.kind === 'kept' && <CheckmarkRegular aria-label="Ready" />}
          <span>
            {name}
            {state.kind === 'refused' && `: ${state.reason}`}
          </span>
          <Button
            appearance="subtle"
            size="small"
            icon={<DismissRegular />}
            aria-label={`Remove ${name}`}
            onClick={() => onDrop(key)}
          />
        </li>
      ))}
    </ul>
  );
}
