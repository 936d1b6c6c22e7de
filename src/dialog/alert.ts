/** An alert to staff as they see it. Somebody at the desk approved these very words. Plain JSON. */
export type AlertWords = {
  /** What the call is about, in one line. */
  title: string;
  /** What the caller says and asks. */
  text: string;
  /** What to do, in order. */
  steps: readonly string[];
};

export type Alert = AlertWords & {
  id: string;
  /** The campaign it warns of; null when somebody wrote it. */
  campaign: string | null;
};

export const alertAnswers = ['got-it', 'had-this-call'] as const;
export type AlertAnswer = (typeof alertAnswers)[number];

/** One that was shown in a conversation, and what the person said to it. */
export type ShownAlert = Alert & { answer: AlertAnswer | null };

/** Why an alert is over. */
export type AlertEnd = 'expired' | 'withdrawn';

export function isShownAlert(value: unknown): value is ShownAlert {
  if (typeof value !== 'object' || value === null) return false;
  const { id, campaign, title, text, steps, answer }: Record<string, unknown> = { ...value };
  return (
    [id, title, text].every(isText) &&
    (campaign === null || isText(campaign)) &&
    Array.isArray(steps) &&
    steps.every(isText) &&
    (answer === null || alertAnswers.some((one) => one === answer))
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
