import { readFleet, type FleetAgent } from '@troupe/agent-sdk';
import { parseOptions, plain, refuseMore, runCommand, tableOf } from '@troupe/agent-sdk/command';
import type { Command } from '../command.ts';
import { withServers } from '../servers.ts';

const USAGE = `usage: troupe lag [--json]

How many records each agent has not taken from the log yet, by what its instances announce; the most comes first.`;

const OPTIONS = { json: { type: 'boolean', default: false } } as const;

const print = (agents: readonly FleetAgent[]): string => {
  const rows = agents.map(({ name, lag, inFlight, stale, instances }) => [
    plain(name),
    stale ? 'gone' : String(lag),
    String(inFlight),
    String(instances.filter((instance) => !instance.stale).length),
  ]);
  return tableOf([['agent', 'lag', 'in flight', 'instances'], ...rows]).join('\n');
};

/** `troupe lag`: how far agents are behind. */
export const lag: Command = {
  summary: 'how far agents are behind the log',
  run: (args, { env, out, err }) =>
    runCommand({
      usage: USAGE,
      out,
      err,
      run: async () => {
        const { values, positionals } = parseOptions(args, OPTIONS);
        refuseMore(positionals);
        const agents = (await withServers(env, readFleet)).toSorted((one, other) => other.lag - one.lag);
        const json = agents.map(({ name, lag: behind, inFlight, stale }) => ({ name, lag: behind, inFlight, stale }));
        return { json: { agents: json }, text: print(agents), asJson: values.json };
      },
    }),
};
