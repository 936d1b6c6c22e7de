import type { WebSocket } from 'ws';
import type { WireActivity } from '../port.ts';
import type { Page } from './wire.ts';

/** One client that follows a conversation's log at its own pace. */
export type Reader = {
  /** The log grew: send what is new. */
  wake(): void;
  /** Send something that is not in the log. A client that lags behind does not get it. */
  pass(activity: WireActivity): void;
};

/** Long histories go in several frames, so that no single one is huge. */
const activitiesPerFrame = 100;
const maxPassing = 20;

/**
 * Sends one frame at a time and reads on only when the last one has left: however slow a client is, the server holds one
 * page for it and no queue. Frames keep the order of the log, without gaps and without repeats.
 */
export function createReader(
  socket: WebSocket,
  readAfter: (watermark: number) => Promise<Page>,
  watermark: number,
): Reader {
  let cursor = watermark;
  let line = Promise.resolve();
  let isAwake = false;
  let passing = 0;

  function enqueue(task: () => Promise<void>): void {
    // A client that cannot be written to comes back and reads on from its watermark.
    line = line.then(task).catch(() => socket.terminate());
  }

  async function catchUp(): Promise<void> {
    isAwake = false;
    const page = await readAfter(cursor);
    for (const frame of toFrames(page)) await send(socket, frame);
    cursor = page.watermark;
  }

  return {
    wake() {
      if (isAwake) return;
      isAwake = true;
      enqueue(catchUp);
    },

    pass(activity) {
      if (passing >= maxPassing) return;
      passing += 1;
      enqueue(async () => {
        passing -= 1;
        await send(socket, { activities: [activity] });
      });
    },
  };
}

type Frame = { activities: readonly WireActivity[]; watermark?: string };

/** Only the last frame moves the client's watermark: a page is in the order of display, not of change. */
function toFrames({ activities, watermark }: Page): Frame[] {
  const frames: Frame[] = [];
  for (let from = 0; from < activities.length; from += activitiesPerFrame) {
    const to = from + activitiesPerFrame;
    const isLast = to >= activities.length;
    frames.push({ activities: activities.slice(from, to), ...(isLast && { watermark: String(watermark) }) });
  }
  return frames;
}

function send(socket: WebSocket, frame: Frame): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(JSON.stringify(frame), (error) => (error ? reject(error) : resolve()));
  });
}
