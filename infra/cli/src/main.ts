#!/usr/bin/env node
import { join } from 'node:path';
import { runTroupe } from './run-troupe.ts';

process.exitCode = await runTroupe(process.argv.slice(2), {
  root: join(import.meta.dirname, '../../..'),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
