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

/** A double of Freshdesk: the key as user name, HTML bodies, a search by tag in double quotes, files in private notes. */
export function freshdesk(): Vendor {
  const tickets: DoubleTicket[] = [];

  function create(json: unknown): Reply {
    const isRight = ['requester_id', 'priority', 'status', 'source'].every((name) => isNumber(json, name));
    if (!isRight || at(json, 'unique_external_id') !== undefined)
      return { status: 400, json: { description: 'Validation failed' } };
    const made = ticketOf({
      reference: String(40 + tickets.length),
      client: String(at(json, 'requester_id')),
      case: text(json, 'tags', 1),
      subject: text(json, 'subject'),
      details: text(json, 'description'),
      priority: String(at(json, 'priority')),
      status: String(at(json, 'status')),
    });
    tickets.push(made);
    return { status: 201, json: { id: Number(made.reference) } };
  }

  function search(query: string): Reply {
    const tag = /^"tag:'([^']+)'"$/.exec(query)?.[1];
    if (tag === undefined) return { status: 400 };
    const results = tickets
      .filter((ticket) => ticket.case === tag)
      .map((ticket) => ({ id: Number(ticket.reference), tags: ['callcheck', ticket.case] }));
    return { status: 200, json: { total: results.length, results } };
  }

  function answer(asked: Asked): Reply | undefined {
    const { method, path, query, headers, json } = asked;
    if (headers['authorization'] !== basic('fd-key', 'X')) return { status: 401 };
    if (path === '/api/v2/tickets' && method === 'POST') return create(json);
    if (path === '/api/v2/search/tickets') return search(query.get('query') ?? '');
    const [, reference, part] = /^\/api\/v2\/tickets\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const ticket = tickets.find((one) => one.reference === reference);
    if (ticket === undefined) return { status: 404 };
    if (part === 'notes') return addNote(ticket, asked);
    if (part === 'conversations') {
      const notes = ticket.notes.map((note) => ({ body: note.text, private: true, attachments: [] }));
      const files = ticket.files.map(({ name }) => ({ body: '', private: true, attachments: [{ name }] }));
      return { status: 200, json: [...notes, ...files] };
    }
    if (method === 'PUT') ticket.status = String(at(json, 'status'));
    return {
      status: 200,
      json: { id: Number(reference), requester_id: Number(ticket.client), status: Number(ticket.status) },
    };
  }

  return { fields: {}, secrets: { apiKey: 'fd-key' }, client: '88', closed: '5', tickets, answer };
}

function addNote(ticket: DoubleTicket, { json, form }: Asked): Reply {
  const file = form.get('attachments[]');
  if (file?.file !== undefined) {
    if (form.get('private')?.text !== 'true') return { status: 400 };
    ticket.files.push({ name: file.file, bytes: file.bytes });
  } else ticket.notes.push({ text: text(json, 'body'), hidden: at(json, 'private') === true });
  return { status: 201, json: { id: 1 } };
}
