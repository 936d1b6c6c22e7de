import type { MigrationProvider } from 'kysely/migration';
import * as conversations from './0001-conversations.ts';
import * as cases from './0002-cases.ts';
import * as webChat from './0003-web-chat.ts';
import * as dismissedActivities from './0004-dismissed-activities.ts';
import * as handoff from './0005-handoff.ts';
import * as sentReplies from './0006-sent-replies.ts';
import * as webClients from './0006-web-clients.ts';
import * as access from './0007-access.ts';
import * as outbox from './0008-outbox.ts';
import * as api from './0009-api.ts';
import * as upkeep from './0010-upkeep.ts';
import * as teamsPeople from './0011-teams-people.ts';
import * as checks from './0012-checks.ts';
import * as directory from './0013-directory.ts';
import * as campaigns from './0014-campaigns.ts';
import * as alerts from './0015-alerts.ts';
import * as threads from './0016-threads.ts';

/** Every migration, in the order of its name. A released one is never edited; a change is a new file. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001-conversations': conversations,
    '0002-cases': cases,
    '0003-web-chat': webChat,
    '0004-dismissed-activities': dismissedActivities,
    '0005-handoff': handoff,
    '0006-sent-replies': sentReplies,
    '0006-web-clients': webClients,
    '0007-access': access,
    '0008-outbox': outbox,
    '0009-api': api,
    '0010-upkeep': upkeep,
    '0011-teams-people': teamsPeople,
    '0012-checks': checks,
    '0013-directory': directory,
    '0014-campaigns': campaigns,
    '0015-alerts': alerts,
    '0016-threads': threads,
  }),
};
