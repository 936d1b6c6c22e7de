import type { ConnectorClient } from 'botframework-connector';
import type { Log } from '../../../observability/log.ts';
import type { Settings } from '../../../settings/schema.ts';
import type { DeskOptions } from '../../../handoff/desk/options.ts';
import type { Target } from '../../../handoff/outbox/port.ts';
import type { TakeFiles } from '../arrivals.ts';
import type { Aside } from '../aside.ts';
import { createTechniciansAside } from './aside.ts';
import type { AsideParts } from './present.ts';
import type { ChannelTarget } from './place.ts';
import { createPoster } from './poster.ts';
import { keepRelaying, type RelayParts } from './relay.ts';
import { createRoom, type RoomOptions } from './room.ts';
import { createChannelTarget } from './target.ts';

/** What is there only once the bot and the desk are. */
export type Wiring = {
  desk: DeskOptions;
  connect: (serviceUrl: string) => Promise<ConnectorClient>;
  takeFiles: TakeFiles;
  fileAddress: RelayParts['fileAddress'];
};

export type Technicians = {
  /** For the bot: what is done in the channel. */
  aside: Aside;
  /** For the outbox: what the channel is told. Waits until all is wired. */
  targetFor(target: ChannelTarget): Target;
  /** Begins to carry what people say into the threads. Returns how to stop. */
  start(wiring: Wiring): () => Promise<void>;
};

type Options = {
  settings: Settings;
  storage: RoomOptions['storage'];
  publicUrl: string | undefined;
  now: () => Date;
  log: Log;
};

/** The technicians' channels in Teams: cases come in, technicians act on them, and both sides talk. */
export function createTechnicians({ settings, storage, publicUrl, now, log }: Options): Technicians {
  const targets = settings.targets.filter((target) => target.kind === 'teams-channel');
  const { promise: wired, resolve } = Promise.withResolvers<AsideParts>();

  return {
    aside: createTechniciansAside(targets, () => wired),

    targetFor: ({ id }) => ({
      async deliver(delivery, signal) {
        const parts = await wired;
        const room = parts.rooms.get(id);
        if (room !== undefined) await createChannelTarget(parts, room).deliver(delivery, signal);
      },
    }),

    start({ desk, connect, takeFiles, fileAddress }) {
      const poster = createPoster(connect);
      const options = { desk, storage, poster, settings, publicUrl, now };
      const rooms = new Map(targets.map((target) => [target.id, createRoom(options, target)]));
      const parts = { ...options, rooms, takeFiles, log };
      resolve(parts);
      if (targets.length === 0) return async () => undefined;
      return keepRelaying({ ...parts, fileAddress });
    },
  };
}
