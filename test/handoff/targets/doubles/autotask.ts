import {
  at,
  isNumber,
  text,
  ticketOf,
  type Asked,
  type DoubleTicket,
  type Reply,
  type Vendor,
} from './double.ts';

/** A double of Autotask PSA: the zone is asked for first, three headers sign in, a query is a filter. */
export function autotask(url: string): Vendor {
  const tickets: DoubleTicket[] = [];
  const find = (reference: unknown): DoubleTicket | undefined =>
    tickets.find((ticket) => ticket.reference === String(reference));

  function create(json: unknown): Reply {
    const numbers = ['companyID', 'queueID', 'priority', 'status'].every((name) => isNumber(json, name));
    const isRight = numbers && text(json, 'title').length <= 255 && text(json, 'description').length <= 8000;
    if (!isRight || Number.isNaN(Date.parse(text(json, 'dueDateTime'))))
      return { status: 500, json: { errors: ['missing'] } };
    const made = ticketOf({
      reference: String(7000 + tickets.length),
      client: String(at(json, 'companyID')),
      case: text(json, 'externalID'),
      subject: text(json, 'title'),
      details: text(json, 'description'),
      priority: String(at(json, 'priority')),
      status: String(at(json, 'status')),
    });
    tickets.push(made);
    return { status: 200, json: { itemId: Number(made.reference) } };
  }

  function query(json: unknown): Reply {
    if (at(json, 'filter', 0, 'op') !== 'eq' || at(json, 'filter', 0, 'field') !== 'externalID')
      return { status: 500 };
    const found = tickets.filter((ticket) => ticket.case === at(json, 'filter', 0, 'value'));
    const items = found.map((ticket) => ({ id: Number(ticket.reference), externalID: ticket.case }));
    return { status: 200, json: { items, pageDetails: { count: items.length, nextPageUrl: null } } };
  }

  function answer(asked: Asked): Reply | undefined {
    const { method, path, query: words, headers, json } = asked;
    if (path === '/atservicesrest/v1.0/zoneInformation') {
      if (words.get('user') !== 'api@acme.example' || headers['secret'] !== undefined) return { status: 500 };
      return { status: 200, json: { zoneName: 'UK', url: `${url}/ATServicesRest/`, webUrl: url } };
    }
    const signedIn =
      headers['apiintegrationcode'] === 'code' &&
      headers['username'] === 'api@acme.example' &&
      headers['secret'] === 'at-secret';
    if (!signedIn) return { status: 401 };
    const inside = path.replace('/ATServicesRest/V1.0', '');
    if (inside === '/Tickets/query') return query(json);
    if (inside === '/Tickets' && method === 'POST') return create(json);
    if (inside === '/Tickets') {
      const known = find(at(json, 'id'));
      if (method !== 'PATCH' || known === undefined) return { status: 500 };
      known.status = String(at(json, 'status'));
      return { status: 200, json: { itemId: Number(known.reference) } };
    }
    const [, reference, part] = /^\/Tickets\/(\d+)(?:\/(\w+))?$/.exec(inside) ?? [];
    const ticket = find(reference);
    if (ticket === undefined) return { status: 404 };
    if (part === 'Notes') return notes(ticket, asked);
    if (part === 'Attachments') return files(ticket, asked);
    return {
      status: 200,
      json: { item: { companyID: Number(ticket.client), status: Number(ticket.status) } },
    };
  }

  return {
    fields: { queue: '8' },
    secrets: { user: 'api@acme.example', secret: 'at-secret', integrationCode: 'code' },
    client: '301',
    closed: '5',
    tickets,
    answer,
  };
}

function notes(ticket: DoubleTicket, { method, json }: Asked): Reply {
  if (method === 'GET')
    return { status: 200, json: { items: ticket.notes.map((note) => ({ description: note.text })) } };
  if (text(json, 'title') === '' || !isNumber(json, 'noteType')) return { status: 500 };
  ticket.notes.push({ text: text(json, 'description'), hidden: at(json, 'publish') === 2 });
  return { status: 200, json: { itemId: ticket.notes.length } };
}

function files(ticket: DoubleTicket, { method, json }: Asked): Reply {
  if (method === 'GET')
    return { status: 200, json: { items: ticket.files.map(({ name }) => ({ title: name })) } };
  if (at(json, 'attachmentType') !== 'FILE_ATTACHMENT') return { status: 500 };
  ticket.files.push({ name: text(json, 'title'), bytes: Buffer.from(text(json, 'data'), 'base64') });
  return { status: 200, json: { itemId: ticket.files.length } };
}
