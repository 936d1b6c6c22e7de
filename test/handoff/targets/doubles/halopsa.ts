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

/** A double of HaloPSA: OAuth client credentials, bodies that are lists, https://halopsa.com/apidoc/. */
export function halopsa(): Vendor {
  const tickets: DoubleTicket[] = [];
  const find = (reference: unknown): DoubleTicket | undefined =>
    tickets.find((ticket) => ticket.reference === String(reference));
  function changeTicket(body: unknown): Reply {
    const known = find(at(body, 'id'));
    if (known !== undefined) {
      known.status = String(at(body, 'status_id'));
      return { status: 201, json: shown(known) };
    }
    if (!isNumber(body, 'client_id') || !isNumber(body, 'tickettype_id')) return { status: 400 };
    const made = ticketOf({
      reference: String(1000 + tickets.length),
      client: String(at(body, 'client_id')),
      case: /\[(CC-[^\]]+)\]$/.exec(text(body, 'summary'))?.[1] ?? '',
      subject: text(body, 'summary'),
      details: text(body, 'details_html'),
      priority: String(at(body, 'priority_id')),
      status: '1',
    });
    tickets.push(made);
    return { status: 201, json: shown(made) };
  }

  function addAction(body: unknown): Reply {
    const ticket = find(at(body, 'ticket_id'));
    if (ticket === undefined || text(body, 'outcome') === '') return { status: 400 };
    ticket.notes.push({ text: text(body, 'note_html'), hidden: at(body, 'hiddenfromuser') === true });
    return { status: 201, json: [{ id: ticket.notes.length, ticket_id: Number(ticket.reference) }] };
  }

  function addFile(body: unknown): Reply {
    const ticket = find(at(body, 'ticket_id'));
    const data = /^data:[^;]+;base64,(.*)$/.exec(text(body, 'data_base64'))?.[1];
    if (ticket === undefined || data === undefined) return { status: 400 };
    ticket.files.push({ name: text(body, 'filename'), bytes: Buffer.from(data, 'base64') });
    return { status: 201, json: [{ id: ticket.files.length }] };
  }

  function answer({ method, path, query, headers, body, json }: Asked): Reply | undefined {
    if (path === '/auth/token') {
      const form = new URLSearchParams(body.toString());
      const isRight =
        form.get('grant_type') === 'client_credentials' && form.get('client_secret') === 'halo-secret';
      return isRight
        ? { status: 200, json: { access_token: 'halo-token', expires_in: 3600 } }
        : { status: 401 };
    }
    if (headers['authorization'] !== 'Bearer halo-token') return { status: 401 };
    const [, api, what, reference] = path.split('/');
    if (api !== 'api') return undefined;
    if (method === 'POST') {
      if (!Array.isArray(json)) return { status: 400, json: { message: 'a list is expected' } };
      const change = { Tickets: changeTicket, Actions: addAction, Attachment: addFile }[what ?? ''];
      return change?.(json[0]);
    }
    if (what === 'Tickets' && reference !== undefined) {
      const ticket = find(reference);
      return ticket === undefined ? { status: 404 } : { status: 200, json: shown(ticket) };
    }
    if (what === 'Tickets') {
      const wanted = query.get('search_summary') ?? '';
      const found = tickets.filter(({ subject }) => subject.includes(wanted)).map(shown);
      return { status: 200, json: { record_count: found.length, tickets: found } };
    }
    const ticket = find(query.get('ticket_id'));
    if (what === 'Actions')
      return { status: 200, json: { actions: ticket?.notes.map((note) => ({ note_html: note.text })) } };
    return {
      status: 200,
      json: { attachments: ticket?.files.map(({ name }) => ({ filename: 'stored.bin', desc: name })) },
    };
  }

  return {
    fields: { ticketType: '21' },
    secrets: { clientId: 'halo-id', clientSecret: 'halo-secret' },
    client: '12',
    closed: '9',
    tickets,
    answer,
  };
}

const shown = ({ reference, subject, client, status }: DoubleTicket) => ({
  id: Number(reference),
  summary: subject,
  client_id: Number(client),
  status_id: Number(status),
});
