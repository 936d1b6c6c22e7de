import * as z from 'zod';
import { ask, type Answer } from './ask.ts';
import { fault, good, unknown, type Finding } from './finding.ts';

/** The pages that Teams shows in tabs. */
const tabs = ['/my-cases', '/desk'] as const;

/**
 * Whether Microsoft and people can reach the server at its public address, and whether it answers as it should. `isOnline`: something
 * else was reached from here, so a name that is not found is really not there.
 */
export async function checkEndpoint(publicUrl: string, isOnline: boolean): Promise<Finding[]> {
  const stranger = await ask(`${publicUrl}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  if (stranger.kind === 'silent') return [tellSilence(publicUrl, stranger.code, isOnline)];
  return [
    readStranger(publicUrl, stranger),
    readReady(publicUrl, await ask(`${publicUrl}/readyz`)),
    ...(await Promise.all(
      tabs.map(async (path) =>
        readTab(`${publicUrl}${path}`, await ask(`${publicUrl}${path}`, { redirect: 'follow' })),
      ),
    )),
  ];
}

type Answered = Extract<Answer, { kind: 'answered' }>;

/** Somebody without a token must be turned away, by us and by nobody in front. */
function readStranger(publicUrl: string, { status, body }: Answered): Finding {
  const url = `${publicUrl}/api/messages`;
  const code = Refused.safeParse(body).data?.error.code;
  const why = 'Microsoft could not bring messages';
  if (status === 401 && code === 'Unauthorized') return good(`${url} answers, and turns strangers away.`);
  if (status === 503 && code === 'NotConfigured')
    return fault(
      `${url} is a server without MicrosoftAppId`,
      why,
      'set MicrosoftAppId and its credentials where the server runs, and start it again',
    );
  if (status >= 300 && status < 400)
    return fault(`${url} sends people elsewhere`, why, 'let the proxy pass /api/messages on as it is');
  if (status === 401 || status === 403)
    return fault(
      `Something in front of ${url} asks for a sign-in`,
      why,
      'let the proxy pass /api/messages on without one: the server checks Microsoft’s tokens itself',
    );
  if (status === 404 || status === 405)
    return fault(`${url} is not there`, why, 'let the proxy pass /api/messages on to this server');
  if (status >= 500)
    return fault(`${url} is broken (status ${status})`, why, 'start the server, and look at its log');
  return fault(
    `${url} answers a stranger with status ${status}`,
    'something else than Callcheck answers there',
    'set PUBLIC_URL to the address of this server',
  );
}
const Refused = z.looseObject({ error: z.looseObject({ code: z.string() }) });

function readReady(publicUrl: string, answer: Answer): Finding {
  const url = `${publicUrl}/readyz`;
  if (answer.kind === 'answered' && answer.status === 200) return good(`${url} says that it can serve.`);
  const checks = answer.kind === 'answered' ? (Ready.safeParse(answer.body).data?.checks ?? {}) : {};
  const failing = Object.keys(checks).filter((name) => checks[name] !== true);
  const which = failing.length === 0 ? '' : ` (${failing.join(', ')})`;
  return fault(
    `${url} does not say that it can serve${which}`,
    'people may get no answer',
    'look at the server’s log',
  );
}
const Ready = z.looseObject({ checks: z.record(z.string(), z.boolean()) });

function readTab(url: string, answer: Answer): Finding {
  const why = 'the tab in Teams stays empty';
  if (answer.kind === 'silent' || answer.status >= 400) {
    const status = answer.kind === 'silent' ? answer.code : `status ${answer.status}`;
    return fault(`${url} cannot be opened (${status})`, why, 'let the proxy pass it on to this server');
  }
  const framing = /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
  const isForbidden = framing === undefined || !/teams\.microsoft\.|\.cloud\.microsoft/.test(framing);
  if (!answer.headers.has('x-frame-options') && !isForbidden) return good(`${url} opens in a tab.`);
  return fault(
    `${url} may not be shown inside Teams`,
    why,
    'let the proxy leave Content-Security-Policy as it is, and set no X-Frame-Options',
  );
}

/** Whoever connects to Microsoft's service must be trusted by everybody's computer. */
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|SSL/;

function tellSilence(publicUrl: string, code: string, isOnline: boolean): Finding {
  const what = `${publicUrl} cannot be reached from here (${code})`;
  const why = 'Microsoft could not bring messages';
  if (certificateCodes.test(code))
    return fault(
      `The certificate of ${publicUrl} is not trusted (${code})`,
      why,
      'use one that a public authority signed for this name, with the certificates in between',
    );
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET')
    return fault(what, why, 'start the server and the proxy in front of it, and open port 443');
  if (code === 'ENOTFOUND' && isOnline)
    return fault(what, why, 'make a DNS entry for the name that everybody on the internet can look up');
  return unknown(
    what,
    'from outside it may be otherwise',
    'run this on a computer that can open it in a browser',
  );
}
