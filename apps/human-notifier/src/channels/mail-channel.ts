import { createTransport } from 'nodemailer';
import { Rejected, type Channel } from './channel.ts';

/** Which server takes mail, from whom and to whom. */
export interface MailOptions {
  /** `smtp://` or `smtps://`, with user and password where it asks for them. */
  readonly url: string;
  readonly from: string;
  /** One address, or several with commas between them. */
  readonly to: string;
}

const TIMEOUT_MS = 10_000;
/** A server that says 5xx will say so again. */
const PERMANENT = 500;

const codeOf = (error: unknown): number =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;

/** Sends mail by SMTP. Its Message-ID derives from the notice, so that a second copy is known as one. */
export const mailChannel = ({ url, from, to }: MailOptions): Channel => {
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  return {
    name: 'mail',
    send: async ({ subject, text, key }) => {
      const messageId = `<${key}@troupe>`;
      try {
        const { response } = await transport.sendMail({ from, to, subject, text, messageId });
        return { proof: response, messageId };
      } catch (error) {
        throw codeOf(error) >= PERMANENT ? new Rejected(String(error), { cause: error }) : error;
      }
    },
  };
};
