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

/** A double of Jira Cloud with a service project: documents instead of text, transitions instead of a status, JQL. */
export function jira(): Vendor {
  const tickets: DoubleTicket[] = [];

  function create(json: unknown): Reply {
    const fields = at(json, 'fields');
    const details = readDocument(at(fields, 'description'));
    const isRight = details !== undefined && !/[\r\n]/.test(text(fields, 'summary'));
    if (!isRight || text(fields, 'project', 'key') === '' || text(fields, 'issuetype', 'name') === '')
      return { status: 400 };
    const made = ticketOf({
      reference: `${text(fields, 'project', 'key')}-${tickets.length + 1}`,
      client: text(fields, 'project', 'key'),
      case: text(fields, 'labels', 1),
      subject: text(fields, 'summary'),
      details,
      priority: text(fields, 'priority', 'name'),
      status: 'Waiting for support',
    });
    tickets.push(made);
    return { status: 201, json: { id: '10001', key: made.reference } };
  }

  function search(json: unknown): Reply {
    const [, project, label] =
      /^project = "(\w+)" AND labels = "([^"]+)" ORDER BY created ASC$/.exec(text(json, 'jql')) ?? [];
    if (!Array.isArray(at(json, 'fields'))) return { status: 400 };
    const found = tickets.filter((ticket) => ticket.client === project && ticket.case === label);
    const issues = found.map((ticket) => ({
      key: ticket.reference,
      fields: { labels: ['callcheck', ticket.case] },
    }));
    return { status: 200, json: { issues, isLast: true } };
  }

  function answer(asked: Asked): Reply | undefined {
    const { path, headers, json } = asked;
    if (headers['authorization'] !== basic('bot@acme.example', 'jira-token')) return { status: 401 };
    if (path === '/rest/api/3/issue') return create(json);
    if (path === '/rest/api/3/search/jql') return search(json);
    const [, reference, part] = /^\/rest\/api\/3\/issue\/([A-Z]+-\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const ticket = tickets.find((one) => one.reference === reference);
    if (ticket === undefined) return { status: 404 };
    if (part === 'comment') return comments(ticket, asked);
    if (part === 'transitions') return transitions(ticket, asked);
    if (part === 'attachments') return attach(ticket, asked);
    const fields = {
      project: { key: ticket.client },
      status: { statusCategory: { key: ticket.status === 'Done' ? 'done' : 'new' } },
      attachment: ticket.files.map(({ name }) => ({ filename: name })),
    };
    return { status: 200, json: { key: reference, fields } };
  }

  return {
    fields: { email: 'bot@acme.example' },
    secrets: { token: 'jira-token' },
    client: 'ACME',
    closed: 'Done',
    tickets,
    answer,
  };
}

/** The text of an Atlassian document; undefined when it is none or holds an empty text, which the real one refuses. */
function readDocument(document: unknown): string | undefined {
  if (at(document, 'type') !== 'doc' || at(document, 'version') !== 1) return undefined;
  const content = at(document, 'content');
  if (!Array.isArray(content)) return undefined;
  const lines = content.map((paragraph: unknown) => text(paragraph, 'content', 0, 'text'));
  return lines.some((line) => line === '') ? undefined : lines.join('\n');
}

function comments(ticket: DoubleTicket, { method, json }: Asked): Reply {
  if (method === 'GET')
    return { status: 200, json: { comments: ticket.notes.map((note) => ({ body: note.text })) } };
  const written = readDocument(at(json, 'body'));
  if (written === undefined) return { status: 400 };
  const isInternal = at(json, 'properties', 0, 'value', 'internal') === true;
  ticket.notes.push({
    text: written,
    hidden: text(json, 'properties', 0, 'key') === 'sd.public.comment' && isInternal,
  });
  return { status: 201, json: { id: '1' } };
}

function transitions(ticket: DoubleTicket, { method, json }: Asked): Reply {
  const possible =
    ticket.status === 'Done'
      ? [{ id: '31', name: 'Back to in progress', to: 'In progress' }]
      : [{ id: '41', name: 'Resolve this issue', to: 'Done' }];
  if (method === 'GET') return { status: 200, json: { transitions: possible } };
  const chosen = possible.find(({ id }) => id === at(json, 'transition', 'id'));
  if (chosen === undefined) return { status: 400 };
  ticket.status = chosen.to;
  return { status: 204 };
}

function attach(ticket: DoubleTicket, { headers, form }: Asked): Reply {
  const file = form.get('file');
  if (headers['x-atlassian-token'] !== 'no-check') return { status: 403 };
  if (file?.file === undefined) return { status: 400 };
  ticket.files.push({ name: file.file, bytes: file.bytes });
  return { status: 200, json: [{ filename: file.file }] };
}
