import { randomUUID } from 'node:crypto';
import { runCommand, type CommandAnswer } from '@troupe/agent-sdk/command';
import type { Conversation } from '../conversations/conversation-reader.ts';
import { contentOf, gatewayUrl, naming, waitUntil } from './asking.ts';
import { createTicketsClient, type TicketsClient } from './client.ts';
import { printConversation } from './print.ts';
import type { RunFeaturesOptions } from './run-features.ts';
import { readTicketArguments, TICKETS_USAGE, type TicketsRequest } from './ticket-arguments.ts';

const shown = (conversation: Conversation): CommandAnswer => ({
  json: conversation,
  text: printConversation(conversation),
});

const open = async (
  given: Extract<TicketsRequest, { readonly command: 'open' }>,
  client: TicketsClient,
): Promise<CommandAnswer> => {
  const { file, customer: customerId, subject, channel, wait, request = randomUUID() } = given;
  const ticket = { customerId, text: (await contentOf(file)).trim(), subject, channel };
  const conversation = await naming(request, client.open(ticket, request));
  return wait
    ? shown(await waitUntil(client, conversation, ({ resolvedAt }) => resolvedAt !== null))
    : { json: { conversation }, text: `${conversation}  accepted: npm run tickets -- show ${conversation}` };
};

/** Does what the command line asks for. Resolves to the exit code: 0 done or helped, 1 refused or the gateway is away, 2 usage. */
export const runTickets = ({ args, env, out, err }: RunFeaturesOptions): Promise<number> =>
  runCommand({
    usage: TICKETS_USAGE,
    out,
    err,
    run: async () => {
      const request = readTicketArguments(args);
      const client = createTicketsClient(gatewayUrl(env));
      const answer = request.command === 'open' ? open(request, client) : client.show(request.conversation).then(shown);
      return { ...(await answer), asJson: request.json };
    },
  });
