import type { DeskBrief } from '../../../handoff/desk/api.ts';
import { ticksOf } from '../../../handoff/desk/cases.ts';
import { readBrief } from '../../../handoff/desk/read-brief.ts';
import { subjectOf, timeOf, verdictWords, whoseNumber } from '../../../handoff/targets/details.ts';
import { closingOf } from '../../../handoff/targets/update.ts';
import type { ReadCase } from '../../../storage/port.ts';
import type { TeamsPerson } from '../../../storage/teams-port.ts';
import type { Json } from '../card.ts';
import { actionsFor, linksFor } from './buttons.ts';
import type { Shown } from './shown.ts';
import { inert, inertLine } from './inert.ts';
import { mentionOf } from './mention.ts';
import { outcomeChoices, titles } from './words.ts';

/**
 * A case as technicians see it in their channel, in the order in which they need it: what it is, what has happened, who it is about,
 * what was wanted, and what to do. People's words stand in RichTextBlocks, which know no markdown, and are made inert besides.
 */
export function renderCase(shown: Shown): Json {
  const { found, mentioned } = shown;
  const brief = readBrief(found);
  const mention = mentioned && mentionOf(mentioned);
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    speak: summarise(found),
    body: [
      heading(found),
      ...(mention === undefined ? [] : [{ type: 'TextBlock', text: mention.text, wrap: true }]),
      paragraph([{ text: stateOf(shown), weight: 'bolder' }]),
      ...doubt(shown),
      ...checkBlock(shown),
      ...section(titles.harm, harmOf(brief)),
      ...section(titles.person, personOf(shown, brief)),
      ...section(titles.caller, callerOf(brief)),
      ...section(
        titles.ask,
        brief.ask.map(({ title, words }) => `${inertLine(title)}: “${inertLine(words)}”`),
      ),
      ...section(titles.verdict, verdictOf(brief)),
      ...section(titles.story, brief.story === '' ? [] : [`“${inert(brief.story)}”`]),
      ...section(titles.actions, firstSteps(found, brief)),
      ...linksFor(shown),
    ],
    actions: actionsFor(shown),
    msteams: { width: 'Full', ...(mention !== undefined && { entities: [mention.entity] }) },
  };
}

/** What a notification says of it. */
export function summarise(found: ReadCase): string {
  return inertLine(subjectOf(found), 300);
}

/** Without markdown too: it holds what a caller said of themselves. */
function heading(found: ReadCase): Json {
  const isUrgent = found.priority === 'P1' && found.status !== 'closed';
  const style = found.status === 'closed' ? 'default' : isUrgent ? 'attention' : 'emphasis';
  const title = paragraph([{ text: summarise(found), weight: 'bolder', size: 'large' }]);
  return { type: 'Container', style, bleed: true, items: [title] };
}

function stateOf({ found, clock, timeZone }: Shown): string {
  const { status, priority, technician, acceptedAt, closedAt } = found;
  const who = inertLine(technician?.name ?? '');
  const at = (time: string | null): string => (time === null ? '' : ` ${timeOf(time, timeZone)}`);
  switch (status) {
    case 'waiting': {
      const due = clock.dueAt === null ? '' : ` Somebody should take it by${at(clock.dueAt)}.`;
      return `${priority}. Nobody has it yet.${due}${clock.state === 'missed' ? ' That time is over.' : ''}`;
    }
    case 'accepted':
      return `${priority}. ${who} has it. Taken for the first time:${at(acceptedAt)}.`;
    case 'closed':
      return `Closed by ${who},${at(closedAt)}. ${closingWords(found)}`.trim();
  }
}

function closingWords({ closing, ...found }: ReadCase): string {
  const read = closingOf({ case: found.id, kind: 'closed', at: '', by: '', detail: closing });
  const title = outcomeChoices.find(({ value }) => value === read?.outcome)?.title;
  return [title === undefined ? '' : `${title}.`, inertLine(read?.note ?? '')].join(' ').trim();
}

function doubt({ doubtAt, timeZone }: Shown): Json[] {
  if (doubtAt === null) return [];
  const text = `Something that they said about ${timeOf(doubtAt, timeZone)} may be missing below. The whole chat is at the desk.`;
  return [paragraph([{ text, color: 'warning' }])];
}

function checkBlock({ check }: Shown): Json[] {
  if (check === undefined) return [];
  const about = check.about === null ? '' : ` They say they are “${inertLine(check.about)}”.`;
  const text = `Did you ring them yourself? Press “It’s me” only then: you get three words to say to them. If they rang you, do not press it.${about}`;
  return [
    {
      type: 'Container',
      style: 'warning',
      items: [paragraph([{ text: titles.check, weight: 'bolder' }]), paragraph([{ text }])],
    },
  ];
}

function harmOf({ harm }: DeskBrief): string[] {
  return harm.map(({ title, words }) =>
    words === undefined ? inertLine(title) : `${inertLine(title)}: “${inertLine(words)}”`,
  );
}

function personOf({ clientName, teams }: Shown, { person, live }: DeskBrief): string[] {
  const name = person.name ?? 'Name not known';
  return [
    `${inertLine(name)}, ${inertLine(clientName)}`,
    `To reach them, as they wrote it: ${inertLine(person.contact ?? 'in the chat')}`,
    `Caller still on the line: ${live === 'unsure' ? 'not sure' : live}`,
    ...(teams === undefined ? [] : [reachOf(teams)]),
  ];
}

const unreachable: Readonly<Record<Exclude<TeamsPerson['reachable'], 'yes'>, string>> = {
  removed: 'they removed the app',
  blocked: 'they blocked the bot',
  disabled: 'their administrator switched the bot off',
};

function reachOf({ reachable }: TeamsPerson): string {
  return reachable === 'yes'
    ? 'Can be reached in Teams: yes'
    : `Can be reached in Teams: no, because ${unreachable[reachable]}. Ring them.`;
}

function callerOf({ caller }: DeskBrief): string[] {
  return [
    `Says they are: ${inertLine(caller.claimed ?? 'not said')}`,
    ...(caller.withheld ? ['Number: withheld'] : []),
    ...caller.numbers
      .slice(0, 5)
      .map(({ number, whose }) => `Number: ${inertLine(number)} (${whoseNumber[whose]})`),
  ];
}

function verdictOf({ judgement }: DeskBrief): string[] {
  if (judgement === undefined) return [];
  const { verdict, scam } = judgement;
  return [
    verdictWords[verdict] ?? inertLine(verdict),
    ...(scam === undefined ? [] : [`Looks like: ${inertLine(scam.title)}`]),
  ];
}

const stepsShown = 4;

function firstSteps({ events }: ReadCase, { actions }: DeskBrief): string[] {
  const done = new Set(ticksOf(events).map(({ action }) => action));
  const left = actions.filter(({ id }) => !done.has(id));
  const more = left.length - stepsShown;
  return [
    ...left.slice(0, stepsShown).map(({ text }, place) => `${place + 1}. ${inertLine(text, 300)}`),
    ...(more > 0 ? [`And ${more} more at the desk.`] : []),
  ];
}

function section(title: string, lines: readonly string[]): Json[] {
  if (lines.length === 0) return [];
  return [
    {
      type: 'Container',
      spacing: 'small',
      items: [
        paragraph([{ text: title, weight: 'bolder', size: 'small' }]),
        ...lines.map((text) => ({ ...paragraph([{ text }]), spacing: 'none' })),
      ],
    },
  ];
}

function paragraph(runs: readonly Json[]): Json {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) };
}
