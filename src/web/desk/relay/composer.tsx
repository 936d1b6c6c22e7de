import { Button, Textarea, Tooltip } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons/svg/attach';
import { SendFilled } from '@fluentui/react-icons/svg/send';
import { useRef } from 'react';
import type { CaseDetail, FileRef } from '../api/types.ts';
import { useMe } from '../me.ts';
import { formatBytes } from '../words/format.ts';
import { ChosenFiles } from './chosen-files.tsx';
import { useDraft } from './use-draft.ts';
import { useFiles } from './use-files.ts';
import { useTellTyping } from './use-typing.ts';

type Props = {
  case: CaseDetail;
  isMine: boolean;
  onTake: () => void;
  onSay: (text: string, files: readonly FileRef[]) => void;
};

/** Where a technician writes. Whoever does not have the case is told how to get it. */
export function Composer({ case: one, isMine, onTake, onSay }: Props) {
  if (isMine) return <Writing caseId={one.id} onSay={onSay} />;
  if (one.status !== 'waiting') return null;
  return (
    <div className="composer composer-closed">
      <span>Take the case to answer here.</span>
      <Button appearance="primary" onClick={onTake}>
        Take and answer
      </Button>
    </div>
  );
}

const takes = 'image/png,image/jpeg,image/gif,image/webp,application/pdf,audio/*,text/plain';

function Writing({ caseId, onSay }: { caseId: string; onSay: Props['onSay'] }) {
  const { files: limits } = useMe();
  const [text, setText] = useDraft(caseId);
  const { chosen, choose, drop, clear } = useFiles(caseId);
  const typing = useTellTyping(caseId);
  const input = useRef<HTMLInputElement>(null);
  const kept = chosen.flatMap((one) => (one.state.kind === 'kept' ? [one.state.file] : []));
  const isReady =
    (text.trim() !== '' || kept.length > 0) && chosen.every(({ state }) => state.kind !== 'sending');
  const say = (): void => {
    if (!isReady) return;
    onSay(text.trim(), kept);
    typing.end();
    setText('');
    clear();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        say();
      }}
    >
      <ChosenFiles chosen={chosen} onDrop={drop} />
      <div className="composer-row">
        <Tooltip content={`Add a file, up to ${formatBytes(limits.maxBytes)}`} relationship="label">
          <Button appearance="subtle" icon={<AttachRegular />} onClick={() => input.current?.click()} />
        </Tooltip>
        <input
          ref={input}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-label="Files to send"
          multiple
          accept={takes}
          onChange={(event) => {
            choose([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <Textarea
          className="composer-text"
          aria-label="Message to the person"
          placeholder="Write to the person"
          value={text}
          onChange={(_, { value }) => {
            setText(value);
            typing.tell();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            say();
          }}
        />
        <Tooltip content="Send" relationship="label">
          <Button type="submit" appearance="primary" icon={<SendFilled />} disabledFocusable={!isReady} />
        </Tooltip>
      </div>
      <p className="composer-hint quiet">Enter sends. Shift and Enter begins a new line.</p>
    </form>
  );
}
