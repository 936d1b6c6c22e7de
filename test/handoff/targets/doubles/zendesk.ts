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

/**
 * A double of Zendesk: `email/token` as the user, everything wrapped in `ticket`, comments only by an update, uploads by a token.
 * It does not honour the idempotency key, which a vendor forgets after two hours.
 */
export function zendesk(): Vendor {
  const tickets: DoubleTicket[] = [];
  const uploads = new Map<string, { name: string; bytes: Buffer }>();
  function create({ json, headers }: Asked): Reply {
    const isRight =
      isNumber(json, 'ticket', 'requester_id') && at(json, 'ticket', 'comment', 'public') === false;
    if (!isRight || !headers['idempotency-key']) return { status: 422, json: { error: 'RecordInvalid' } };
    const made = ticketOf({
      reference: String(900 + tickets.length),
      client: String(at(json, 'ticket', 'requester_id')),
      case: text(json, 'ticket', 'external_id'),
      subject: text(json, 'ticket', 'subject'),
      details: text(json, 'ticket', 'comment', 'html_body'),
      priority: text(json, 'ticket', 'priority'),
      status: 'new',
    });
    tickets.push(made);
    return { status: 201, json: { ticket: shown(made) }, headers: { 'x-idempotency-lookup': 'miss' } };
  }

  function update(ticket: DoubleTicket, json: unknown): Reply {
    if (ticket.status === 'closed') return { status: 422 };
    const status = text(json, 'ticket', 'status');
    if (status === 'closed') return { status: 422 };
    if (status !== '') ticket.status = status;
    const token = text(json, 'ticket', 'comment', 'uploads', 0);
    const upload = uploads.get(token);
    if (upload !== undefined) ticket.files.push(upload);
    else if (token !== '') return { status: 422 };
    else if (at(json, 'ticket', 'comment') !== undefined)
      ticket.notes.push({
        text: text(json, 'ticket', 'comment', 'html_body'),
        hidden: at(json, 'ticket', 'comment', 'public') === false,
      });
    return { status: 200, json: { ticket: shown(ticket) } };
  }

  function answer(asked: Asked): Reply | undefined {
    const { method, path, query, headers, json, body } = asked;
    if (headers['authorization'] !== basic('agent@acme.example/token', 'zd-token')) return { status: 401 };
    if (path === '/api/v2/uploads.json') {
      const token = `upload-${uploads.size}`;
      uploads.set(token, { name: query.get('filename') ?? '', bytes: body });
      return { status: 201, json: { upload: { token } } };
    }
    if (path === '/api/v2/tickets.json' && method === 'POST') return create(asked);
    if (path === '/api/v2/tickets.json') {
      const found = tickets.filter((ticket) => ticket.case === query.get('external_id')).map(shown);
      return { status: 200, json: { tickets: found, count: found.length } };
    }
    const [, reference, part] = /^\/api\/v2\/tickets\/(\d+)(?:\/(\w+))?\.json$/.exec(path) ?? [];
    const ticket = tickets.find((one) => one.reference === reference);
    if (ticket === undefined) return { status: 404 };
    if (part === 'comments') {
      const notes = ticket.notes.map((note) => ({ html_body: note.text, attachments: [] }));
      const files = ticket.files.map(({ name }) => ({ html_body: '', attachments: [{ file_name: name }] }));
      return { status: 200, json: { comments: [...notes, ...files] } };
    }
    return method === 'PUT' ? update(ticket, json) : { status: 200, json: { ticket: shown(ticket) } };
  }

  return {
    fields: { email: 'agent@acme.example' },
    secrets: { token: 'zd-token' },
    client: '4711',
    closed: 'solved',
    tickets,
    answer,
  };
}

const shown = (ticket: DoubleTicket) => ({
  id: Number(ticket.reference),
  external_id: ticket.case,
  requester_id: Number(ticket.client),
  status: ticket.status,
});
