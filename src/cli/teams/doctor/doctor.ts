import type { Config } from '../../../config.ts';
import type { Knowledge } from '../../../domain/knowledge.ts';
import { listOverdue } from '../../../knowledge/upkeep.ts';
import type { Settings } from '../../../settings/schema.ts';
import { packApp } from '../package.ts';
import { checkChannel } from './channel.ts';
import { checkEndpoint } from './endpoint.ts';
import { good, note, readFault, type Finding } from './finding.ts';
import { checkSettings } from './settings.ts';
import { authorityOf, checkToken, type Authority } from './token.ts';

export type Patient = {
  config: Config;
  settings: Settings;
  knowledge: Knowledge;
  version: string;
  /** ISO date: what is overdue on it is told. */
  today: string;
  /** Microsoft's own unless it is played by a double. */
  authority?: Authority;
};

/** Looks at everything between a message in Teams and its answer, in the order in which it would fail. */
export async function examine(patient: Patient): Promise<Finding[]> {
  const { config, settings, knowledge, version, today } = patient;
  const { bot, publicUrl, dataDir, secret } = config;
  const token = bot && (await checkToken(bot, patient.authority ?? authorityOf(bot), secret));
  const endpoint =
    publicUrl === undefined
      ? []
      : await checkEndpoint(publicUrl, token !== undefined && token.kind !== 'unknown');
  const packed = await packApp({ config, settings, wording: knowledge.wording, version, terms: undefined });
  return [
    ...checkSettings({ config, settings }),
    ...(token === undefined ? [] : [token]),
    ...endpoint,
    await checkChannel(dataDir, settings.clients),
    checkKnowledge(knowledge, today),
    // What keeps it from being made is among the settings already.
    ...(packed.kind === 'packed'
      ? [good('The app package can be made: npm run -s teams -- package.')]
      : bot === undefined || !publicUrl?.startsWith('https://')
        ? []
        : packed.faults.map(readFault)),
  ];
}

function checkKnowledge(knowledge: Knowledge, today: string): Finding {
  const late = listOverdue(knowledge, today).length;
  const loaded = `The knowledge is loaded: ${knowledge.scams.length} scams`;
  return late === 0
    ? good(`${loaded}, all reviewed in time.`)
    : note(
        `${loaded}, ${late} entries overdue`,
        'what they say may have changed',
        'npm run -s knowledge -- overdue',
      );
}
