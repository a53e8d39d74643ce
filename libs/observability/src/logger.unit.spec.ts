import { describe, expect, it, jest } from '@jest/globals';
import { createLogger, logOfEvent } from './logger.ts';

const logged = (write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] => {
  const lines: string[] = [];
  write(createLogger({ service: 'fraud-agent', destination: { write: (line) => void lines.push(line) } }));
  // Every line is an object: that is what these specs are about.
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('createLogger', () => {
  it('writes one JSON object per line with level, time and service', () => {
    const [line] = logged((log) => log.info({ port: 1 }, 'listening'));
    expect(line).toMatchObject({ level: 'info', service: 'fraud-agent', msg: 'listening', port: 1 });
    expect(new Date(String(line?.['time'])).getTime()).toBeGreaterThan(0);
  });

  it('names the event on every line of its logger', () => {
    const event = { agent: 'fraud-agent', event: 'e-1', type: 'transaction.created', conversation: 'c-1' };
    const lines = logged((log) => {
      const own = logOfEvent(log, event);
      own.warn('slow');
      own.child({ attempt: 2 }).info({ password: 'hunter2' }, 'again');
    });
    expect(lines).toMatchObject([
      { ...event, msg: 'slow' },
      { ...event, attempt: 2, password: '[redacted]' },
    ]);
  });

  it('makes no logger for an event that writes no line', () => {
    const log = createLogger({ service: 'fraud-agent' });
    const child = jest.spyOn(log, 'child');
    const own = logOfEvent(log, { event: 'e-1', type: 'transaction.created', conversation: 'c-1' });
    expect(child).not.toHaveBeenCalled();
    expect(own.level).toBe('info');
    expect(child).toHaveBeenCalledTimes(1);
  });

  it('replaces fields that are named like secrets, two levels deep', () => {
    const lines = logged((log) => {
      log.info({ password: 'hunter2' });
      log.info({ sasl: { password: 'hunter2', username: 'u' } });
      log.info({ config: { sasl: { password: 'hunter2' } }, request: { headers: { authorization: 'hunter2' } } });
    });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[1]).toMatchObject({ sasl: { username: 'u', password: '[redacted]' } });
  });

  it('takes the password out of a URL wherever it stands, and leaves other text alone', () => {
    const lines = logged((log) => {
      log.error({ err: new Error('connect postgres://troupe:hunter2@db:5432/x failed') }, 'no database');
      log.info('mail to someone@example.org about http://host:8081/path');
    });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(JSON.stringify(lines[0])).toContain('postgres://troupe:[redacted]@db:5432/x');
    expect(lines[1]).toMatchObject({ msg: 'mail to someone@example.org about http://host:8081/path' });
  });
});
