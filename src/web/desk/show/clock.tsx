import { ProgressBar } from '@fluentui/react-components';
import { useState } from 'react';
import type { Clock as ClockOf } from '../api/types.ts';
import { formatSpan } from '../words/format.ts';
import { useNow } from '../use-now.ts';

const ends: Record<Exclude<ClockOf['state'], 'running'>, string> = {
  met: 'Taken in time',
  missed: 'Taken late',
  stopped: 'Clock stopped',
};

/** How much of the time is left until somebody should have taken the case. */
export function Clock({ clock }: { clock: ClockOf }) {
  const { dueAt, share, state } = clock;
  if (state === 'running' && dueAt !== null)
    return <RunningClock key={`${dueAt} ${share}`} dueAt={dueAt} shareRead={share} />;
  return <span className={`clock clock-${state}`}>{state === 'running' ? 'No clock' : ends[state]}</span>;
}

function RunningClock({ dueAt, shareRead }: { dueAt: string; shareRead: number }) {
  const nowMs = useNow();
  const [readAtMs] = useState(() => Date.now());
  const dueMs = new Date(dueAt).getTime();
  const share = shareNow(shareRead, readAtMs, dueMs, nowMs);
  const isLate = nowMs >= dueMs;
  const urgency = isLate ? 'late' : share >= 0.8 ? 'short' : 'calm';
  return (
    <span className={`clock clock-${urgency}`}>
      <span className="clock-time">
        {formatSpan(Math.abs(dueMs - nowMs))} {isLate ? 'late' : 'left'}
      </span>
      <ProgressBar
        value={share}
        thickness="large"
        color={isLate ? 'error' : urgency === 'short' ? 'warning' : 'brand'}
        aria-label="Time used"
      />
    </span>
  );
}

/** The server counts office hours; between two readings we go on from its share in a straight line. */
function shareNow(shareRead: number, readAtMs: number, dueMs: number, nowMs: number): number {
  const used = Math.min(1, shareRead / 100);
  if (dueMs <= readAtMs) return 1;
  return Math.min(1, used + (1 - used) * ((nowMs - readAtMs) / (dueMs - readAtMs)));
}
