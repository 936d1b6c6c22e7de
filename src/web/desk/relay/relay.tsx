import { Spinner } from '@fluentui/react-components';
import type { CaseDetail } from '../api/types.ts';
import { Problem } from '../show/problem.tsx';
import { Composer } from './composer.tsx';
import { MessageLog } from './message-log.tsx';
import { useRelay } from './use-relay.ts';
import { useTheyType } from './use-typing.ts';
import { WhoAnswers } from './who-answers.tsx';

type Props = { case: CaseDetail; isMine: boolean; onTake: () => void };

/** The person's own conversation, as the technician sees it and speaks in it. */
export function Relay({ case: one, isMine, onTake }: Props) {
  const relay = useRelay(one.id, one.conversation);
  const isTyping = useTheyType(one.conversation, relay.messages?.length ?? 0);
  const person = one.person.name ?? 'The person';
  return (
    <section className="relay" aria-label="Chat with the person">
      <WhoAnswers case={one} isMine={isMine} />
      {relay.error && <Problem error={relay.error} onAgain={relay.reload} />}
      {relay.messages ? (
        <MessageLog relay={relay} messages={relay.messages} mayEdit={isMine} />
      ) : (
        <Spinner className="relay-opening" label="Reading the conversation" />
      )}
      <p className="relay-typing quiet" role="status">
        {isTyping && `${person} is typing`}
      </p>
      <Composer
        case={one}
        isMine={isMine}
        onTake={onTake}
        onSay={(text, files) => relay.unsent.add({ text, files })}
      />
    </section>
  );
}
