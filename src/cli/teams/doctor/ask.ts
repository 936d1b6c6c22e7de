import * as z from 'zod';

/** What came back: an answer, or why there was none. `code` is Node's word for it. */
export type Answer =
  | { kind: 'answered'; status: number; headers: Headers; body: unknown }
  | { kind: 'silent'; code: string };

const patienceMs = 10_000;

/** One request; no redirect is followed unless asked for. Never rejects. */
export async function ask(
  url: string,
  init: RequestInit = {},
  { timeoutMs = patienceMs }: { timeoutMs?: number } = {},
): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { redirect: 'manual', ...init, signal });
    const text = (await response.text()).slice(0, 100_000);
    return { kind: 'answered', status: response.status, headers: response.headers, body: readBody(text) };
  } catch (error) {
    return { kind: 'silent', code: codeOf(error) };
  }
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `fetch` wraps what happened, and tries several addresses of a name. */
function codeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'ETIMEDOUT';
  return Coded.safeParse(error).data ?? 'EUNKNOWN';
}
const Code = z.looseObject({ code: z.string() }).transform(({ code }) => code);
const Coded = z.union([
  z.looseObject({ cause: Code }).transform(({ cause }) => cause),
  z
    .looseObject({ cause: z.looseObject({ errors: z.array(Code).min(1) }) })
    .transform(({ cause }) => cause.errors[0]),
  Code,
]);
