import { Avatar } from '@fluentui/react-components';
import type { CaseRow } from '../api/types.ts';
import { useMe } from '../me.ts';
import { casePath } from '../route.ts';
import { Clock } from '../show/clock.tsx';
import { HarmMarks } from '../show/harm-marks.tsx';
import { LiveMark } from '../show/live-mark.tsx';
import { PriorityMark } from '../show/priority-mark.tsx';
import { Ago } from '../show/time.tsx';
import { Told } from '../show/told.tsx';
import { headlineWithoutPriority } from '../words/headline.ts';
import { personLabel, statusLabels } from '../words/labels.ts';

/** One case of the list. All of it opens the case. */
export function CaseLine({ row, heading: Heading = 'h2' }: { row: CaseRow; heading?: 'h2' | 'h3' }) {
  const { clients } = useMe();
  return (
    <li className={`case-line case-line-${row.priority.toLowerCase()}`}>
      <PriorityMark priority={row.priority} />
      <div className="case-line-main">
        <Heading className="case-line-title">
          <a href={casePath(row.id)}>
            <Told text={headlineWithoutPriority(row.headline)} />
          </a>
        </Heading>
        <p className="case-line-about quiet">
          <span>
            <Told text={personLabel(row.person)} />
          </span>
          {clients.length > 1 && <span>{row.clientName}</span>}
          <span>
            opened <Ago at={row.openedAt} />
          </span>
          <span className="case-id">{row.id}</span>
        </p>
        {(row.harm.length > 0 || row.live === 'yes') && (
          <p className="marks">
            <HarmMarks harm={row.harm} />
            {row.live === 'yes' && <LiveMark live="yes" />}
          </p>
        )}
      </div>
      <div className="case-line-side">
        {row.status === 'closed' ? (
          <span className="mark">{statusLabels.closed}</span>
        ) : (
          <Clock clock={row.clock} />
        )}
        <Holder row={row} />
      </div>
    </li>
  );
}

function Holder({ row: { technician, status } }: { row: CaseRow }) {
  const me = useMe();
  if (technician === null)
    return <span className="holder quiet">{status === 'waiting' ? 'Nobody has it yet' : ''}</span>;
  const name = technician.id === me.technician.id ? 'You' : technician.name;
  return (
    <span className="holder">
      <Avatar name={technician.name} size={20} aria-hidden />
      {name}
    </span>
  );
}
