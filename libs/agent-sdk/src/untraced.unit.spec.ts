import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = async (mode: string): Promise<unknown> => {
  const main = join(import.meta.dirname, 'untraced.fixture.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [main, mode], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return JSON.parse(stdout);
};

/** What prom-client loads by itself. */
const API = '@opentelemetry/api';

describe('a service', () => {
  it('loads nothing of OpenTelemetry and makes no span unless it is told where spans go', async () => {
    expect(await run('untraced')).toEqual({ loaded: [API], spans: 0 });
  }, 60_000);

  it('sends its last spans before it ends when it is told', async () => {
    expect(await run('traced')).toMatchObject({
      loaded: expect.arrayContaining([API, '@opentelemetry/sdk-trace', '@opentelemetry/exporter-trace-otlp-http']),
      spans: 1,
    });
  }, 60_000);
});
