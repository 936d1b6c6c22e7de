import type { Priority } from '../api/types.ts';
import { priorityMeanings } from '../words/labels.ts';

export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span className={`priority priority-${priority.toLowerCase()}`} title={priorityMeanings[priority]}>
      {priority}
      <span className="unseen">, {priorityMeanings[priority].toLowerCase()}</span>
    </span>
  );
}
