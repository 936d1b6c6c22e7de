import { Button } from '@fluentui/react-components';
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../api/types.ts';
import { formatDay } from '../words/format.ts';
import { ListedMessage } from './listed-message.tsx';
import type { Relay } from './use-relay.ts';
import { WaitingMessage } from './waiting-message.tsx';

type Props = { relay: Relay; messages: readonly Message[]; mayEdit: boolean };
const nearPx = 60;

export function MessageLog({ relay, messages, mayEdit }: Props) {
  const { box, isAtEnd, onScroll, toEnd } = useEnd(messages.length + relay.waiting.length);
  const [editing, setEditing] = useState<string>();
  return (
    <div className="log-frame">
      <div className="log" ref={box} onScroll={onScroll} role="log" aria-label="Messages" tabIndex={0}>
        {messages.length === 0 && relay.waiting.length === 0 && (
          <p className="nothing">Nothing was said yet.</p>
        )}
        {messages.map((message, index) => (
          <Fragment key={message.id}>
            {isNewDay(messages[index - 1], message) && (
              <p className="log-day quiet">{formatDay(message.at)}</p>
            )}
            <ListedMessage
              message={message}
              edit={relay.edits.get(message.id)}
              mayEdit={mayEdit}
              isEditing={editing === message.id}
              onEdit={(isEditing) => setEditing(isEditing ? message.id : undefined)}
              onChange={(text) => relay.unsent.add({ text, files: [], edits: message.id })}
              onDrop={(id) => relay.unsent.drop(id)}
            />
          </Fragment>
        ))}
        {relay.waiting.map((unsent) => (
          <WaitingMessage
            key={unsent.id}
            unsent={unsent}
            onAgain={() => relay.unsent.again(unsent.id)}
            onDrop={() => relay.unsent.drop(unsent.id)}
          />
        ))}
      </div>
      {!isAtEnd && (
        <Button className="log-end" size="small" shape="circular" onClick={toEnd}>
          To the newest
        </Button>
      )}
    </div>
  );
}

/** New messages come into view, unless somebody is reading further up. */
function useEnd(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const toEnd = (): void => box.current?.scrollTo({ top: box.current.scrollHeight });
  useLayoutEffect(() => {
    if (isAtEnd) toEnd();
  }, [count, isAtEnd]);
  useEffect(() => {
    // The box grows and shrinks with the composer and the keyboard of a phone, a message with a change or a picture.
    const watch = new ResizeObserver(() => isAtEnd && toEnd());
    for (const element of box.current ? [box.current, ...box.current.children] : []) watch.observe(element);
    return () => watch.disconnect();
  }, [count, isAtEnd]);
  const onScroll = (): void => {
    const element = box.current;
    if (element) setIsAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearPx);
  };
  return { box, isAtEnd, onScroll, toEnd };
}

function isNewDay(before: Message | undefined, { at }: Message): boolean {
  return before === undefined || formatDay(before.at) !== formatDay(at);
}
