import { randomBytes } from 'node:crypto';
import type { Settings } from '../../settings/schema.ts';
import type { AlertStorage, AlertTally, StoredAlert } from '../../storage/alerts-port.ts';
import type { AuditRow } from '../../storage/port.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import { mayActAs, mayClientBeSeen, type Viewer } from '../desk/access.ts';
import { notFound, Refusal } from '../desk/refusal.ts';
import type { Bulletin } from '../port.ts';
import type { ChangeRequest, DraftRequest, StaffAlert, StaffAlertList } from './api.ts';
import { groupsOf, unknownIn } from './groups.ts';
import { clean, toAlert, type Ours } from './words.ts';

export type StaffAlertsOptions = {
  storage: AlertStorage & Pick<TeamsStorage, 'listTeamsPeople'>;
  settings: Settings;
  /** What decides which numbers are the organisation's own. */
  ours: (client: string) => Ours;
  bulletin: Bulletin;
  now: () => Date;
};

/** How long an alert counts. */
export const lifetimeMs = 14 * 24 * 60 * 60_000;

/** Alerts of the clients that whoever asks may see: those that wait for a lead first, then the newest. */
export async function listStaffAlerts(options: StaffAlertsOptions, viewer: Viewer): Promise<StaffAlertList> {
  const { storage, settings } = options;
  const alerts = await storage.listAlerts(viewer.clients);
  const seen = settings.clients.filter(({ id }) => mayClientBeSeen(viewer.clients, id));
  return {
    alerts: await describe(options, alerts),
    groups: seen.map(({ id }) => ({ client: id, groups: [...groupsOf(settings, id)] })),
  };
}

/** What waits for whoever asks, when they are a lead. */
export async function alertsToApprove(
  { storage }: Pick<StaffAlertsOptions, 'storage'>,
  viewer: Viewer,
): Promise<{ kind: 'to-approve'; alert: string; title: string }[]> {
  if (!mayActAs(viewer.role, 'lead')) return [];
  const drafts = (await storage.listAlerts(viewer.clients)).filter(({ status }) => status === 'draft');
  return drafts.map((draft) => ({ kind: 'to-approve', alert: draft.id, title: toAlert(draft).title }));
}

/** Anybody at the desk may write one; nobody gets it before a lead approved it. */
export async function draftStaffAlert(
  options: StaffAlertsOptions,
  viewer: Viewer,
  { client, words, groups }: DraftRequest,
): Promise<StaffAlert> {
  const isServed = options.settings.clients.some(({ id }) => id === client);
  if (!isServed || !mayClientBeSeen(viewer.clients, client)) throw notFound('client');
  const content = check(options, { client }, { words, groups });
  const alert = {
    ...emptyDraft(client, options.now()),
    ...content,
    id: `AL-${randomBytes(6).toString('hex')}`,
    draftedBy: whoOf(viewer),
  };
  await options.storage.addAlert(alert, auditOf(options, viewer, 'alert-drafted', alert.id));
  options.bulletin.tell({ kind: 'changed', client, conversation: '', cases: [] });
  return await tell(options, alert.id);
}

/** Technicians change what they drafted themselves, leads every draft. */
export async function changeStaffAlert(
  options: StaffAlertsOptions,
  viewer: Viewer,
  id: string,
  { version, ...request }: ChangeRequest,
): Promise<StaffAlert> {
  const found = await findDraft(options, viewer, id);
  if (found.draftedBy?.id !== viewer.id && !mayActAs(viewer.role, 'lead'))
    throw new Refusal('not-allowed', 'Somebody else wrote this alert. A lead can change it.');
  const changes = check(options, found, request);
  return await change(options, viewer, found, { version, changes, what: 'alert-changed' });
}

/** From now on it goes to the groups chosen, with these very words. */
export async function approveStaffAlert(
  options: StaffAlertsOptions,
  viewer: Viewer,
  id: string,
  { version, ...request }: ChangeRequest,
): Promise<StaffAlert> {
  const found = await findDraft(options, viewer, id);
  const content = check(options, found, request);
  if (content.groups.length === 0)
    throw new Refusal('not-understood', 'Choose who gets this alert, then approve it.');
  const at = options.now();
  const changes = {
    ...content,
    status: 'approved' as const,
    approvedBy: whoOf(viewer),
    approvedAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + lifetimeMs).toISOString(),
  };
  return await change(options, viewer, found, { version, changes, what: 'alert-approved' });
}

/** Nobody gets it from now on, and it no longer stands where it was shown. A draft is put away. */
export async function withdrawStaffAlert(
  options: StaffAlertsOptions,
  viewer: Viewer,
  id: string,
  { version }: { version: number },
): Promise<StaffAlert> {
  const found = await find(options, viewer, id);
  if (found.status === 'withdrawn') throw new Refusal('closed', 'This alert was withdrawn already.');
  const changes = {
    status: 'withdrawn' as const,
    withdrawnBy: whoOf(viewer),
    withdrawnAt: options.now().toISOString(),
  };
  return await change(options, viewer, found, { version, changes, what: 'alert-withdrawn' });
}

/** A draft without words, of nobody. */
export function emptyDraft(client: string, now: Date): Omit<StoredAlert, 'id' | 'version' | 'content'> {
  return {
    client,
    campaign: null,
    groups: [],
    status: 'draft',
    draftedBy: null,
    draftedAt: now.toISOString(),
    approvedBy: null,
    approvedAt: null,
    expiresAt: null,
    withdrawnBy: null,
    withdrawnAt: null,
  };
}

function check(
  { settings, ours }: StaffAlertsOptions,
  found: StoredAlert | { client: string },
  { words, groups }: Pick<DraftRequest, 'words' | 'groups'>,
): Pick<StoredAlert, 'content' | 'groups'> {
  const { client } = found;
  const content = clean(words, 'content' in found ? toAlert(found) : undefined, ours(client));
  const known = new Set(groupsOf(settings, client).map(({ id }) => id));
  const strange = groups.find((id) => !known.has(id));
  if (strange !== undefined)
    throw new Refusal('not-understood', `This client has no group "${strange}". Choose another one.`);
  return { content, groups: [...new Set(groups)] };
}

async function change(
  options: StaffAlertsOptions,
  viewer: Viewer,
  { id, client, version: newest }: StoredAlert,
  {
    version,
    changes,
    what,
  }: { version: number; changes: Parameters<AlertStorage['changeAlert']>[2]; what: string },
): Promise<StaffAlert> {
  const audit = auditOf(options, viewer, what, id);
  if (version !== newest || !(await options.storage.changeAlert(id, version, changes, audit)))
    throw new Refusal('conflict', 'Somebody changed this alert just now. Read it again first.');
  options.bulletin.tell({ kind: 'changed', client, conversation: '', cases: [] });
  return await tell(options, id);
}

async function findDraft(options: StaffAlertsOptions, viewer: Viewer, id: string): Promise<StoredAlert> {
  const found = await find(options, viewer, id);
  if (found.status === 'draft') return found;
  throw new Refusal('closed', 'This alert is no draft any more, so its words stay. Withdraw it instead.');
}

async function find({ storage }: StaffAlertsOptions, viewer: Viewer, id: string): Promise<StoredAlert> {
  const found = await storage.readAlert(id);
  if (found === undefined || !mayClientBeSeen(viewer.clients, found.client)) throw notFound('alert');
  return found;
}

async function tell(options: StaffAlertsOptions, id: string): Promise<StaffAlert> {
  const alert = await options.storage.readAlert(id);
  const [described] = alert === undefined ? [] : await describe(options, [alert]);
  if (described === undefined) throw notFound('alert');
  return described;
}

async function describe(options: StaffAlertsOptions, alerts: readonly StoredAlert[]): Promise<StaffAlert[]> {
  const { storage, settings, now } = options;
  const tallies = await storage.tallyAlerts(alerts.map(({ id }) => id));
  const clients = [...new Set(alerts.map(({ client }) => client))];
  const people = new Map(
    await Promise.all(
      clients.map(async (client) => [client, await storage.listTeamsPeople(client)] as const),
    ),
  );
  return alerts.map((alert): StaffAlert => {
    const { title, text, steps } = toAlert(alert);
    const { id, client, campaign, groups, version } = alert;
    return {
      id,
      client,
      clientName: settings.clients.find((one) => one.id === client)?.name ?? client,
      campaign,
      words: { title, text, steps: [...steps] },
      groups: [...groups],
      status: statusOf(alert, now()),
      draftedBy: alert.draftedBy?.name ?? null,
      draftedAt: alert.draftedAt,
      approvedBy: alert.approvedBy?.name ?? null,
      approvedAt: alert.approvedAt,
      expiresAt: alert.expiresAt,
      withdrawnBy: alert.withdrawnBy?.name ?? null,
      withdrawnAt: alert.withdrawnAt,
      people: {
        ...count(tallies.filter((tally) => tally.alert === id)),
        notInTeams: unknownIn(alert, settings, people.get(client) ?? []).length,
      },
      version,
    };
  });
}

function statusOf({ status, expiresAt }: StoredAlert, now: Date): StaffAlert['status'] {
  if (status !== 'approved') return status;
  return expiresAt !== null && expiresAt > now.toISOString() ? 'active' : 'expired';
}

function count(tallies: readonly AlertTally[]): Omit<StaffAlert['people'], 'notInTeams'> {
  const sum = (of: (tally: AlertTally) => boolean): number =>
    tallies.filter(of).reduce((total, { people }) => total + people, 0);
  return {
    got: sum(({ state }) => state === 'sent'),
    onItsWay: sum(({ state }) => state === 'sending'),
    held: sum(({ state }) => state === 'held'),
    unreachable: sum(({ state }) => state === 'unreachable'),
    unknown: sum(({ state }) => state === 'unknown'),
    missed: sum(({ state }) => state === 'missed'),
    read: sum(({ answer }) => answer === 'got-it'),
    hadThisCall: sum(({ answer }) => answer === 'had-this-call'),
  };
}

function whoOf({ id, name }: Viewer): { id: string; name: string } {
  return { id, name };
}

function auditOf({ now }: StaffAlertsOptions, viewer: Viewer, what: string, about: string): AuditRow {
  return { at: now().toISOString(), who: viewer.id, what, about, detail: {} };
}
