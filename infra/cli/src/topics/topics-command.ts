import { parseOptions, refuseMore, runCommand, UsageError, type CommandAnswer } from '@troupe/agent-sdk/command';
import type { TopicDifference } from '@troupe/messaging';
import type { Command } from '../command.ts';
import { withServers } from '../servers.ts';
import { wantedTopics } from './manifests.ts';

const USAGE = `usage: troupe topics diff | apply [--json]

Holds the topics that definitions ask for against those of the brokers. diff changes nothing, and its exit code is 1 where
something differs; apply makes what is missing and mends settings, never a number of partitions.`;

const OPTIONS = { json: { type: 'boolean', default: false } } as const;

const print = (differences: readonly TopicDifference[]): string =>
  differences.map(({ message, mendable }) => `${message}${mendable ? '' : ' (apply cannot mend it)'}`).join('\n');

const answer = (verb: string, differences: readonly TopicDifference[]): CommandAnswer => ({
  json: { differences },
  text: differences.length === 0 ? 'every topic is as it shall be' : print(differences),
  failed: verb === 'diff' && differences.length > 0,
});

/** `troupe topics`: topics as definitions ask for them. */
export const topics: Command = {
  summary: 'diff, apply: topics as definitions ask for them',
  words: ['diff', 'apply'],
  run: (args, { root, env, out, err }) =>
    runCommand({
      usage: USAGE,
      out,
      err,
      run: async () => {
        const { values, positionals } = parseOptions(args, OPTIONS);
        const [verb, ...more] = positionals;
        refuseMore(more);
        if (verb !== 'diff' && verb !== 'apply') throw new UsageError('say diff or apply');
        const wanted = wantedTopics(root);
        const found = await withServers(env, ({ messaging }) => messaging.topics()[verb](wanted));
        return { ...answer(verb, found), asJson: values.json };
      },
    }),
};
