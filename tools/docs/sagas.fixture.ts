import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawSaga } from '@troupe/saga';
import { deliverySaga, orderSaga } from '@troupe/saga-coordinator';
import { format, resolveConfig } from 'prettier';

/** `node tools/docs/sagas.fixture.ts [--check]`: writes what follows the mark in docs/reference/sagas.md from the definitions. */
const FILE = join(import.meta.dirname, '../../docs/reference/sagas.md');
const MARK = '<!-- What follows is written by `node tools/docs/sagas.fixture.ts`. -->';

const definitions = [
  orderSaga({ answerWithin: '30s' }),
  deliverySaga({ specWithin: '7d', workWithin: '1d', within: '9d' }),
];

const sections = definitions.map(
  (saga) => `## ${saga.name}\n\nVersion ${saga.version}.\n\n\`\`\`mermaid\n${drawSaga(saga)}\n\`\`\``,
);
const present = readFileSync(FILE, 'utf8');
const [introduction = ''] = present.split(MARK);
const page = `${introduction}${MARK}\n\n${sections.join('\n\n')}\n`;
const wanted = await format(page, { ...(await resolveConfig(FILE)), filepath: FILE });

if (process.argv.includes('--check') && wanted !== present) {
  process.stderr.write(
    'docs/reference/sagas.md is out of date: run `node tools/docs/sagas.fixture.ts` and commit the result\n',
  );
  process.exitCode = 1;
} else if (wanted !== present) {
  writeFileSync(FILE, wanted);
  process.stdout.write('wrote docs/reference/sagas.md\n');
}
