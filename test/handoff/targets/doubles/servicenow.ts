import {
  at,
  basic,
  text,
  ticketOf,
  type Asked,
  type DoubleTicket,
  type Reply,
  type Vendor,
} from './double.ts';

/** A double of ServiceNow's Table and Attachment API: encoded queries, journal fields that only grow, files as bare bodies. */
export function servicenow(): Vendor {
  const tickets: DoubleTicket[] = [];
  const company = 'c0ffee00c0ffee00c0ffee00c0ffee00';

  function create({ query, json }: Asked): Reply {
    if (query.get('sysparm_exclude_reference_link') !== 'true') return { status: 400 };
    const made = ticketOf({
      reference: `${tickets.length}`.padStart(32, 'a'),
      // An unknown company is dropped without a word.
      client: text(json, 'company') === company ? company : '',
      case: text(json, 'correlation_id'),
      subject: text(json, 'short_description'),
      details: text(json, 'description'),
      priority: `${text(json, 'impact')}/${text(json, 'urgency')}`,
      status: '1',
    });
    if (made.subject.length > 160) return { status: 400 };
    tickets.push(made);
    return { status: 201, json: { result: { sys_id: made.reference, number: 'INC0010001' } } };
  }

  function attachments({ method, query, headers, body }: Asked): Reply {
    const wanted =
      query.get('table_sys_id') ?? /table_sys_id=(\w+)$/.exec(query.get('sysparm_query') ?? '')?.[1];
    const ticket = tickets.find((one) => one.reference === wanted);
    if (ticket === undefined) return { status: 404 };
    if (method === 'GET')
      return { status: 200, json: { result: ticket.files.map(({ name }) => ({ file_name: name })) } };
    if (query.get('table_name') !== 'incident' || !headers['content-type']?.startsWith('image/'))
      return { status: 400 };
    ticket.files.push({ name: query.get('file_name') ?? '', bytes: body });
    return { status: 201, json: { result: {} } };
  }

  function answer(asked: Asked): Reply | undefined {
    const { method, path, query, headers, json } = asked;
    if (headers['authorization'] !== basic('callcheck', 'sn-secret')) return { status: 401 };
    if (path.startsWith('/api/now/attachment')) return attachments(asked);
    if (path === '/api/now/table/incident' && method === 'POST') return create(asked);
    if (path === '/api/now/table/incident') {
      const wanted = /^correlation_id=([^^]+)\^/.exec(query.get('sysparm_query') ?? '')?.[1];
      const found = tickets.filter((ticket) => ticket.case === wanted);
      return {
        status: 200,
        json: { result: found.map((one) => ({ sys_id: one.reference, correlation_id: one.case })) },
      };
    }
    const ticket = tickets.find(({ reference }) => path === `/api/now/table/incident/${reference}`);
    if (ticket === undefined) return { status: 404 };
    return method === 'PATCH' ? change(ticket, json) : show(ticket, query);
  }

  return {
    fields: { user: 'callcheck' },
    secrets: { password: 'sn-secret' },
    client: company,
    closed: '6',
    tickets,
    answer,
  };
}

function change(ticket: DoubleTicket, json: unknown): Reply {
  if (at(json, 'work_notes') !== undefined)
    ticket.notes.push({ text: text(json, 'work_notes'), hidden: true });
  const state = text(json, 'state');
  if (state === '6' && (text(json, 'close_code') === '' || text(json, 'close_notes') === ''))
    return { status: 403 };
  if (state !== '') ticket.status = state;
  return { status: 200, json: { result: { sys_id: ticket.reference } } };
}

function show(ticket: DoubleTicket, query: URLSearchParams): Reply {
  const notes = ticket.notes
    .map((note) => `2026-11-22 10:00:00 - Callcheck (Work notes)\n${note.text}\n`)
    .join('\n');
  const asDisplayed = query.get('sysparm_display_value') === 'true';
  const result = { company: ticket.client, state: ticket.status, work_notes: asDisplayed ? notes : '' };
  return { status: 200, json: { result } };
}
