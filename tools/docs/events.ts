import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_EVENT_TYPES, EVENT_TYPES } from '@troupe/contracts';
import { format, resolveConfig } from 'prettier';
import { renderEvents } from './render-events.ts';

/** `node tools/docs/events.ts [--check]`: writes what follows the mark in docs/reference/events.md from schemas/. */
const FILE = join(import.meta.dirname, '../../docs/reference/events.md');
const MARK = '<!-- What follows is written by `node tools/docs/events.ts`. -->';

const present = readFileSync(FILE, 'utf8');
const [introduction = ''] = present.split(MARK);
const page = `${introduction}${MARK}\n\n${renderEvents([...EVENT_TYPES, ...AGENT_EVENT_TYPES])}\n`;
const wanted = await format(page, { ...(await resolveConfig(FILE)), filepath: FILE });

if (process.argv.includes('--check') && wanted !== present) {
  process.stderr.write(
    'docs/reference/events.md is out of date: run `node tools/docs/events.ts` and commit the result\n',
  );
  process.exitCode = 1;
} else if (wanted !== present) {
  writeFileSync(FILE, wanted);
  process.stdout.write('wrote docs/reference/events.md\n');
}
