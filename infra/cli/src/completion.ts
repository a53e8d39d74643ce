import type { Command } from './command.ts';

/** The shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh'] as const;

/** Whether a word names one of them. */
export const isShell = (word: string | undefined): word is (typeof SHELLS)[number] =>
  SHELLS.some((shell) => shell === word);

/** What a shell reads so that it completes `troupe`: `source <(npx troupe completion bash)`. */
export const completion = (
  shell: (typeof SHELLS)[number],
  commands: Readonly<Record<string, Pick<Command, 'words'>>>,
): string => {
  const names = [...Object.keys(commands), 'completion', 'help'].join(' ');
  const all: Readonly<Record<string, Pick<Command, 'words'>>> = { ...commands, completion: { words: SHELLS } };
  const cases = Object.entries(all)
    .filter(([, { words = [] }]) => words.length > 0)
    .map(([name, { words = [] }]) => `    ${name}) words="${words.join(' ')}" ;;`);
  const bash = [
    '_troupe() {',
    `  local words="${names}"`,
    '  [ "$COMP_CWORD" -gt 1 ] && words="--json --help"',
    '  [ "$COMP_CWORD" -eq 2 ] && case "${COMP_WORDS[1]}" in',
    ...cases,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -F _troupe troupe',
  ];
  return [...(shell === 'zsh' ? ['autoload -U +X bashcompinit && bashcompinit'] : []), ...bash].join('\n');
};
