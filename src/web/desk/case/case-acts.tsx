import { Button } from '@fluentui/react-components';
import { CloseButton } from './close-dialog.tsx';
import { TakeOverButton } from './take-over-dialog.tsx';
import type { CaseWork } from './use-case.ts';

type Props = { work: CaseWork; isMine: boolean; onTake: () => void };

/** What one may do with the case now; nothing else is offered. */
export function CaseActs({ work, isMine, onTake }: Props) {
  const { status, technician } = work.case;
  if (status === 'waiting')
    return (
      <Button appearance="primary" size="large" disabledFocusable={work.busy} onClick={onTake}>
        Take this case
      </Button>
    );
  if (status === 'closed')
    return (
      <Button disabledFocusable={work.busy} onClick={() => void work.act({ kind: 'reopen' })}>
        Open it again
      </Button>
    );
  if (!isMine) return <TakeOverButton work={work} holder={technician?.name ?? 'Somebody'} />;
  return (
    <div className="buttons">
      <Button disabledFocusable={work.busy} onClick={() => void work.act({ kind: 'hand-back' })}>
        Hand back to the bot
      </Button>
      <CloseButton work={work} />
    </div>
  );
}
