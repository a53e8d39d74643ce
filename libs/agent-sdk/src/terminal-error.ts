import { TroupeError, type TroupeErrorOptions } from '@troupe/contracts';

/**
 * Says that an event can never be handled: it goes to the dead-letter topic at once, without further attempts. For a
 * business "no", return an event instead.
 */
export class TerminalError extends TroupeError {
  override readonly name = 'TerminalError';

  constructor(message: string, options: TroupeErrorOptions = {}) {
    super('TERMINAL', message, options);
  }
}
