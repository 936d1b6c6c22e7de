import { Clock } from '../show/clock.tsx';
import { HarmMarks } from '../show/harm-marks.tsx';
import { LiveMark } from '../show/live-mark.tsx';
import { Told } from '../show/told.tsx';
import { headlineWithoutPriority } from '../words/headline.ts';
import { personLabel } from '../words/labels.ts';
import { CaseActs } from './case-acts.tsx';
import { PriorityButton } from './priority-dialog.tsx';
import type { CaseWork } from './use-case.ts';

type Props = { work: CaseWork; isMine: boolean; onTake: () => void };

/** Block 1: how urgent, what happened, to whom, is the caller still there, and who has it. */
export function CaseHead({ work, isMine, onTake }: Props) {
  const { case: one } = work;
  return (
    <div className={`case-head case-head-${one.priority.toLowerCase()}`}>
      <div className="case-head-main">
        <PriorityButton work={work} />
        <div>
          <h1>
            <Told text={headlineWithoutPriority(one.headline)} />
          </h1>
          <p className="case-line-about quiet">
            <span>
              <Told text={personLabel(one.person)} />
            </span>
            <span>{one.clientName}</span>
            <span className="case-id">{one.id}</span>
            <a
              href="#actions"
              onClick={(event) => {
                event.preventDefault();
                document.getElementById('actions')?.focus();
              }}
            >
              {one.ticks.length} of {one.brief.actions.length} steps done
            </a>
          </p>
          <p className="marks">
            <HarmMarks harm={one.harm} />
            <LiveMark live={one.live} />
          </p>
        </div>
      </div>
      <div className="case-head-side">
        {one.status !== 'closed' && <Clock clock={one.clock} />}
        <CaseActs work={work} isMine={isMine} onTake={onTake} />
      </div>
    </div>
  );
}
