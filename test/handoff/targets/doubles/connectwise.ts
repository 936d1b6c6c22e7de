import {
  at,
  basic,
  isNumber,
  text,
  ticketOf,
  type Asked,
  type DoubleTicket,
  type Reply,
  type Vendor,
} from './double.ts';

/** A double of ConnectWise PSA: keys of an API member, the clientId header, conditions, JSON Patch. */
export function connectwise(): Vendor {
  const tickets: DoubleTicket[] = [];
  function create(json: unknown): Reply {
    const isRight = isNumber(json, 'board', 'id') && isNumber(json, 'company', 'id');
    if (!isRight || text(json, 'summary').length > 100)
      return { status: 400, json: { code: 'InvalidObject' } };
    const made = ticketOf({
      reference: String(500 + tickets.length),
      client: String(at(json, 'company', 'id')),
      case: text(json, 'externalXRef'),
      subject: text(json, 'summary'),
      details: text(json, 'initialDescription'),
      priority: String(at(json, 'priority', 'id')),
      status: '1',
    });
    tickets.push(made);
    return { status: 201, json: shown(made) };
  }

  function search(conditions: string): Reply {
    const wanted = /^externalXRef="([^"]*)"$/.exec(conditions)?.[1];
    if (wanted === undefined) return { status: 400 };
    return { status: 200, json: tickets.filter((ticket) => ticket.case === wanted).map(shown) };
  }

  function documents({ method, query, form }: Asked): Reply {
    const reference = method === 'GET' ? query.get('recordId') : form.get('recordId')?.text;
    const ticket = tickets.find((one) => one.reference === reference);
    if (ticket === undefined) return { status: 404 };
    if (method === 'GET') return { status: 200, json: ticket.files.map(({ name }) => ({ fileName: name })) };
    const file = form.get('file');
    if (form.get('recordType')?.text !== 'Ticket' || file?.file === undefined) return { status: 400 };
    ticket.files.push({ name: file.file, bytes: file.bytes });
    return { status: 201, json: { id: ticket.files.length } };
  }

  function answer(asked: Asked): Reply | undefined {
    const { method, path, query, headers, json } = asked;
    if (headers['clientid'] !== 'cw-client') return { status: 401, json: { code: 'ClientId' } };
    if (headers['authorization'] !== basic('acme+public', 'private')) return { status: 401 };
    const inside = path.replace('/v4_6_release/apis/3.0', '');
    if (inside === '/system/documents') return documents(asked);
    if (inside === '/service/tickets' && method === 'POST') return create(json);
    if (inside === '/service/tickets') return search(query.get('conditions') ?? '');
    const [, reference, part] = /^\/service\/tickets\/(\d+)(?:\/(\w+))?$/.exec(inside) ?? [];
    const ticket = tickets.find((one) => one.reference === reference);
    if (ticket === undefined) return { status: 404 };
    if (part === 'notes') return notes(ticket, asked);
    return method === 'PATCH' ? patch(ticket, json) : { status: 200, json: shown(ticket) };
  }

  return {
    fields: { company: 'acme', board: '3', closedStatus: '17', openStatus: '16', priorityP1: '6' },
    secrets: { publicKey: 'public', privateKey: 'private', clientId: 'cw-client' },
    client: '250',
    closed: '17',
    tickets,
    answer,
  };
}

const shown = (ticket: DoubleTicket) => ({
  id: Number(ticket.reference),
  summary: ticket.subject,
  company: { id: Number(ticket.client) },
  status: { id: Number(ticket.status) },
  externalXRef: ticket.case,
});

function notes(ticket: DoubleTicket, { method, json }: Asked): Reply {
  if (method === 'GET') return { status: 200, json: ticket.notes.map((note) => ({ text: note.text })) };
  const hidden = at(json, 'internalAnalysisFlag') === true && at(json, 'detailDescriptionFlag') === false;
  ticket.notes.push({ text: text(json, 'text'), hidden });
  return { status: 201, json: { id: ticket.notes.length } };
}

function patch(ticket: DoubleTicket, json: unknown): Reply {
  if (!Array.isArray(json) || at(json, 0, 'op') !== 'replace' || at(json, 0, 'path') !== 'status')
    return { status: 400 };
  ticket.status = String(at(json, 0, 'value', 'id'));
  return { status: 200, json: shown(ticket) };
}
