import { generateIndex } from './generate-index.ts';

process.exitCode = generateIndex(import.meta.dirname, process.argv.slice(2));
