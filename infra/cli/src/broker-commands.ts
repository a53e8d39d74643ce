import { runAcls, runTopics, type BrokerCommandOptions } from '@troupe/broker';
import type { Command } from './command.ts';

const brokerCommand = (summary: string, run: (options: BrokerCommandOptions) => Promise<number>): Command => ({
  summary,
  words: ['diff', 'apply'],
  run: (args, { env, out, err }) => run({ args, env, out, err }),
});

/** `troupe topics`, which is `npm run topics`. */
export const topics: Command = brokerCommand('diff, apply: topics as definitions ask for them', runTopics);

/** `troupe acls`, which is `npm run acls`. */
export const acls: Command = brokerCommand('diff, apply: what each service may do at the brokers', runAcls);
