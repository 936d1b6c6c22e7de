import type {
  Authority,
  CallbackAdvice,
  Knowledge,
  NumberRule,
  Playbook,
  Question,
  ReportingRoute,
  Scam,
  Signal,
  Upkeep,
} from '../domain/knowledge.ts';

/** Each entry with this id, laid out for people; empty when there is none. One id may name several kinds of entry. */
export function explainEntry(id: string, knowledge: Knowledge): string[] {
  const named = <Entry extends { id: string }>(entries: readonly Entry[], show: (entry: Entry) => string) =>
    entries.filter((entry) => entry.id === id).map(show);
  return [
    ...named(knowledge.scams, (scam) => showScam(scam, knowledge)),
    ...named(knowledge.authorities, showAuthority),
    ...named(knowledge.reporting, showRoute),
    ...named(knowledge.signals, showSignal),
    ...named(knowledge.questions, showQuestion),
    ...named(knowledge.playbooks, showPlaybook),
    ...named(knowledge.advice, showAdvice),
    ...named(knowledge.numbers, showNumber),
  ];
}

/** Every id that can be explained. */
export function explainable(knowledge: Knowledge): string[] {
  const { scams, authorities, reporting, signals, questions, playbooks, advice, numbers } = knowledge;
  return [scams, authorities, reporting, signals, questions, playbooks, advice, numbers].flatMap((entries) =>
    entries.map(({ id }) => id),
  );
}

function showScam(scam: Scam, { reporting }: Knowledge): string {
  return page(
    `${scam.title} (scam ${scam.id}, ${scam.status})`,
    [scam.summary],
    section('What callers say', scam.callersSay),
    section('How staff tell it', scam.staffSay),
    section(
      'What tells it from others',
      Object.entries(scam.signals).map(([signal, strength]) => `${signal}: ${strength}`),
    ),
    section('The honest call it copies', [scam.twin.looksLike, ...scam.twin.phrases]),
    section('Say', scam.say),
    section('Do', scam.do),
    section("Don't", scam.dont),
    ...Object.entries(scam.ifHarmed).map(([harm, steps]) => section(`If harm was done: ${harm}`, steps)),
    section(
      'Report to',
      scam.report.map((id) => reporting.find((route) => route.id === id)?.name ?? id),
    ),
    upkeepOf(scam),
  );
}

function showAuthority(authority: Authority): string {
  return page(
    `${authority.names[0]} (authority ${authority.id}, ${authority.region})`,
    section('Names', authority.names),
    section('They will', authority.willDo),
    section('They will never', authority.neverDo),
    section('How to check', [authority.verifyBy]),
    upkeepOf(authority),
  );
}

function showRoute(route: ReportingRoute): string {
  return page(
    `${route.name} (reporting ${route.id}, ${route.regions.join(' ')})`,
    [route.when],
    section(
      'How',
      route.how.map(({ type, value }) => `${type}: ${value}`),
    ),
    upkeepOf(route),
  );
}

function showSignal(signal: Signal): string {
  return page(
    `${signal.title} (signal ${signal.id})`,
    [signal.rule],
    section('Risk of the request', signal.requestRisk ? [signal.requestRisk] : []),
    section('Heard as', signal.heard),
    section('Denied by', signal.denied),
    upkeepOf(signal),
  );
}

function showQuestion(question: Question): string {
  return page(
    `${question.text} (question ${question.id})`,
    section('Help', [question.help]),
    section('Why it is asked', [question.why]),
    section(
      'Answers',
      question.choices.map(({ label }) => label),
    ),
    section('Settles', question.settles),
  );
}

function showPlaybook(playbook: Playbook): string {
  return page(
    `${playbook.title} (playbook ${playbook.id}, ${playbook.harm}, ${playbook.priority})`,
    section('Staff do now', playbook.staff),
    section(
      'Afterwards',
      playbook.steps.map(({ who, action, within }) => `${who}, ${within}: ${action}`),
    ),
    section("Don't", playbook.dont),
    section('Heard as', playbook.heard),
    upkeepOf(playbook),
  );
}

function showAdvice(advice: CallbackAdvice): string {
  return page(
    `${advice.title} (advice ${advice.id}, ${advice.regions.join(' ')})`,
    [advice.step],
    section('Why', [advice.why]),
    section('What it cannot do', advice.limits),
    section('Shown when the caller says they are', advice.authorities),
    section('Shown after', advice.signals),
    upkeepOf(advice),
  );
}

function showNumber(rule: NumberRule): string {
  return page(
    `${rule.title} (number ${rule.id})`,
    [rule.proves],
    section('Told by more than its form', rule.ranges),
    upkeepOf(rule),
  );
}

function upkeepOf({ sources, owner, reviewed, reviewBy }: Upkeep): string[] {
  const read = sources.map(
    ({ title, publisher, url, checked }) => `${title}, ${publisher}, read ${checked}: ${url}`,
  );
  return [
    ...section('Sources', read),
    '',
    `Kept by ${owner}. Reviewed ${reviewed}, to be reviewed again by ${reviewBy}.`,
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  - ${line}`)];
}

function page(heading: string, ...parts: readonly (readonly string[])[]): string {
  return [heading, ...parts.flat()].join('\n');
}
