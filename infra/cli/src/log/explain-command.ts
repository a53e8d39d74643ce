import { loadServiceConfig } from '@troupe/agent-sdk';
import { parseOptions, refuseMore, required, runCommand } from '@troupe/agent-sdk/command';
import { TroupeError } from '@troupe/contracts';
import { createLedgerReader, type LedgerEvent } from '@troupe/ledger-reader';
import type { Command } from '../command.ts';
import { causalTree, drawTree } from './causal-tree.ts';

const USAGE = `usage: troupe explain <conversation> [--json]

Shows what led to what in a conversation, as the ledger has it. Needs DATABASE_URL.`;

const OPTIONS = { json: { type: 'boolean', default: false } } as const;
const PAGE = 500;

const allEvents = async (url: string, conversation: string): Promise<readonly LedgerEvent[]> => {
  const ledger = createLedgerReader({ url, maxConnections: 1 });
  try {
    const events: LedgerEvent[] = [];
    for (;;) {
      const page = await ledger.events(conversation, { after: events.at(-1)?.position ?? 0, limit: PAGE });
      events.push(...page);
      if (page.length < PAGE) return events;
    }
  } finally {
    await ledger.close();
  }
};

/** `troupe explain`: the causal tree of a conversation. */
export const explain: Command = {
  summary: 'what led to what in a conversation',
  run: (args, { env, out, err }) =>
    runCommand({
      usage: USAGE,
      out,
      err,
      run: async () => {
        const { values, positionals } = parseOptions(args, OPTIONS);
        const [named, ...more] = positionals;
        refuseMore(more);
        const conversation = required('the <conversation>', named);
        const url = loadServiceConfig(env, { name: 'troupe' }).databaseUrl ?? '';
        const events = await allEvents(url, conversation);
        if (events.length === 0)
          throw new TroupeError(
            'CONFIG_INVALID',
            `the ledger knows no conversation ${conversation}: is it that of DATABASE_URL?`,
          );
        const tree = causalTree(events);
        return { json: { conversation, tree }, text: drawTree(tree), asJson: values.json };
      },
    }),
};
