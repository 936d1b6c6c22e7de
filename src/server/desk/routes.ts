import type { Request, Server } from 'restify';
import * as z from 'zod';
import { alertsToApprove, type StaffAlertsOptions } from '../../handoff/alerts/desk.ts';
import { listChecks, type ListOptions } from '../../handoff/checks/list.ts';
import { listCampaigns, type CampaignDesk } from '../../handoff/campaigns/list.ts';
import { rolesOf, type Viewer } from '../../handoff/desk/access.ts';
import { actOnCase } from '../../handoff/desk/act.ts';
import * as api from '../../handoff/desk/api.ts';
import { findAlerts, listDeadLetters, retryDeadLetter } from '../../handoff/desk/alerts.ts';
import { describeCase, findCase, listCases, readMessages } from '../../handoff/desk/cases.ts';
import { addNote, setPriority, tickAction } from '../../handoff/desk/change.ts';
import { gatherInsights } from '../../handoff/desk/insights.ts';
import { writeCsv } from '../../handoff/desk/insights-csv.ts';
import type { DeskOptions } from '../../handoff/desk/options.ts';
import { listTakers } from '../../handoff/desk/takers.ts';
import { changePerson, listPeople } from '../../handoff/desk/people.ts';
import type { DirectoryDesk } from '../../handoff/directory/options.ts';
import { mountDirectory } from './directory.ts';
import { sendFile, takeFile } from './files.ts';
import type { Guard, Handler } from './guard.ts';
import type { Live } from './live.ts';
import { mountStaffAlerts } from './staff-alerts.ts';
import type { Session } from './session.ts';

export type RouteOptions = DeskOptions & {
  /** What clients hold themselves; without it nothing of it is shown. */
  directory?: DirectoryDesk;
  /** Callers at work; without them there are none. */
  campaigns?: CampaignDesk;
  /** Checks of who is calling; without them there are none. */
  checks?: ListOptions;
  /** Alerts to staff; without them there are none. */
  staffAlerts?: StaffAlertsOptions;
  organisation: string;
  itDesk: { name: string; phone: string | undefined };
};

const nothing = z.unknown();
const auditRows = 200;

/** The desk's API: who asks and whether they may is the guard's, what happens is the handoff's. */
export function mountDeskApi(server: Server, options: RouteOptions, guard: Guard, live: Live): void {
  server.get(
    '/desk/api/me',
    guard.read('technician', nothing, async ({ session }) => describeMe(options, session)),
  );
  server.post(
    '/desk/api/active',
    guard.change('technician', nothing, async () => ({})),
  );
  server.get(
    '/desk/api/live',
    guard.read('technician', nothing, async ({ session }, _req, res) => live.open(session, res)),
  );
  mountCases(server, options, guard);
  mountFiles(server, options, guard);
  mountPeople(server, options, guard, live);
  mountOverview(server, options, guard);
  const { checks } = options;
  server.get(
    '/desk/api/checks',
    guard.read('technician', nothing, async ({ session: { viewer } }) =>
      checks === undefined
        ? { checks: [], now: options.now().toISOString() }
        : await listChecks(checks, viewer),
    ),
  );
  const { campaigns } = options;
  server.get(
    '/desk/api/campaigns',
    guard.read('technician', nothing, async ({ session: { viewer } }) =>
      campaigns === undefined ? { campaigns: [] } : await listCampaigns(campaigns, viewer),
    ),
  );
  if (options.directory !== undefined) mountDirectory(server, options.directory, guard);
  if (options.staffAlerts !== undefined) mountStaffAlerts(server, options.staffAlerts, guard);
}

function mountCases(server: Server, options: RouteOptions, guard: Guard): void {
  server.get(
    '/desk/api/cases',
    guard.read('technician', api.CaseQuery, ({ session, query }) =>
      listCases(options, session.viewer, query),
    ),
  );
  server.get(
    '/desk/api/cases/:id',
    guard.read('technician', nothing, async ({ session }, req) =>
      describeCase(options, await findCase(options, session.viewer, idOf(req))),
    ),
  );
  server.get(
    '/desk/api/cases/:id/messages',
    guard.read('technician', api.MessageQuery, async ({ session, query }, req) => {
      const found = await findCase(options, session.viewer, idOf(req));
      return { messages: await readMessages(options, session.viewer, found, query.after) };
    }),
  );
  server.get(
    '/desk/api/cases/:id/takers',
    guard.read('technician', nothing, async ({ session }, req) => ({
      people: await listTakers(options, await findCase(options, session.viewer, idOf(req))),
    })),
  );
  server.post(
    '/desk/api/cases/:id/acts',
    guard.change('technician', api.ActRequest, ({ session, body }, req) =>
      actOnCase(options, session.viewer, idOf(req), body),
    ),
  );
  server.post(
    '/desk/api/cases/:id/typing',
    guard.change('technician', nothing, async ({ session }, req) => {
      await showTyping(options, session.viewer, idOf(req));
      return {};
    }),
  );
  const changing = <Body extends z.ZodType>(
    schema: Body,
    change: (
      options: DeskOptions,
      viewer: Viewer,
      id: string,
      body: z.output<Body>,
    ) => Promise<api.CaseDetail>,
  ): Handler =>
    guard.change('technician', schema, async ({ session, body }, req) => ({
      case: await change(options, session.viewer, idOf(req), body),
    }));
  server.post('/desk/api/cases/:id/ticks', changing(api.TickRequest, tickAction));
  server.post('/desk/api/cases/:id/notes', changing(api.NoteRequest, addNote));
  server.post('/desk/api/cases/:id/priority', changing(api.PriorityRequest, setPriority));
}

function mountFiles(server: Server, options: RouteOptions, guard: Guard): void {
  server.post(
    '/desk/api/cases/:id/files',
    guard.upload('technician', async ({ session }, req) => ({
      file: await takeFile(options, session.viewer, idOf(req), req),
    })),
  );
  server.get(
    '/desk/api/files/:id',
    guard.read('technician', nothing, ({ session }, req, res) =>
      sendFile(options, session.viewer, idOf(req), res),
    ),
  );
}

function mountPeople(server: Server, options: RouteOptions, guard: Guard, live: Live): void {
  server.get(
    '/desk/api/people',
    guard.read('lead', nothing, async ({ session }) => ({
      people: await listPeople(options, session.viewer),
    })),
  );
  server.post(
    '/desk/api/people/:id',
    guard.change('admin', api.PersonRequest, async ({ session, body }, req) => {
      const person = await changePerson(options, session.viewer, idOf(req), body);
      // Their streams were opened with what they might see before.
      live.end({ person: person.id });
      return { person };
    }),
  );
  server.get(
    '/desk/api/audit',
    guard.read('lead', api.AuditQuery, async ({ session, query }) =>
      readAudit(options, session.viewer, query),
    ),
  );
}

function mountOverview(server: Server, options: RouteOptions, guard: Guard): void {
  server.get(
    '/desk/api/alerts',
    guard.read('technician', nothing, async ({ session: { viewer } }) => ({
      alerts: [
        ...(await findAlerts(options, viewer)),
        ...(options.staffAlerts === undefined ? [] : await alertsToApprove(options.staffAlerts, viewer)),
      ],
    })),
  );
  server.get(
    '/desk/api/dead-letters',
    guard.read('lead', nothing, async ({ session }) => ({
      deadLetters: await listDeadLetters(options, session.viewer),
    })),
  );
  server.post(
    '/desk/api/dead-letters/:id/retry',
    guard.change('lead', nothing, async ({ session }, req) => {
      await retryDeadLetter(options, session.viewer, idOf(req));
      return {};
    }),
  );
  server.get(
    '/desk/api/insights',
    guard.read('technician', api.InsightsQuery, ({ session, query }) =>
      gatherInsights(options, session.viewer, query),
    ),
  );
  server.get(
    '/desk/api/insights.csv',
    guard.read('technician', api.CsvQuery, async ({ session, query }, _req, res) => {
      const { viewer } = session;
      const csv = writeCsv(query.table, await gatherInsights(options, viewer, query));
      await auditExport(options, viewer, query.table);
      res.writeHead(200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="callcheck-${query.table}.csv"`,
        'Cache-Control': 'no-store',
      });
      res.end(csv);
    }),
  );
}

function describeMe(
  { settings, organisation, itDesk }: RouteOptions,
  { viewer, means }: Session,
): z.input<typeof api.Me> {
  const { id, name, role, clients } = viewer;
  const { maxBytes, maxPerMessage } = settings.files;
  return {
    technician: { id, name },
    roles: rolesOf(role),
    clients: settings.clients
      .filter((client) => clients === 'all' || clients.includes(client.id))
      .map((client) => ({ id: client.id, name: client.name })),
    organisation,
    timeZone: settings.officeHours.timeZone,
    itDesk,
    signedInBy: means,
    idleMinutes: settings.idleMinutes,
    files: { maxBytes, maxPerMessage },
  };
}

/** Nobody is told that somebody types who does not answer them. */
async function showTyping(options: RouteOptions, viewer: Viewer, id: string): Promise<void> {
  const { conversation, technician, status } = await findCase(options, viewer, id);
  if (technician?.id !== viewer.id || status !== 'accepted') return;
  const place = await options.storage.readPlace(conversation);
  try {
    await options.reach.typing({ conversation, reference: place?.reference }, viewer.name);
  } catch (error) {
    options.log.info({ err: error, conversation }, 'typing was not shown');
  }
}

async function readAudit(
  { storage }: RouteOptions,
  viewer: Viewer,
  { about, who, from }: z.output<typeof api.AuditQuery>,
): Promise<api.AuditList> {
  const rows = await storage.readAudit({
    clients: viewer.clients,
    reader: viewer.id,
    limit: auditRows + 1,
    ...(about !== undefined && { about }),
    ...(who !== undefined && { who }),
    ...(from !== undefined && { from }),
  });
  const names = new Map((await storage.listPeople('')).map(({ id, name }) => [id, name]));
  const entries = rows.slice(0, auditRows).map((row) => ({ ...row, name: names.get(row.who) ?? null }));
  return { entries, more: rows.length > auditRows };
}

async function auditExport({ storage, now }: RouteOptions, viewer: Viewer, table: string): Promise<void> {
  const at = now().toISOString();
  await storage.addAudit({ at, who: viewer.id, what: 'exported', about: table, detail: {} });
}

function idOf(req: Request): string {
  const params: unknown = req.params;
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : '';
}
