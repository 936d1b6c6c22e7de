import * as z from 'zod';
import type { CaseEvent } from '../../storage/port.ts';

/** Since when a case waits without a break, and how many times it waited before. */
export type Waiting = {
  since: number;
  round: number;
  /** A person waits with it: nobody does for a case that only our answer, or another system, opened. */
  isAsked: boolean;
};

/**
 * Read from the timeline. It begins to wait anew when a technician hands it back, when more is told of a closed case, and when
 * somebody asks for a person in a case that was there already.
 */
export function waitingSince(events: readonly CaseEvent[], openedAt: string): Waiting {
  const start: Standing = { since: Date.parse(openedAt), round: 0, isAsked: false, isClosed: false };
  const { isClosed: _, ...waiting } = events.reduce<Standing>(follow, start);
  return waiting;
}

type Standing = Waiting & { isClosed: boolean };

function follow(before: Standing, event: CaseEvent): Standing {
  const again = { ...before, since: Date.parse(event.at), round: before.round + 1, isClosed: false };
  switch (event.kind) {
    case 'opened':
      return { ...before, since: Date.parse(event.at), isAsked: isAsked(event) };
    case 'updated': {
      const isNowAsked = before.isAsked || isAsked(event);
      return before.isClosed || isNowAsked !== before.isAsked ? { ...again, isAsked: isNowAsked } : before;
    }
    case 'handed-back':
      return again;
    case 'closed':
      return { ...before, isClosed: true };
    case 'reopened':
      return { ...before, isClosed: false };
    default:
      return before;
  }
}

const Brief = z.object({
  reason: z.enum(['asked-for-a-person', 'harm']),
  person: z.object({ channel: z.string().refine((channel) => channel !== 'api') }),
});

function isAsked({ detail }: CaseEvent): boolean {
  return Brief.safeParse(detail).success;
}
