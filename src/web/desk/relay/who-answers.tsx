import { BotRegular } from '@fluentui/react-icons/svg/bot';
import { Avatar } from '@fluentui/react-components';
import type { CaseDetail } from '../api/types.ts';
import { useMe } from '../me.ts';

/** Other cases were opened by our answer, by a check, or by another system. */
const asked: ReadonlySet<string> = new Set(['asked-for-a-person', 'harm']);

/** Who speaks to the person now, and what the person is told about it. */
export function WhoAnswers({
  case: { technician, status, person, brief },
  isMine,
}: {
  case: CaseDetail;
  isMine: boolean;
}) {
  const { itDesk } = useMe();
  const name = person.name ?? 'The person';
  const isTaken = status === 'accepted' && technician !== null;
  return (
    <div className="who-answers">
      {isTaken ? (
        <Avatar name={technician.name} size={28} aria-hidden />
      ) : (
        <BotRegular className="who-bot" aria-hidden />
      )}
      <div>
        <strong>
          {isTaken ? (isMine ? 'You answer' : `${technician.name} answers`) : 'The bot answers'}
        </strong>
        <span className="quiet">
          {isTaken
            ? `${name} sees the name ${technician.name}. To be certain, they can ring ${itDesk.name}${itDesk.phone ? ` on ${itDesk.phone}` : ''}.`
            : status === 'closed'
              ? 'The case is closed.'
              : asked.has(brief.reason)
                ? `${name} was told that a technician will come.`
                : 'Nobody here asked for a technician yet.'}
        </span>
      </div>
    </div>
  );
}
