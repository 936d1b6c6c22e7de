import type { Request, Server } from 'restify';
import * as z from 'zod';
import * as api from '../../handoff/alerts/api.ts';
import {
  approveStaffAlert,
  changeStaffAlert,
  draftStaffAlert,
  listStaffAlerts,
  withdrawStaffAlert,
  type StaffAlertsOptions,
} from '../../handoff/alerts/desk.ts';
import type { Guard } from './guard.ts';

const base = '/desk/api/staff-alerts';

/** Alerts to staff: anybody at the desk drafts, a lead approves and takes back. */
export function mountStaffAlerts(server: Server, options: StaffAlertsOptions, guard: Guard): void {
  server.get(
    base,
    guard.read('technician', z.unknown(), ({ session }) => listStaffAlerts(options, session.viewer)),
  );
  server.post(
    base,
    guard.change('technician', api.DraftRequest, async ({ session, body }) => ({
      alert: await draftStaffAlert(options, session.viewer, body),
    })),
  );
  server.post(
    `${base}/:id`,
    guard.change('technician', api.ChangeRequest, async ({ session, body }, req) => ({
      alert: await changeStaffAlert(options, session.viewer, idOf(req), body),
    })),
  );
  server.post(
    `${base}/:id/approve`,
    guard.change('lead', api.ChangeRequest, async ({ session, body }, req) => ({
      alert: await approveStaffAlert(options, session.viewer, idOf(req), body),
    })),
  );
  server.post(
    `${base}/:id/withdraw`,
    guard.change('lead', api.WithdrawRequest, async ({ session, body }, req) => ({
      alert: await withdrawStaffAlert(options, session.viewer, idOf(req), body),
    })),
  );
}

function idOf(req: Request): string {
  return z.object({ id: z.string() }).parse(req.params).id;
}
