import type { Request, Response, Server } from 'restify';
import * as z from 'zod';
import { createLimit } from '../channels/limit.ts';
import { readJson } from '../channels/read-json.ts';
import { alertAnswers, type Alert, type AlertAnswer } from '../dialog/alert.ts';

/** Who sits at a chat page. */
type Seat = { conversation: string; user: string; client: string };

export type ChatAlertsOptions = {
  /** The seat that a chat token stands for; `undefined` when it is forged, old or of a chat that is gone. */
  readSeat: (token: string) => Promise<Seat | undefined>;
  alertsFor: (seat: Seat) => Promise<readonly Alert[]>;
  answer: (seat: Seat, alert: string, answer: AlertAnswer) => Promise<boolean>;
};

/** A page asks every few minutes; somebody who reloads it asks more often. */
const asksPerMinute = 30;
const bodyBytes = 1024;

const Answer = z.strictObject({ answer: z.enum(alertAnswers) });

/**
 * `GET /api/chat/alerts` lists the alerts that the chat page is to show, `POST /api/chat/alerts/:id` takes the answer to one. Both want
 * the token of the chat, so that nobody reads or answers another's.
 */
export function mountChatAlerts(server: Server, { readSeat, alertsFor, answer }: ChatAlertsOptions): void {
  const limit = createLimit(asksPerMinute, 'Too many questions about alerts');

  async function enter(req: Request, res: Response): Promise<Seat | undefined> {
    const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];
    const seat = token === undefined ? undefined : await readSeat(token);
    if (seat === undefined) {
      refuse(res, 401, 'The token of the chat is missing or over. Get one from POST /api/chat/token.');
      return undefined;
    }
    const excess = await limit(seat.user);
    if (excess === undefined) return seat;
    res.setHeader('Retry-After', excess.retryAfterSeconds);
    refuse(res, 429, excess.message);
    return undefined;
  }

  server.get('/api/chat/alerts', async (req, res) => {
    const seat = await enter(req, res);
    if (seat === undefined) return;
    const alerts = await alertsFor(seat);
    send(res, 200, { alerts: alerts.map(({ id, title, text, steps }) => ({ id, title, text, steps })) });
  });

  server.post('/api/chat/alerts/:id', async (req, res) => {
    const seat = await enter(req, res);
    if (seat === undefined) return;
    const read = await readJson(req, bodyBytes);
    if (read.kind === 'refused') return refuse(res, read.status, read.message);
    const wanted = Answer.safeParse(read.body);
    if (!wanted.success) return refuse(res, 400, 'Send {"answer": "got-it"} or {"answer": "had-this-call"}.');
    const { id } = z.object({ id: z.string() }).parse(req.params);
    const taken = await answer(seat, id, wanted.data.answer);
    return taken ? send(res, 200, {}) : refuse(res, 404, 'There is no such alert for this chat any more.');
  });
}

function refuse(res: Response, status: number, message: string): void {
  send(res, status, { error: { message } });
}

function send(res: Response, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  res.end(JSON.stringify(body));
}
