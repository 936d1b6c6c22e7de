/** Every sentence of the chat page and the widget, in one place so that a translation is one more such object. */
export const words = {
  language: 'en-GB',
  product: 'Callcheck',
  promise: 'Check a caller before you act',
  person: 'Get a person',
  restart: 'Start again',
  chatLabel: 'Chat with Callcheck',
  placeholder: 'Type what happened',
  opening: 'Opening the chat.',
  meanwhile: 'Is a caller waiting? Let them wait, or hang up. Share no codes, no passwords and no screen.',
  slow: 'The chat is taking longer than it should. It keeps trying by itself.',
  lost: 'The line to Callcheck dropped. It comes back by itself, and nothing you wrote is lost.',
  restored: 'The line is back.',
  scriptsOff: 'The chat needs JavaScript, and this browser has it switched off.',
  widgetOpen: 'Suspicious call?',
  widgetClose: 'Close',
  catalogue: 'All the scams we know',
  privacy: 'What we keep about you',
  alertLabel: 'Alert to all staff',
  alertFrom: 'Alert to all staff',
  alertMore: 'What they want, and what to do',
  alertHad: 'I’ve had this call',
  alertRead: 'Got it',
  alertHide: 'Hide',
  missingHeading: 'The chat window could not be installed',
  missingStill: 'Still works: Teams, and the chat in a terminal (npm run -s chat).',
  missingStaff: 'On a call right now? Hang up, then ask a person.',
  missingDetail: 'For whoever runs this server',
} as const;

/** What to do when the chat does not work. The desk's phone, when there is one, comes after it. */
export function describeFallback(desk: { name: string; phone: string | undefined }): string {
  return `Chat not working? Hang up and ${desk.phone === undefined ? 'ask' : 'ring'} ${desk.name}.`;
}
