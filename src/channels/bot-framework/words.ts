import * as z from 'zod';
import { hidden, maskSecrets } from '../../observability/redaction.ts';
import type { Envelope } from './envelope.ts';

/** What somebody typed; `masked` when a secret was hidden in it. */
export type Words = { text: string; masked: boolean };

/** Well over what is listened to, so that the person is told of the cut; masking takes time for each character. */
const longestText = 20_000;

/** The words of a message, without the name that the bot was called by. */
export function wordsOf(activity: Envelope): Words {
  return maskWords(typedIn(activity));
}

/** The same as it was typed, with whatever secret is in it: to be compared with a passphrase, and for nothing else. */
export function typedIn(activity: Envelope): string {
  const { channelId, text } = activity;
  const typed = withoutMentions(activity, text ?? '');
  const plain = channelId === 'msteams' ? fromHtml(typed) : typed;
  return plain
    .replaceAll(/<\/?at[^>]{0,200}>/gi, '')
    .trim()
    .slice(0, longestText);
}

/** Our own web chat hides secrets before it keeps a text; what is left of them is the mark. */
export function maskWords(typed: string): Words {
  const { text, masked } = maskSecrets(typed.trim().slice(0, longestText).toWellFormed());
  return { text, masked: masked || text.includes(hidden) };
}

/** "@Callcheck he wants a code" without the name, also where no entity tells whose it is; others keep theirs. */
function withoutMentions({ entities, recipient }: Envelope, text: string): string {
  const ours = (entities ?? []).flatMap((entity) => {
    const mention = Mention.safeParse(entity);
    return mention.success && mention.data.mentioned.id === recipient.id ? [mention.data.text] : [];
  });
  const spoken = ours.reduce((rest, mention) => rest.replaceAll(mention, ''), text);
  const name = recipient.name?.trim().toLowerCase();
  return spoken.replaceAll(/<at[^>]{0,200}>([^<]{0,200})<\/at>/gi, (_, called: string) =>
    called.trim().toLowerCase() === name ? '' : called,
  );
}
const Mention = z.looseObject({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.looseObject({ id: z.string() }),
});

/** Teams makes the text out of HTML, and leaves these in it. */
function fromHtml(text: string): string {
  return text.replaceAll(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}
const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};
