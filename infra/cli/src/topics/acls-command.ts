import { parseOptions, refuseMore, runCommand, UsageError } from '@troupe/agent-sdk/command';
import type { Rights } from '@troupe/choreography/render';
import type { Command } from '../command.ts';
import { wantedRights } from './manifests.ts';

const USAGE = `usage: troupe acls [<service>] [--json]

The least that each service needs at the brokers, as its definition says: topics to read and write, and its group. Names are
without the prefix of an environment.`;

const OPTIONS = { json: { type: 'boolean', default: false } } as const;

const print = (rights: Readonly<Record<string, Rights>>): string =>
  Object.entries(rights)
    .map(
      ([name, { read, write, groups }]) =>
        `${name}\n  reads ${read.join(', ')}\n  writes ${write.join(', ')}\n  group ${groups.join(', ') || 'none'}`,
    )
    .join('\n');

/** `troupe acls`: what each service may do at the brokers. */
export const acls: Command = {
  summary: 'what each service needs to be allowed at the brokers',
  run: (args, { root, out, err }) =>
    runCommand({
      usage: USAGE,
      out,
      err,
      run: () => {
        const { values, positionals } = parseOptions(args, OPTIONS);
        const [service, ...more] = positionals;
        refuseMore(more);
        const all = wantedRights(root);
        const own = service === undefined ? undefined : all[service];
        if (service !== undefined && own === undefined) throw new UsageError(`there is no service '${service}'`);
        const rights = service === undefined || own === undefined ? all : { [service]: own };
        return Promise.resolve({ json: { rights }, text: print(rights), asJson: values.json });
      },
    }),
};
