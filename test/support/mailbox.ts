import type { TestContext } from 'node:test';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { portOf } from '../handoff/targets/doubles/double.ts';

export type Mailbox = {
  port: number;
  mails: Email[];
  recipients: string[][];
  answer: () => Error | undefined;
};

/** A real SMTP server that keeps what it gets, as it was sent. */
export async function openMailbox(test: TestContext): Promise<Mailbox> {
  const box: Mailbox = { port: 0, mails: [], recipients: [], answer: () => undefined };
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('wrong password')),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const refused = box.answer();
        if (refused !== undefined) return done(refused);
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          box.mails.push(mail);
          box.recipients.push(session.envelope.rcptTo.map(({ address }) => address));
          done(null, 'kept');
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  box.port = portOf(server.server);
  return box;
}
