import { Button } from '@fluentui/react-components';
import { mayDo, useMe } from '../me.ts';
import { CloseButton } from './close-dialog.tsx';
import { GiveButton } from './give-dialog.tsx';
import { TakeOverButton } from './take-over-dialog.tsx';
import type { CaseWork } from './use-case.ts';

type Props = { work: CaseWork; isMine: boolean; onTake: () => void };

/** What one may do with the case now; nothing else is offered. */
export function CaseActs({ work, isMine, onTake }: Props) {
  const { status, technician } = work.case;
  const isLead = mayDo(useMe(), 'lead');
  if (status === 'waiting')
    return (
      <div className="buttons">
        <Button appearance="primary" size="large" disabledFocusable={work.busy} onClick={onTake}>
          Take this case
        </Button>
        {isLead && <GiveButton work={work} size="large" />}
      </div>
    );
  if (status === 'closed')
    return (
      <Button disabledFocusable={work.busy} onClick={() => void work.act({ kind: 'reopen' })}>
        Open it again
      </Button>
    );
  if (!isMine)
    return (
      <div className="buttons">
        <TakeOverButton work={work} holder={technician?.name ?? 'Somebody'} />
        {isLead && <GiveButton work={work} />}
      </div>
    );
  return (
    <div className="buttons">
      <Button disabledFocusable={work.busy} onClick={() => void work.act({ kind: 'hand-back' })}>
        Hand back to the bot
      </Button>
      <GiveButton work={work} />
      <CloseButton work={work} />
    </div>
  );
}
