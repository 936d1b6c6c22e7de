/** Whether the bot can speak to somebody: `removed` and `blocked` are theirs to undo, `disabled` their administrator's. */
export type TeamsReachable = 'yes' | 'removed' | 'blocked' | 'disabled';

/** Somebody as their own personal chat with the bot made them known. `id` is who they are in their tenant, `user` who they are to this bot. */
export type SeenInTeams = {
  client: string;
  tenant: string;
  /** Their object id in the tenant's directory. */
  id: string;
  /** As the channel names them to this bot: `29:...`. */
  user: string;
  name: string;
  /** Our key of their personal chat with the bot. */
  conversation: string;
  /** How the channel finds that chat again; opaque to all but the channel. */
  reference: unknown;
  language: string;
  seenAt: string;
};

/** `since` is when `reachable` became what it is. `login` is what they sign in with; null until the roster told it. */
export type TeamsPerson = SeenInTeams & { login: string | null; reachable: TeamsReachable; since: string };

/** Who has the bot in Teams. Rows come from personal chats only, one for each person of a client. */
export type TeamsStorage = {
  /** They wrote or came: their chat is as given and can be reached. A login that is known stays. What is older than the last time changes nothing. */
  keepTeamsPerson(person: SeenInTeams): Promise<void>;
  keepTeamsLogin(conversation: string, login: string): Promise<void>;
  /** What happened before they were last seen changes nothing. */
  markTeamsPerson(conversation: string, reachable: TeamsReachable, at: string): Promise<void>;
  readTeamsPerson(client: string, id: string): Promise<TeamsPerson | undefined>;
  teamsPersonIn(conversation: string): Promise<TeamsPerson | undefined>;
  /** By name; those who cannot be reached too. */
  listTeamsPeople(client: string): Promise<readonly TeamsPerson[]>;
};
