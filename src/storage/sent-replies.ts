import type { Kysely } from 'kysely';
import type { Storage } from './port.ts';
import type { Tables } from './tables.ts';

/** What other companies' channels took from us, on any engine that Kysely speaks to. */
export function sentRepliesIn(db: Kysely<Tables>): Pick<Storage, 'readSentReply' | 'keepSentReply'> {
  return {
    async readSentReply(conversation, reply) {
      return await db
        .selectFrom('sent_replies')
        .select(['activity', 'digest'])
        .where('conversation', '=', conversation)
        .where('reply', '=', reply)
        .executeTakeFirst();
    },

    async keepSentReply(conversation, reply, sent) {
      await db
        .insertInto('sent_replies')
        .values({ conversation, reply, ...sent })
        .onConflict((conflict) => conflict.columns(['conversation', 'reply']).doUpdateSet(sent))
        .execute();
    },
  };
}
