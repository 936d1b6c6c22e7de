import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StaffAlertList } from '../../../src/handoff/alerts/api.ts';
import { CampaignList } from '../../../src/handoff/campaigns/api.ts';
import type { OpenCheck } from '../../../src/handoff/checks/api.ts';
import * as desk from '../../../src/handoff/desk/api.ts';
import {
  DecideRequest,
  DirectoryList,
  ProposeRequest,
  type ImportAnswer,
} from '../../../src/handoff/directory/api.ts';
import { seedCampaigns } from './seed-campaigns.ts';
import { seedStaffAlerts } from './seed-staff-alerts.ts';
import * as seed from './seed.ts';
import { seedDirectory } from './seed-directory.ts';

/** A double of the desk API: it answers by the contract, from memory, and can be told to fail. The page it serves is the real one. */
export type DeskDouble = Awaited<ReturnType<typeof startDouble>>;

type Reply = { status?: number; body: unknown };
type Fault = 'none' | 'down' | 'lost-answers' | 'signed-out';
/** One PNG of one dot. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export async function startDouble(page: string) {
  const memory = {
    me: seed.seedMe(),
    cases: seed.seedCases(),
    messages: new Map([['CC-7F3K2', seed.seedMessages()]]),
    people: seed.seedPeople(),
    directory: seedDirectory(),
    /** What the next file that is brought to the directory comes to. */
    imported: { kind: 'proposed', added: 2, changed: 1, same: 0 } as ImportAnswer,
    handled: new Map<string, desk.ActAnswer>(),
    /** Who wants to know whether it was a technician who rang. */
    checks: [] as OpenCheck[],
    /** Every request to change something that came in, answered or not. */
    asked: [] as { path: string; body: unknown }[],
    retried: [] as string[],
    uploads: 0,
  };
  let fault: Fault = 'none';
  const lines = new Set<ServerResponse>();
  const news = (event: string, data: object): void =>
    lines.forEach((line) => line.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  const find = (id: string): desk.CaseDetail => memory.cases.find((one) => one.id === id) ?? missing();
  const changed = (id: string): void => news('changed', { cases: [id], conversation: find(id).conversation });

  /** Changes a case as the server would: a new version, a line of the timeline, and news of it. */
  const change = (
    id: string,
    part: Partial<desk.CaseDetail>,
    kind: string,
    by: string,
    detail: unknown = {},
  ): desk.CaseDetail => {
    const before = find(id);
    const event = { at: new Date().toISOString(), kind, by, detail };
    const after = { ...before, ...part, version: before.version + 1, events: [...before.events, event] };
    memory.cases = memory.cases.map((one) => (one.id === id ? after : one));
    changed(id);
    return after;
  };
  const say = (
    id: string,
    message: Partial<desk.Message> & Pick<desk.Message, 'id' | 'from' | 'text'>,
  ): void => {
    const all = memory.messages.get(id) ?? [];
    const at = new Date().toISOString();
    const whole = {
      at,
      name: null,
      files: [],
      earlier: [],
      mine: false,
      arrived: true,
      ...message,
      position: all.length + 1,
    };
    memory.messages.set(id, [...all, whole]);
    changed(id);
  };

  const act = (id: string, request: unknown): Reply => {
    const { id: activity, act: what } = desk.ActRequest.parse(request);
    const known = memory.handled.get(activity);
    if (known) return { body: known };
    const one = find(id);
    const refused = refuse(one, what);
    if (refused) return refused;
    const answer = { case: carryOut(one, activity, what), message: `said-${activity}`, arrived: true };
    memory.handled.set(activity, answer);
    return { body: answer };
  };
  const refuse = ({ technician, status }: desk.CaseDetail, what: desk.Act): Reply | undefined => {
    const me = memory.me.technician;
    if (what.kind === 'join' && status === 'accepted' && technician?.id !== me.id && !what.takeOver)
      return failure(409, 'taken', 'Somebody has this case.', { holder: technician });
    if (what.kind === 'its-me' || what.kind === 'assign') return undefined;
    if (what.kind !== 'join' && what.kind !== 'reopen' && technician?.id !== me.id)
      return failure(409, 'not-yours', 'You do not have this case.', { holder: technician ?? undefined });
  };
  const carryOut = ({ id }: desk.CaseDetail, activity: string, what: desk.Act): desk.CaseDetail => {
    const me = memory.me.technician;
    const now = new Date().toISOString();
    const clock = { ...find(id).clock, state: 'met' as const };
    switch (what.kind) {
      case 'join':
        return change(
          id,
          { status: 'accepted', technician: me, acceptedAt: now, clock },
          what.takeOver ? 'taken-over' : 'accepted',
          me.name,
        );
      case 'say': {
        const files = what.files.map((file) => ({
          id: file,
          name: 'note.png',
          type: 'image/png',
          bytes: 68,
          sha256: 'cd'.repeat(32),
        }));
        say(id, {
          id: `said-${activity}`,
          from: 'technician',
          name: me.name,
          text: what.text,
          files,
          mine: true,
        });
        return find(id);
      }
      case 'edit': {
        const edited = (one: desk.Message): desk.Message =>
          one.id === what.message
            ? { ...one, text: what.text, earlier: [...one.earlier, { at: now, text: one.text }] }
            : one;
        memory.messages.set(id, (memory.messages.get(id) ?? []).map(edited));
        return change(id, {}, 'edited', me.name);
      }
      case 'hand-back':
        return change(id, { status: 'waiting', technician: null }, 'handed-back', me.name);
      case 'close':
        return change(
          id,
          { status: 'closed', closedAt: now, closing: what.closing },
          'closed',
          me.name,
          what.closing,
        );
      case 'assign': {
        const to = memory.people.find((person) => person.id === what.to) ?? missing();
        const holder = { id: to.id, name: to.name };
        const detail = { from: find(id).technician, to: holder };
        return change(id, { status: 'accepted', technician: holder, clock }, 'assigned', me.name, detail);
      }
      case 'its-me': {
        const words = ['copper', 'window', 'tide'];
        memory.checks = memory.checks.map((check) => ({ ...check, technician: me, words }));
        changed(id);
        return find(id);
      }
      case 'reopen':
        return change(
          id,
          { status: 'accepted', technician: me, closing: null, closedAt: null },
          'reopened',
          me.name,
        );
    }
  };

  const changeCase = (id: string, what: string, body: unknown): Reply => {
    const me = memory.me.technician;
    switch (what) {
      case 'acts':
        return act(id, body);
      case 'typing':
        return { body: {} };
      case 'files':
        memory.uploads += 1;
        return {
          body: {
            file: {
              id: `up-${memory.uploads}`,
              name: 'note.png',
              type: 'image/png',
              bytes: 68,
              sha256: 'cd'.repeat(32),
            },
          },
        };
      case 'ticks': {
        const { action, done } = desk.TickRequest.parse(body);
        const others = find(id).ticks.filter((tick) => tick.action !== action);
        const mine = { action, at: new Date().toISOString(), by: me.name, initials: 'SF' };
        return {
          body: {
            case: change(id, { ticks: done ? [...others, mine] : others }, 'ticked', me.name, {
              action,
              done,
            }),
          },
        };
      }
      case 'notes':
        return {
          body: {
            case: change(id, {}, 'internal-note', me.name, { text: desk.NoteRequest.parse(body).text }),
          },
        };
      case 'priority': {
        const { priority, why, version } = desk.PriorityRequest.parse(body);
        const { version: now, priority: from } = find(id);
        if (version !== now) return failure(409, 'conflict', 'The case changed.', { by: seed.alex.name });
        return {
          body: { case: change(id, { priority }, 'priority-set', me.name, { from, to: priority, why }) },
        };
      }
    }
    return missing();
  };

  const read = (path: string, query: URLSearchParams): Reply => {
    const [, first, id = '', rest] = path.split('/');
    if (first === 'me') return { body: desk.Me.parse(memory.me) };
    if (first === 'cases' && rest === 'messages')
      return { body: desk.MessageList.parse({ messages: memory.messages.get(id) ?? [] }) };
    if (first === 'cases' && rest === 'takers') {
      const people = memory.people.map((person) => ({ ...person, login: null }));
      return { body: desk.TakerList.parse({ people }) };
    }
    if (first === 'cases' && id !== '') return { body: desk.CaseDetail.parse(find(id)) };
    if (first === 'cases')
      return {
        body: desk.CaseList.parse({
          cases: memory.cases.filter((one) => fits(one, query, memory.me)),
          more: false,
        }),
      };
    if (first === 'directory') return { body: DirectoryList.parse(memory.directory) };
    if (first === 'checks') return { body: { checks: memory.checks, now: new Date().toISOString() } };
    if (first === 'people') return { body: desk.PeopleList.parse({ people: memory.people }) };
    if (first === 'campaigns') return { body: CampaignList.parse(seedCampaigns(memory.cases)) };
    if (first === 'staff-alerts') return { body: StaffAlertList.parse(seedStaffAlerts()) };
    if (first === 'alerts') {
      const open = seed
        .seedAlerts(memory.cases)
        .filter((one) => one.kind !== 'dead-letter' || !memory.retried.includes(one.deadLetter.id));
      return { body: desk.AlertList.parse({ alerts: open }) };
    }
    if (first === 'insights') return { body: desk.Insights.parse(seed.seedInsights()) };
    if (first === 'audit') {
      const entries = memory.cases.flatMap((one) =>
        one.events.map((event) => ({
          at: event.at,
          who: event.by,
          name: null,
          what: event.kind,
          about: one.id,
          detail: {},
        })),
      );
      return { body: desk.AuditList.parse({ entries, more: false }) };
    }
    return missing();
  };
  const changeDirectory = (what: string, body: unknown): Reply => {
    if (what === 'import') return { body: memory.imported };
    if (what === 'proposals') {
      const { change: proposed } = ProposeRequest.parse(body);
      const wrong = proposed.kind !== 'remove' && !proposed.given.number.startsWith('+');
      return wrong ? failure(400, 'not-understood', 'Number: it has no country code.') : { body: {} };
    }
    const { proposals } = DecideRequest.parse(body);
    const open = memory.directory.proposals.filter(({ id }) => !proposals.includes(id));
    memory.directory = { ...memory.directory, proposals: open };
    return { body: { done: proposals.length, left: [] } };
  };
  const write = (path: string, body: unknown): Reply => {
    const [, first, id = '', what = ''] = path.split('/');
    if (first === 'cases') return changeCase(id, what, body);
    if (first === 'directory') return changeDirectory(id, body);
    if (first === 'dead-letters') memory.retried.push(id);
    if (first === 'people') desk.PersonRequest.parse(body);
    if (first === 'people') return { body: { person: memory.people.find((person) => person.id === id) } };
    return { body: first === 'sign-out' ? { next: '/desk/' } : {} };
  };

  // Noticed with the next act: until then the page has no reason to look elsewhere.
  let isSignedOut = false;
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://desk');
    if (!pathname.startsWith('/desk/api/')) return servePage(page, pathname, res);
    const path = pathname.slice('/desk/api'.length);
    if (fault === 'down') return void res.destroy();
    isSignedOut = fault === 'signed-out' && (isSignedOut || path.endsWith('/acts'));
    if (isSignedOut) return reply(res, failure(401, 'signed-out', 'Sign in again.'));
    if (path === '/live') return follow(req, res);
    if (path.startsWith('/files/')) return void res.writeHead(200, { 'content-type': 'image/png' }).end(dot);
    if (path === '/insights.csv')
      return void res.writeHead(200, { 'content-type': 'text/csv' }).end('a,b\r\n');
    if (req.method === 'GET')
      return reply(
        res,
        attempt(() => read(path, searchParams)),
      );
    if (req.headers['x-callcheck-desk'] !== '1')
      return reply(res, failure(403, 'not-allowed', 'This did not come from the desk.'));
    const body = await readBody(req);
    memory.asked.push({ path, body });
    const done = attempt(() => write(path, body));
    if (fault === 'lost-answers') return void res.destroy();
    reply(res, done);
  };
  const follow = (req: IncomingMessage, res: ServerResponse): void => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\nretry: 300\n\n');
    lines.add(res);
    req.on('close', () => lines.delete(res));
  };

  const server = createServer((req, res) => void answer(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    address: `http://127.0.0.1:${port}/desk/`,
    memory,
    change,
    say,
    news,
    fail: (next: Fault): void => {
      fault = next;
      if (next === 'down') lines.forEach((line) => line.destroy());
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

class Missing extends Error {}
function missing(): never {
  throw new Missing();
}

function attempt(work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (error instanceof Missing) return failure(404, 'not-found', 'There is no such case.');
    return failure(400, 'not-understood', String(error));
  }
}

function failure(status: number, code: string, message: string, more: object = {}): Reply {
  return { status, body: { error: { code, message, ...more } } };
}

function reply(res: ServerResponse, { status = 200, body }: Reply): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(req: IncomingMessage): Promise<unknown> {
  const said = await text(req);
  return req.headers['content-type'] === 'application/json' ? JSON.parse(said || '{}') : undefined;
}

function fits(one: desk.CaseDetail, query: URLSearchParams, me: desk.Me): boolean {
  const asked = desk.CaseQuery.parse(Object.fromEntries(query));
  const words = [one.id, one.headline, one.person.name ?? ''].join(' ').toLowerCase();
  return (
    (asked.status?.includes(one.status) ?? true) &&
    (asked.client === undefined || asked.client === one.client) &&
    (asked.priority?.includes(one.priority) ?? true) &&
    (asked.mine !== '1' || one.technician?.id === me.technician.id) &&
    words.includes((asked.q ?? '').toLowerCase())
  );
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The built page under as strict a policy as the server's. */
async function servePage(page: string, pathname: string, res: ServerResponse): Promise<void> {
  const nonce = randomBytes(12).toString('base64');
  const name = pathname.startsWith('/desk/assets/') ? pathname.slice('/desk/'.length) : 'index.html';
  const policy = `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  const bytes = await readFile(join(page, name)).catch(() => undefined);
  if (bytes === undefined) return void res.writeHead(404).end();
  const body = name === 'index.html' ? bytes.toString().replaceAll('__nonce__', nonce) : bytes;
  res
    .writeHead(200, {
      'content-type': types[extname(name)] ?? 'text/plain',
      'content-security-policy': policy,
    })
    .end(body);
}
