import { parseOptions, refuseMore, runCommand } from '@troupe/agent-sdk/command';
import type { Command } from '../command.ts';
import { examineMachine, type Finding } from './findings.ts';
import { machineFacts } from './machine-facts.ts';

const USAGE = `usage: troupe doctor [--json]

Says what is wrong with this machine, and how to mend it. Changes nothing. The exit code is 1 where Troupe cannot run.`;

const OPTIONS = { json: { type: 'boolean', default: false } } as const;

const WORDS: Readonly<Record<Finding['level'], { readonly word: string; readonly color: number }>> = {
  good: { word: 'good  ', color: 32 },
  lesser: { word: 'lesser', color: 33 },
  bad: { word: 'bad   ', color: 31 },
};

const lineOf = ({ level, what, mend }: Finding, isColored: boolean): string => {
  const { word, color } = WORDS[level];
  const shown = isColored ? `\u001b[${color}m${word}\u001b[0m` : word;
  return `${shown}  ${what}${mend === undefined ? '' : `\n        ${mend}`}`;
};

/** `troupe doctor`: what is wrong with this machine. */
export const doctor: Command = {
  summary: 'what is wrong with this machine, and how to mend it',
  run: (args, { root, env, out, err }) =>
    runCommand({
      usage: USAGE,
      out,
      err,
      run: async () => {
        const { values, positionals } = parseOptions(args, OPTIONS);
        refuseMore(positionals);
        const findings = examineMachine(await machineFacts(root, env));
        const isColored = process.stdout.isTTY && env['NO_COLOR'] === undefined;
        return {
          json: { findings },
          text: findings.map((finding) => lineOf(finding, isColored)).join('\n'),
          failed: findings.some(({ level }) => level === 'bad'),
          asJson: values.json,
        };
      },
    }),
};
