import { TroupeError } from '@troupe/contracts';
import type { Spending } from '@troupe/agent-sdk';
import { ModelError } from './model-error.ts';
import { ProviderFailure } from './provider-failure.ts';
import type { LinkFailure } from './send-patiently.ts';

const describe = ({ link, error }: LinkFailure): string => {
  const status = error instanceof ProviderFailure && error.status !== undefined ? ` (${error.status})` : '';
  return `${link.name}${status}: ${error.message}`;
};

/** Which of them is there again first; undefined when none of them says that it will be. */
const firstBack = (failures: readonly LinkFailure[]): LinkFailure | undefined =>
  failures
    .filter(({ retryAfterMs }) => retryAfterMs !== undefined)
    .toSorted((one, other) => (one.retryAfterMs ?? 0) - (other.retryAfterMs ?? 0))[0];

/** What the event waits for, without losing an attempt. */
const waitFor = ({ link, error, retryAfterMs }: LinkFailure): TroupeError =>
  TroupeError.is(error)
    ? error
    : new TroupeError(
        'DEPENDENCY_BUSY',
        `${link.name} has too many requests: it is asked again in ${retryAfterMs} ms`,
        {
          details: { dependency: link.guard.name, retryAfterMs },
        },
      );

const isRejected = ({ error }: LinkFailure): boolean => error instanceof ProviderFailure && error.kind === 'rejected';

/**
 * What whoever asked is told when nobody answered. An outage is waited for; what may have cost something is an attempt, so
 * that it is charged.
 */
export const chainFailed = (failures: readonly LinkFailure[], used: Spending): TroupeError => {
  const first = firstBack(failures);
  if (first !== undefined && used.tokens === 0) return waitFor(first);
  const why = failures.map(describe).join('; ');
  const details = { models: failures.map(({ link }) => link.name) };
  return failures.every(isRejected)
    ? new ModelError('MODEL_CALL_REJECTED', `No model takes this request: ${why}`, { used, details })
    : new ModelError('MODEL_FAILED', `No model answered: ${why}`, { used, details });
};
