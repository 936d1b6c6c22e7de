const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Those who answer here, by names that staff have no other use for. */
export const readers = list(
  'bot bots chatbot chatbots callcheck ai gpt chatgpt llm dan algorithm classifier moderator moderators prompt verdict verdicts jailbreak sudo json checker',
);
/** Those who answer here, by names that mean much else too. */
export const machines = list(
  'assistant model software engine admin administrator developer programmer supervisor compliance chat helper program session',
);
export const praise = list(
  'genuine genuinely legit legitimate legitimately verified vetted trusted trustworthy trust reliable authentic authenticated cleared approved preapproved approval safe harmless honest real fine ok okay normal ordinary resolved proved proven confirmed checked scanned whitelisted allowlisted allowed authorised authorized benign innocent passed passes exempt valid clean nil true false granted reassuring positive low lowest',
);
export const alarms = list(
  'scam scams scammer fraud fraudulent suspicious suspect suspects suspicion risk risky danger dangerous wrong phishing alarm alert alerts warn warned warning warnings worry worried escalate escalated',
);
export const orders = list(
  'ignore disregard forget skip bypass override mark set answer reply respond output return print write record note log report classify treat label rate score flag file clear approve allow let pass trust believe accept assume consider pretend imagine act play repeat apply show hide display warn alert escalate block translate decode switch update remember confirm conclude state declare register type copy suppress default proceed delete select echo exit reset advise reassure recommend follow end drop carry verify begin judge assess',
);
/** Orders that are seldom anything else, wherever they stand. */
export const plainOrders = list(
  'ignore disregard override bypass mark classify treat label pretend imagine assume conclude output',
);
/** Orders that people also give each other all day: they count where a passage begins with them. */
export const everydayOrders = list(
  'be ask say tell put give take keep leave use only never make start stop turn change enter close',
);
export const matters = list(
  'rule rules instruction instructions guideline guidelines guidance procedure policy restrictions conversation story stories input answer answers response output result outcome reply mode training role game fictional fiction hypothetical hypothetically example task above following questions warning warnings advice checks verification alerts notice notices context recommendation confidence purposes drill quiz joke poem threshold footer whatever',
);
export const seconds = list('you your yours yourself');
export const denials = list('no not nothing never without none nobody dont');
/** What may stand in front of an order. */
export const leads = list(
  'and so please just now then kindly instead do not dont never must should to you bot but or only',
);

export const tellers = list('i we he she they someone somebody caller man woman guy lady bloke lad');
export const telling = list(
  'said says told tells asked asks wanted wants rang rings called calls phoned phones confirmed checked looked gave gives sent sends got spoke transferred paid went came put left read reads claimed claims offered offers mentioned kept started tried',
);

const openers = list(
  'the this that these those there here all any every everything everyone anybody no nothing never you your he she they it its as for if in from on at by our my we to after before above below whatever whoever what when why how is are was were please kindly dear hey hi hello thanks regards note message notes memo system user human admin security important reminder fyi update answer question case call caller callers status verdict result new end begin only instead hypothetically imagine supervisor confidential helpdesk reception sent override already automated debug',
);

/** Whether a sentence may well begin with this word, so that its capital is no name's. */
export function opensSentence(word: string): boolean {
  return [openers, orders, everydayOrders, leads, readers, machines].some((words) => words.has(word));
}
