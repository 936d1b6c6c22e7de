import { formatAgo, formatDayAndTime, formatFull } from '../words/format.ts';
import { useNow } from '../use-now.ts';

/** A moment in the office's time; the tip carries the zone. */
export function Time({ at, format = formatDayAndTime }: { at: string; format?: (at: string) => string }) {
  return (
    <time dateTime={at} title={formatFull(at)}>
      {format(at)}
    </time>
  );
}

export function Ago({ at }: { at: string }) {
  const nowMs = useNow();
  return <Time at={at} format={(moment) => formatAgo(moment, nowMs)} />;
}
