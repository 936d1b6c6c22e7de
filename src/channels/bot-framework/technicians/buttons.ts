import { readBrief } from '../../../handoff/desk/read-brief.ts';
import type { ReadCase } from '../../../storage/port.ts';
import type { Json } from '../card.ts';
import type { Shown } from './shown.ts';
import { inertLine } from './inert.ts';
import { titleOf } from './named.ts';
import type { Pressed } from './tap.ts';
import { inputs, labels, outcomeChoices, priorityChoices, rightChoices } from './words.ts';

/** What can be done with the case as it is. At most six, as many as Teams shows. */
export function actionsFor({ found, check, takers }: Pick<Shown, 'found' | 'check' | 'takers'>): Json[] {
  const button = (act: Pressed['act'], title: string, more: Partial<Pressed> = {}): Json =>
    execute(found, act, title, more);
  const itsMe = check === undefined ? [] : [button('its-me', labels['its-me'], { check: check.id })];
  const give = takers.length === 0 ? [] : [giveForm(found, takers)];
  switch (found.status) {
    case 'waiting':
      return [...itsMe, button('take', labels.take), ...give, priorityForm(found), closeForm(found)];
    case 'accepted':
      return [
        ...itsMe,
        button('take-over', labels['take-over']),
        button('hand-back', labels['hand-back']),
        ...give,
        priorityForm(found),
        closeForm(found),
      ];
    case 'closed':
      return [button('reopen', labels.reopen)];
  }
}

/** Links that change nothing. */
export function linksFor({ deskUrl, teams, found }: Pick<Shown, 'deskUrl' | 'teams' | 'found'>): Json[] {
  const login = teams?.login ?? null;
  const links = [
    ...(login === null ? [] : [openUrl(labels.chat, chatAddress(login, found))]),
    ...(deskUrl === undefined ? [] : [openUrl(labels.desk, deskUrl)]),
  ];
  return links.length === 0 ? [] : [{ type: 'ActionSet', actions: links }];
}

/** https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
function chatAddress(login: string, found: ReadCase): string {
  const { person } = readBrief(found);
  const greeting = `Hello${person.name === undefined ? '' : ` ${inertLine(person.name)}`}, this is about ${found.id}.`;
  return `https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(login)}&message=${encodeURIComponent(greeting)}`;
}

function openUrl(title: string, url: string): Json {
  return { type: 'Action.OpenUrl', title, url };
}

/** Older clients do not know `Action.Execute` and send the same data as a message. */
function execute(found: ReadCase, act: Pressed['act'], title: string, more: Partial<Pressed> = {}): Json {
  const pressed: Pressed = {
    act,
    case: found.id,
    version: found.version,
    holder: found.technician?.id ?? null,
    ...more,
  };
  const data = { technicians: pressed };
  return {
    type: 'Action.Execute',
    title,
    verb: act,
    data,
    fallback: { type: 'Action.Submit', title, data },
  };
}

/** A card may weigh 28 KB; whoever stands further down can be named in words. */
const takersListed = 60;

function giveForm(found: ReadCase, takers: Shown['takers']): Json {
  const list = takers.slice(0, takersListed).map((taker) => ({ title: titleOf(taker), value: taker.id }));
  return form(
    labels.give,
    [choices('to', inputs.taker, inputs.pickTaker, list)],
    execute(found, 'give', inputs.giveCase),
  );
}

function priorityForm(found: ReadCase): Json {
  return form(
    labels.priority,
    [
      choices('priority', inputs.priority, inputs.pickPriority, priorityChoices, found.priority),
      {
        type: 'Input.Text',
        id: 'why',
        label: inputs.why,
        maxLength: 500,
        isRequired: true,
        errorMessage: inputs.sayWhy,
      },
    ],
    execute(found, 'priority', inputs.setPriority),
  );
}

function closeForm(found: ReadCase): Json {
  return form(
    labels.close,
    [
      choices('outcome', inputs.outcome, inputs.pickOutcome, outcomeChoices),
      choices('right', inputs.right, inputs.pickRight, rightChoices, 'unsure'),
      { type: 'Input.Text', id: 'note', label: inputs.note, isMultiline: true, maxLength: 4000 },
    ],
    execute(found, 'close', inputs.closeCase),
  );
}

function form(title: string, body: readonly Json[], action: Json): Json {
  return { type: 'Action.ShowCard', title, card: { type: 'AdaptiveCard', body, actions: [action] } };
}

function choices(
  id: string,
  label: string,
  errorMessage: string,
  list: readonly { title: string; value: string }[],
  value?: string,
): Json {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'compact',
    isRequired: true,
    errorMessage,
    choices: list,
    ...(value !== undefined && { value }),
  };
}
