import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { listeningUrl, startServiceProcess } from './service-process.ts';

/** A process takes its time to start on a busy machine. */
jest.setTimeout(30_000);

const main = join(import.meta.dirname, 'small-service.fixture.ts');

describe('startServiceProcess', () => {
  it('waits until the service is ready, and gives its address and log', async () => {
    const service = await startServiceProcess({ main, env: {} });
    expect((await fetch(service.url)).status).toBe(200);
    expect(service.log()).toContain('"listening"');
    expect(await service.kill()).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('kills as a crash does when it is told to', async () => {
    const service = await startServiceProcess({ main, env: { BEHAVIOUR: 'hangs' } });
    expect(await service.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('lets a transaction fail in which the service makes a call', async () => {
    const service = await startServiceProcess({ main, env: { BEHAVIOUR: 'calls' } });
    expect(service.log()).toMatch(/GET http:\/\/127\.0\.0\.1:65000 was sent inside a transaction/);
    await service.kill();
  });

  it('shows the end of the log of a service that ends instead of getting ready', async () => {
    const failing = startServiceProcess({ main, name: 'small', env: { BEHAVIOUR: 'ends' } });
    await expect(failing).rejects.toThrow(/small did not become ready.*small-.*\.log[^]*the configuration is wrong/);
  });
});

describe('listeningUrl', () => {
  it('finds the address among other lines', () => {
    const log = 'warming up\n{"msg":"connected"}\n{"level":30,"msg":"listening","url":"http://127.0.0.1:4711"}\n';
    expect(listeningUrl(log)).toBe('http://127.0.0.1:4711');
  });

  it('is undefined while the line is not there, or still being written', () => {
    expect(listeningUrl('')).toBeUndefined();
    expect(listeningUrl('{"msg":"listening","url":"http://127')).toBeUndefined();
  });
});
