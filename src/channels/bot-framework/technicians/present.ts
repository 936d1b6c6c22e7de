import type { Log } from '../../../observability/log.ts';
import type { Viewer } from '../../../handoff/desk/access.ts';
import type { TakeFiles } from '../arrivals.ts';
import type { Room, RoomOptions } from './room.ts';

/** What acting in the channel needs. */
export type AsideParts = RoomOptions & {
  rooms: ReadonlyMap<string, Room>;
  takeFiles: TakeFiles;
  log: Log;
};

/** Somebody of the team, and the channel they are in. */
export type Present = { room: Room; viewer: Viewer };
