import { describe, expect, it } from '@jest/globals';
import { listeningUrl } from './service-process.ts';

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
