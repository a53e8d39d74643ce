export { readAddress } from './address.ts';
export { createJsonClient, type JsonClient, type JsonClientOptions, type Posted } from './json-client.ts';
export { parseOptions, refuseMore, required, UsageError, type Parsed } from './parse-options.ts';
export { plain, spanOf, tableOf } from './print.ts';
export { runCommand, type CommandAnswer, type CommandOptions } from './run-command.ts';
