import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ENDING = '.saga.ts';

const camel = (name: string): string => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The module that has every saga of these files, by name. */
export const renderIndex = (files: readonly string[]): string => {
  const names = files
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .toSorted();
  const imports = names.map((name) => `import { ${camel(name)}Sagas } from './${name}${ENDING}';`);
  return `// Generated from the ${ENDING.slice(1)} files beside it: run \`npm run generate\`.
import type { SagaDefinition } from '@troupe/saga';
import type { CoordinatorSettings } from '../settings.ts';
${imports.join('\n')}

/** Every saga that the coordinator runs. */
export const sagas = (settings: CoordinatorSettings): readonly SagaDefinition[] => [
${names.map((name) => `  ...${camel(name)}Sagas(settings),`).join('\n')}
];
`;
};

/** Brings the index of a folder up to date; with `--check` only says whether it is. Gives the exit code. */
export const generateIndex = (folder: string, args: readonly string[]): number => {
  const file = join(folder, 'index.ts');
  const wanted = renderIndex(readdirSync(folder));
  if (readFileSync(file, 'utf8') === wanted) return 0;
  if (args.includes('--check')) {
    process.stderr.write(`${file} is out of date: run \`npm run generate\` and commit the result\n`);
    return 1;
  }
  writeFileSync(file, wanted);
  process.stdout.write(`wrote ${file}\n`);
  return 0;
};
