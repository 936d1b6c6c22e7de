import { app, authentication } from '@microsoft/teams-js';

/** What Teams says of who is signed in there. Only for a page in a frame: the library asks its maker for a list once it is loaded. */
export async function askTeams(): Promise<string> {
  await app.initialize();
  void app.notifySuccess();
  return await authentication.getAuthToken();
}
