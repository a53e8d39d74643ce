import { TroupeError, type ErrorCode, type TroupeErrorOptions } from '@troupe/contracts';
import type { Spending } from '@troupe/agent-sdk';

/** An error of asking a model that says what the asking came to, so that no more than that is charged. */
export class ModelError extends TroupeError {
  override readonly name = 'ModelError';
  readonly used: Spending;

  constructor(
    code: ErrorCode,
    message: string,
    { used, ...options }: TroupeErrorOptions & { readonly used: Spending },
  ) {
    super(code, message, options);
    this.used = used;
  }
}
