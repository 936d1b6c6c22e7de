import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  Tab,
  TabList,
} from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useMe } from '../me.ts';
import { Relay } from '../relay/relay.tsx';
import { Problem } from '../show/problem.tsx';
import { useTitle } from '../show/page.tsx';
import { useMedia, wide } from '../use-media.ts';
import { headlineWithoutPriority } from '../words/headline.ts';
import { CaseBlocks } from './case-blocks.tsx';
import { CaseHead } from './case-head.tsx';
import { type CaseWork, type Notice, useCase } from './use-case.ts';

export function CasePage({ id }: { id: string }) {
  const { work, error, reload, notice, dismiss } = useCase(id);
  useTitle(work ? `${work.case.priority} ${headlineWithoutPriority(work.case.headline)}` : 'Case');
  const top = (
    <>
      <a className="back" href="#/cases">
        ← All cases
      </a>
      {error && <Problem error={error} onAgain={reload} />}
      {!work && !error && <Spinner label="Opening the case" />}
    </>
  );
  if (!work) return <div className="case-main">{top}</div>;
  return <Opened work={work} top={top} notice={notice} onDismiss={dismiss} />;
}

type Part = 'case' | 'chat';

type OpenedProps = { work: CaseWork; top: ReactNode; notice: Notice | undefined; onDismiss: () => void };

/** The chat beside the case where there is room, always in full view; else one after the other, by tab. */
function Opened({ work, top, notice, onDismiss }: OpenedProps) {
  const { technician } = useMe();
  const isWide = useMedia(wide);
  const isMine = work.case.status === 'accepted' && work.case.technician?.id === technician.id;
  const [part, setPart] = useState<Part>(isMine ? 'chat' : 'case');
  const goToChat = useFocusAfter(`${work.case.status} ${isMine}`);
  const take = async (): Promise<void> => {
    if (!(await work.act({ kind: 'join', takeOver: false }))) return;
    setPart('chat');
    goToChat();
  };
  return (
    <div className="case-page">
      <div className="case-main">
        {top}
        <CaseHead work={work} isMine={isMine} onTake={() => void take()} />
        {notice && <NoticeBar notice={notice} onDismiss={onDismiss} />}
        {!isWide && <PartTabs part={part} onPart={setPart} />}
        {(isWide || part === 'case') && <CaseBlocks work={work} />}
      </div>
      {(isWide || part === 'chat') && <Relay case={work.case} isMine={isMine} onTake={() => void take()} />}
    </div>
  );
}

/** The button that was used is gone afterwards: whoever took the case goes on in the chat, else at what can be done now. */
function useFocusAfter(situation: string): () => void {
  const before = useRef(situation);
  const [goesToChat, setGoesToChat] = useState(0);
  useEffect(() => {
    if (goesToChat > 0) document.querySelector<HTMLElement>('.composer textarea')?.focus();
  }, [goesToChat]);
  useEffect(() => {
    if (before.current === situation) return;
    before.current = situation;
    const isLost = document.activeElement === document.body || document.activeElement === null;
    if (isLost) document.querySelector<HTMLElement>('.case-head-side button')?.focus();
  }, [situation]);
  return () => setGoesToChat((times) => times + 1);
}

function PartTabs({ part, onPart }: { part: Part; onPart: (part: Part) => void }) {
  return (
    <TabList
      className="case-tabs"
      selectedValue={part}
      onTabSelect={(_, { value }) => onPart(value === 'chat' ? 'chat' : 'case')}
    >
      <Tab value="case">Case</Tab>
      <Tab value="chat">Chat</Tab>
    </TabList>
  );
}

function NoticeBar({ notice: { intent, text }, onDismiss }: { notice: Notice; onDismiss: () => void }) {
  return (
    <MessageBar intent={intent} layout="multiline" role="alert" className="case-notice">
      <MessageBarBody>{text}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={onDismiss}>
          All right
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
