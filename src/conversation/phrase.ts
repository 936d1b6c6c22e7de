import { readState } from '../dialog/state.ts';
import { readCommand } from '../dialog/typed.ts';
import { sentence, wordingFor } from '../dialog/words.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import type { Storage } from '../storage/port.ts';

type SealPhrase = (
  where: { client: string; conversation: string; language: string },
  typed: string,
) => Promise<{ phrase: 'right' | 'wrong'; text: string } | undefined>;

export type SealOptions = {
  storage: Pick<Storage, 'readConversation'>;
  knowledge: (client: string) => Knowledge;
  /** Whether it is what this colleague agreed with us. */
  compare: (client: string, colleague: string, typed: string) => Promise<boolean>;
};

/**
 * Compares what is typed while a conversation waits for a passphrase, at the edge, so that the words go no further: not into a log, a
 * chat, a case or the dialog. `undefined` when none is waited for, or when it is a command.
 */
export function createSealPhrase({ storage, knowledge, compare }: SealOptions): SealPhrase {
  return async ({ client, conversation, language }, typed) => {
    const stored = await storage.readConversation(conversation);
    const check = stored && readState(stored.state)?.check;
    const colleague = check?.kind === 'passphrase' ? check.record.asked?.id : undefined;
    if (colleague === undefined || typed.trim() === '') return undefined;
    const wording = wordingFor(language, knowledge(client).wording);
    if (readCommand(typed, wording) !== undefined) return undefined;
    const phrase = (await compare(client, colleague, typed)) ? 'right' : 'wrong';
    return { phrase, text: sentence(wording, 'passphrase.typed') };
  };
}
