import type { FieldPath } from '../knowledge/file.ts';

type Explained = { expected: string; why: string };

const aName = 'a few words, at most 200 characters';
const anId = 'small letters, digits and hyphens, such as acme-ltd';
const aSecret = 'the name of an environment variable in capitals, such as SMTP_PASSWORD';
const anAddress = 'a whole address such as https://desk.example.org';
const someDays = 'a whole number of days from 1 to 3650';
const groups = 'a list of values of the claim, in quotes';

/** What each field must be, and what it is for. A field inside another goes before one of the same name elsewhere. */
export const explained: Readonly<Record<string, Explained>> = {
  clients: { expected: 'a list with at least one client', why: 'a case belongs to a client' },
  id: { expected: anId, why: 'other places name it by this' },
  name: { expected: aName, why: 'people read it' },
  tenants: {
    expected: 'a list of Teams tenant ids (GUIDs)',
    why: 'people of a tenant belong to this client',
  },
  origins: {
    expected: 'a list of origins such as https://intranet.example.org',
    why: 'a chat on these pages belongs to this client',
  },
  targets: { expected: 'a list, each with a kind and an id', why: 'cases are told there' },
  'clients targets': { expected: 'a list of ids of targets', why: 'cases of this client are told there' },
  ticketClients: {
    expected: 'the id of a target, and the client as the ticket system calls it',
    why: 'a ticket for another client is refused',
  },
  alertGroups: {
    expected: 'a list of id, name, teams and emails',
    why: 'an alert can be sent to some people alone',
  },
  'alertGroups teams': {
    expected: 'a list of what people sign in to Teams with, in quotes',
    why: 'they are alerted in Teams',
  },
  emails: { expected: 'a list of email addresses', why: 'these people are alerted by email' },
  serviceLevels: {
    expected: 'P1, P2, P3 and P4 with whole minutes',
    why: 'the clock of a case counts to it',
  },
  P1: { expected: 'whole minutes from 1 to 10080', why: 'the clock of a case counts to it' },
  P2: { expected: 'whole minutes from 1 to 10080', why: 'the clock of a case counts to it' },
  P3: { expected: 'whole minutes from 1 to 10080', why: 'the clock of a case counts to it' },
  P4: { expected: 'whole minutes from 1 to 10080', why: 'the clock of a case counts to it' },
  officeHours: {
    expected: 'timeZone, days and closed',
    why: 'clocks stop, and people are told another time, when nobody is there',
  },
  timeZone: { expected: 'a name such as Europe/London', why: 'office hours are read in it' },
  days: { expected: 'a list of day, from and to', why: 'somebody is at the desk then' },
  day: { expected: 'a number from 1 (Monday) to 7 (Sunday)', why: 'somebody is at the desk then' },
  from: { expected: 'a time such as "09:00", in quotes', why: 'the desk opens then' },
  'days to': { expected: 'a time such as "17:30" or "24:00", in quotes', why: 'the desk closes then' },
  closed: { expected: 'a list of dates such as 2026-12-25', why: 'nobody is at the desk on these days' },
  onCall: { expected: 'a list of name and phone', why: 'staff are given the number when nobody answers' },
  phone: { expected: 'a phone number, in quotes', why: 'staff are given the number when nobody answers' },
  onCallAfterMinutes: { expected: 'whole minutes from 1 to 60', why: 'a P1 that nobody took waits so long' },
  openOnDecisive: {
    expected: 'true or false',
    why: 'it decides whether a clear scam opens a case by itself',
  },
  payments: {
    expected: 'above, and a currency such as GBP',
    why: 'a payment above that amount needs a second way to check who asks',
  },
  above: {
    expected: 'an amount, such as 5000',
    why: 'a payment above it needs a second way to check who asks',
  },
  currency: { expected: 'three capitals, such as GBP', why: 'the amount is shown in it' },
  kind: {
    expected: 'email, webhook, tickets, handoff-hub or teams-channel',
    why: 'each kind is told in its own way',
  },
  to: { expected: 'a list of email addresses', why: 'the message goes there' },
  'targets from': { expected: 'an email address', why: 'the message comes from there' },
  host: { expected: 'the name of the mail server', why: 'the message is handed to it' },
  port: { expected: 'a whole number from 1 to 65535', why: 'the mail server listens on it' },
  security: { expected: 'starttls, tls or none', why: 'it decides whether others can read the message' },
  user: { expected: aName, why: 'the mail server asks for it' },
  passwordSecret: { expected: aSecret, why: 'secrets are never in this file' },
  url: { expected: anAddress, why: 'cases are sent there' },
  signingSecret: { expected: aSecret, why: 'secrets are never in this file' },
  allowPrivate: {
    expected: 'true or false',
    why: 'addresses in the own network are refused unless it is true',
  },
  tenant: { expected: 'the tenant id (a GUID)', why: 'others may not act on cases' },
  team: {
    expected: 'the id of the team, such as 19:...@thread.tacv2',
    why: 'its members are the technicians',
  },
  channel: {
    expected: 'the id of the channel, such as 19:...@thread.tacv2',
    why: 'cases are shown there',
  },
  serviceUrl: {
    expected: 'the https address of the channel service',
    why: 'new threads are made there',
  },
  leads: {
    expected: 'a list of object ids (GUIDs) of members of the team',
    why: 'they may do what leads may',
  },
  teams: {
    expected: 'the object id (a GUID) of that person',
    why: 'they are mentioned in the technicians’ channel',
  },
  connector: {
    expected: 'the name of a file in connectors/, such as halopsa',
    why: 'it knows the ticket system',
  },
  fields: {
    expected: 'names that the connector asks for, each with a text',
    why: 'the connector asks for it',
  },
  secrets: {
    expected: 'names that the connector asks for, each with the name of an environment variable',
    why: 'secrets are never in this file',
  },
  signIn: { expected: 'issuer, clientId and roles', why: 'technicians sign in with it' },
  issuer: { expected: anAddress, why: 'technicians are sent there to sign in' },
  clientId: { expected: aName, why: 'the sign-in knows this desk by it' },
  clientSecret: { expected: aSecret, why: 'secrets are never in this file' },
  claim: { expected: aName, why: 'groups are read from it' },
  roles: { expected: 'technician, lead and admin', why: 'it decides who may do what' },
  technician: { expected: groups, why: 'it decides who may do what' },
  lead: { expected: groups, why: 'it decides who may do what' },
  admin: { expected: groups, why: 'it decides who may do what' },
  'signIn clients': {
    expected: 'a value of the claim, and a list of ids of clients',
    why: 'technicians see these clients only',
  },
  idleMinutes: { expected: 'whole minutes from 5 to 720', why: 'a desk that nobody uses is closed then' },
  files: { expected: 'maxBytes, maxPerMessage and maxPerConversation', why: 'files fill the disk' },
  maxBytes: { expected: 'a whole number from 1024 to 50000000', why: 'files fill the disk' },
  maxPerMessage: { expected: 'a whole number from 1 to 10', why: 'files fill the disk' },
  maxPerConversation: { expected: 'a whole number from 1 to 200', why: 'files fill the disk' },
  retention: { expected: 'kinds of records, each with days', why: 'what is old is deleted' },
  conversations: { expected: someDays, why: 'what is old is deleted' },
  cases: { expected: someDays, why: 'what is old is deleted' },
  'retention files': { expected: someDays, why: 'what is old is deleted' },
  callRecords: { expected: someDays, why: 'what is old is deleted' },
  sessions: { expected: someDays, why: 'what is old is deleted' },
  audit: { expected: someDays, why: 'what is old is deleted' },
};

const wholeFile: Explained = {
  expected: 'named fields, as in docs/desk.example.yaml',
  why: 'what you decide about the desk is read from it',
};

/** By the innermost name, and by what it stands in. */
export function explain(field: FieldPath): Explained {
  const names = field.filter((part) => typeof part === 'string');
  const inside = names.flatMap((_, at) => names.slice(at + 1).map((inner) => `${names[at]} ${inner}`));
  const keys = [...inside.toReversed(), ...names.toReversed()];
  const found = keys.find((key) => key in explained);
  return (found === undefined ? undefined : explained[found]) ?? wholeFile;
}
