import { backoffMs, type PrepareContext } from '@troupe/agent-sdk';
import { ensureError, systemTiming, waitBy, type NotifiedChannel, type Timing } from '@troupe/contracts';
import { Rejected, type Channel, type Notice } from './channels/channel.ts';

/** How patiently it is tried. */
export interface DeliverOptions {
  /** Attempts in all. Default 6: about half a minute. */
  readonly attempts?: number;
  readonly timing?: Timing;
}

const WAITS = { initialMs: 500, maxMs: 10_000 };
const LONGEST_PROOF = 300;

/** Sends until it is taken, refused for good, or tried often enough. Gives what came of it, which is never an error. */
const send = async (
  channel: Channel,
  notice: Notice,
  { signal, attempts = 6, timing = systemTiming }: DeliverOptions & { readonly signal: AbortSignal },
): Promise<NotifiedChannel> => {
  const wait = waitBy(timing);
  for (let attempt = 1; ; attempt += 1)
    try {
      const { proof, messageId } = await channel.send(notice, signal);
      return {
        channel: channel.name,
        delivered: true,
        proof: proof.slice(0, LONGEST_PROOF),
        messageId,
        attempts: attempt,
      };
    } catch (error) {
      signal.throwIfAborted();
      const proof = ensureError(error).message.slice(0, LONGEST_PROOF);
      if (error instanceof Rejected || attempt >= attempts)
        return { channel: channel.name, delivered: false, proof, messageId: null, attempts: attempt };
      await wait(backoffMs(WAITS, attempt, timing.random()), signal);
    }
};

/**
 * Tells people by every channel, side by side, each in a recorded step: what one has taken it is not given again, also when
 * the process dies before the other has. Between sending and recording it may be sent twice, under the same key.
 * @throws what `record` throws
 */
export const deliver = (
  channels: readonly Channel[],
  notice: Omit<Notice, 'key'>,
  { record }: Pick<PrepareContext, 'record'>,
  options: DeliverOptions = {},
): Promise<NotifiedChannel[]> =>
  Promise.all(
    channels.map((channel) =>
      record(channel.name, ({ idempotencyKey: key, signal }) =>
        send(channel, { ...notice, key }, { ...options, signal }),
      ),
    ),
  );
