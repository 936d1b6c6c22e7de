import type { AlertWords } from '../../dialog/alert.ts';
import { sentence, wordingFor } from '../../dialog/words.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { Campaign } from './campaign.ts';

const mostRequests = 3;
const mostSteps = 4;

/** The words of an alert about a campaign, all of them from the knowledge: nothing that staff or a caller wrote is in it. */
export function alertWords(
  campaign: Campaign,
  knowledge: Knowledge,
  language: string,
  desk: string,
): AlertWords {
  const wording = wordingFor(language, knowledge.wording);
  const say = (key: string, slots: Record<string, string> = {}): string =>
    sentence(wording, `campaign.${key}`, { desk, ...slots });
  const scam = knowledge.scams.find(({ id }) => id === campaign.scam);
  const who = knowledge.authorities.find(({ id }) => id === campaign.authority)?.names[0];
  const asked = campaign.requests
    .flatMap((id) => knowledge.signals.find((signal) => signal.id === id)?.title ?? [])
    .slice(0, mostRequests);
  return {
    title: scam?.title ?? say('title'),
    text: [
      say('about'),
      ...(scam ? [scam.summary] : []),
      ...(who === undefined ? [] : [say('claims', { who })]),
      ...(asked.length === 0 ? [] : [say('asks', { asked: asked.join('. ') })]),
    ].join(' '),
    steps: [...(scam?.do ?? [say('hang-up'), say('ring-back')]).slice(0, mostSteps), say('tell')],
  };
}
