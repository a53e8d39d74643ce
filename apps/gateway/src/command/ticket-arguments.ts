import { userInfo } from 'node:os';
import { parseOptions, refuseMore, required, UsageError, type Parsed } from '@troupe/agent-sdk/command';

/** What `npm run tickets` was asked for. */
export type TicketsRequest = { readonly json: boolean } & (
  | {
      readonly command: 'open';
      /** A file with what the customer says, or `-` for the standard input. */
      readonly file: string;
      readonly customer: string;
      readonly subject: string | null;
      readonly channel: string | null;
      readonly wait: boolean;
      /** The request that is sent again. */
      readonly request: string | undefined;
    }
  | { readonly command: 'show'; readonly conversation: string }
);

/** How it is used. */
export const TICKETS_USAGE = `usage: npm run tickets -- <command>

  open <file | ->      open a ticket with what the file says
  show <conversation>  where it stands, and what happened

  --customer <id>   who says it; default: the user of this process
  --subject <text>  what they call it
  --channel <name>  where it was said
  --wait            stay until it is told from others
  --request <id>    send that request again, of which nobody knows whether it arrived
  --json            one JSON document instead of text

GATEWAY_URL is where the gateway listens (default http://127.0.0.1:8080).
Exit codes: 0 done; 1 refused, or the gateway is away; 2 this text.`;

const OPTIONS = {
  customer: { type: 'string' },
  subject: { type: 'string' },
  channel: { type: 'string' },
  wait: { type: 'boolean', default: false },
  request: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const opening = (file: string | undefined, values: Parsed<typeof OPTIONS>['values']): TicketsRequest => {
  const { customer = userInfo().username, subject = null, channel = null, wait, request, json } = values;
  return { command: 'open', file: required('the <file>', file), customer, subject, channel, wait, request, json };
};

/** Reads the command line. @throws UsageError */
export const readTicketArguments = (args: readonly string[]): TicketsRequest => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [command, first, ...more] = positionals;
  refuseMore(more);
  if (command === 'open') return opening(first, values);
  if (command === 'show')
    return { command: 'show', conversation: required('the <conversation>', first), json: values.json };
  throw new UsageError(command === undefined ? 'the <command> is missing' : `there is no command '${command}'`);
};
