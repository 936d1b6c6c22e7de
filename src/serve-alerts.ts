import type { Server } from 'restify';
import type { DirectLine } from './channels/direct-line/direct-line.ts';
import type { Config } from './config.ts';
import type { Converse } from './conversation/port.ts';
import type { Knowledge } from './domain/knowledge.ts';
import { alertsFor, answerBanner } from './handoff/alerts/banner.ts';
import type { StaffAlertsOptions } from './handoff/alerts/desk.ts';
import { createAlertRunner } from './handoff/alerts/runner.ts';
import type { Bulletin, Reach } from './handoff/port.ts';
import { createAlertMail } from './handoff/targets/alert-email.ts';
import type { Log } from './observability/log.ts';
import { mountChatAlerts } from './server/chat-alerts.ts';
import type { Settings } from './settings/schema.ts';
import type { SqliteStorage } from './storage/sqlite.ts';

export type AlertParts = {
  config: Config;
  settings: Settings;
  storage: SqliteStorage;
  converse: Converse;
  reach: Reach;
  bulletin: Bulletin;
  /** With what a client holds itself. */
  knowledge: (client: string) => Knowledge;
  log: Log;
};

const now = (): Date => new Date();

/** What the desk needs for alerts to staff. */
export function alertsAtDesk(parts: Omit<AlertParts, 'converse' | 'reach' | 'log'>): StaffAlertsOptions {
  const { config, settings, storage, bulletin, knowledge } = parts;
  const { region, itDesk } = config;
  const ours: StaffAlertsOptions['ours'] = (client) => ({
    knowledge: knowledge(client),
    region,
    phone: itDesk.phone,
  });
  return { storage, settings, ours, bulletin, now };
}

/** Brings alerts to staff, and to the chat page. Returns how to stop. */
export function serveAlerts(
  server: Server,
  { config, ...parts }: AlertParts,
  readSeat: DirectLine['readSeat'],
): () => Promise<void> {
  const { itDesk, language, secret } = config;
  const mail = createAlertMail({ settings: parts.settings, secret, desk: itDesk.name });
  mountChatAlerts(server, {
    readSeat,
    alertsFor: (seat) => alertsFor({ ...parts, now }, seat),
    answer: (seat, alert, answer) => answerBanner({ ...parts, language, now }, seat, alert, answer),
  });
  return createAlertRunner({ ...parts, mail, now }).keepTicking();
}
