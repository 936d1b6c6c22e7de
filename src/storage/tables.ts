import type { Generated } from 'kysely';

/**
 * The rows as they lie in the database, the same on every engine: JSON as text, times as ISO 8601 text, yes/no as 1/0.
 * Column names are the property names with underscores.
 */
export type Tables = {
  conversations: {
    id: string;
    client: string;
    state: string;
    version: number;
    updated_at: string;
    reference: string | null;
  };
  handled_activities: {
    conversation: string;
    activity: string;
    handled_at: string;
    effects: string;
    delivered: number;
    channel: string;
  };
  cases: {
    id: string;
    client: string;
    conversation: string;
    opened_at: string;
    priority: string;
    status: 'waiting' | 'accepted' | 'closed';
    technician_id: string | null;
    technician_name: string | null;
    accepted_at: string | null;
    closed_at: string | null;
    brief: string;
    closing: string;
    version: number;
  };
  case_events: { case_id: string; position: number; at: string; kind: string; by: string; detail: string };
  messages: {
    conversation: string;
    id: string;
    position: number;
    at: string;
    sender: 'staff' | 'bot' | 'technician';
    name: string | null;
    text: string;
    files: string;
    earlier: string;
  };
  audit: {
    position: Generated<number>;
    at: string;
    who: string;
    what: string;
    about: string;
    detail: string;
  };
  outbox: {
    id: string;
    target: string;
    topic: string;
    payload: string;
    created_at: string;
    /** Empty when it is about no case. */
    case_id: string;
    position: number;
    attempts: number;
    next_at: string | null;
    leased_until: string | null;
    delivered_at: string | null;
    dead_at: string | null;
    last_error: string | null;
  };
  tickets: {
    case_id: string;
    target: string;
    reference: string;
    url: string | null;
    state: 'open' | 'closed';
  };
  outbox_steps: {
    case_id: string;
    target: string;
    step: string;
    begun_at: string;
    done_at: string | null;
  };
  people: {
    id: string;
    name: string;
    login: string | null;
    role: string;
    clients: string;
    role_by_hand: string | null;
    clients_by_hand: string | null;
    first_seen_at: string;
    last_seen_at: string;
  };
  desk_sessions: {
    id_hash: string;
    person: string;
    means: 'provider' | 'link';
    browser_hash: string;
    created_at: string;
    active_at: string;
  };
  api_keys: {
    id: string;
    secret_hash: string;
    name: string;
    client: string;
    scopes: string;
    created_at: string;
    revoked_at: string | null;
    last_used_at: string | null;
  };
  /** What a key asked for under its own word for it, so that it is done once. */
  api_requests: { key_id: string; request: string; digest: string; at: string };
  call_records: {
    id: string;
    key_id: string;
    call: string;
    client: string;
    number: string | null;
    direction: 'inbound' | 'outbound';
    started_at: string;
    ended_at: string | null;
    extension: string | null;
    person: string | null;
    recording: string | null;
    received_at: string;
    case_id: string | null;
  };
  /** `id` is who they are in their tenant, `user_id` who they are to this bot. */
  teams_people: {
    client: string;
    tenant: string;
    id: string;
    user_id: string;
    name: string;
    login: string | null;
    conversation: string;
    reference: string;
    language: string;
    reachable: 'yes' | 'removed' | 'blocked' | 'disabled';
    since: string;
    seen_at: string;
  };
  /** `activity` is the id that the channel gave; `digest` tells whether the reply has changed since. */
  sent_replies: { conversation: string; reply: string; activity: string; digest: string };
  web_conversations: {
    id: string;
    client: string;
    user_id: string;
    created_at: string;
    /** The last position, revision and time (milliseconds since 1970) given out, so that all three only grow. */
    last_position: number;
    last_revision: number;
    last_at_ms: number;
  };
  activities: {
    conversation: string;
    id: string;
    client_id: string | null;
    position: number;
    revision: number;
    at: string;
    sender: 'user' | 'bot';
    body: string;
    dismissed: number;
  };
  files: {
    id: string;
    conversation: string;
    client: string;
    name: string;
    type: string;
    bytes: number;
    sha256: string;
    by: string;
    kept_at: string;
  };
  campaigns: { id: string; opened_at: string };
  sightings: {
    case_id: string;
    case_version: number;
    client: string;
    at: string;
    reporter: string;
    print: string;
    subject: string;
    campaign: string | null;
  };
  alerts: {
    id: string;
    client: string;
    campaign: string | null;
    content: string;
    groups: string;
    status: 'draft' | 'approved' | 'withdrawn';
    drafted_by: string;
    drafted_at: string;
    approved_by: string;
    approved_at: string | null;
    expires_at: string | null;
    withdrawn_by: string;
    withdrawn_at: string | null;
    version: number;
  };
  /** One alert for one person. */
  alert_deliveries: {
    alert: string;
    person: string;
    way: 'teams' | 'chat' | 'email';
    login: string | null;
    conversation: string | null;
    state: 'sending' | 'sent' | 'held' | 'unreachable' | 'unknown' | 'missed';
    why: string | null;
    claimed_at: string | null;
    settled_at: string | null;
    answer: string | null;
    answered_at: string | null;
  };
  threads: {
    case_id: string;
    target: string;
    conversation: string;
    activity: string;
    digest: string;
    technicians: string;
    from_position: number;
    doubt_at: string | null;
  };
  thread_posts: {
    case_id: string;
    target: string;
    message: string;
    activity: string | null;
    digest: string;
  };
  /** `words_activity` is the turn that showed the words, while they count. */
  checks: {
    id: string;
    kind: string;
    client: string;
    conversation: string;
    case_id: string | null;
    person_id: string;
    person_name: string | null;
    person_channel: string;
    language: string;
    about: string | null;
    stage: string;
    asked_at: string;
    due_at: string;
    technician_id: string | null;
    technician_name: string | null;
    words: string | null;
    words_activity: string | null;
    asked: string;
    outcome: string | null;
  };
  check_questions: {
    check_id: string;
    asked: string;
    conversation: string;
    answer: 'yes' | 'no' | 'unsure' | null;
    stage: 'open' | 'shown' | 'closed';
  };
  /** Holds a row within the transactions that may delete evidence, and never outside them. */
  purging: { id: number };
  directory_entries: {
    id: string;
    client: string;
    kind: 'number' | 'colleague';
    name: string;
    authority: string | null;
    number: string | null;
    login: string | null;
    deputy: string | null;
    source: string;
    owner: string;
    since: string;
    review_by: string;
    passphrase_hash: string | null;
    /** What no two entries of a client share. */
    mark: string;
    version: number;
    proposed_by: string;
    approved_by: string;
    approved_at: string;
  };
  /** `position` is the place within what was proposed together. */
  directory_proposals: {
    id: string;
    client: string;
    position: number;
    entry: string;
    base_version: number;
    after: string;
    batch: string;
    proposed_by: string;
    proposed_by_name: string;
    proposed_at: string;
  };
  write_probe: { id: number; checked_at: string };
};

/** JSON has no `undefined`; it is stored as `null`. */
export function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

export function fromJson(text: string): unknown {
  return JSON.parse(text);
}
