/** A frame of somebody else than Teams never answers; whoever waits is offered another way meanwhile. */
const patienceMs = 8_000;

/** What Teams says of who is signed in there, as a token for this server. Rejects outside Teams, and when Teams gives none. */
export async function askTeamsForToken(): Promise<string> {
  if (window === window.parent) throw new Error('This page is not inside Teams.');
  return await Promise.race([ask(), giveUp()]);
}

/** Outside Teams its library is not even loaded. */
async function ask(): Promise<string> {
  const { askTeams } = await import('./ask.ts');
  return await askTeams();
}

function giveUp(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`Teams did not answer within ${patienceMs} ms.`)), patienceMs);
  });
}
