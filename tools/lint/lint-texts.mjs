import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

// Reads [{ filePath, code }] from standard input and writes what the boundaries say of each, as if it lay in that file.
const eslint = new ESLint({ overrideConfigFile: 'tools/lint/boundaries-only.config.mjs' });
const planted = JSON.parse(await text(process.stdin));
const findings = [];
for (const { filePath, code } of planted) {
  const [result] = await eslint.lintText(code, { filePath });
  findings.push((result?.messages ?? []).map(({ message }) => message));
}
process.stdout.write(JSON.stringify(findings));
