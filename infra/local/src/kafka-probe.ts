import { connect } from 'node:net';

const PROBE_WITHIN_MS = 2_000;
const METADATA = 3;
const VERSION = 1;

/** A Metadata request that names no topic, in Kafka's wire format: length, api, version, correlation id, client id, topics. */
export const metadataRequest = (): Buffer => {
  const request = Buffer.alloc(18);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(METADATA, 4);
  request.writeInt16BE(VERSION, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(-1, 12);
  request.writeInt32BE(0, 14);
  return request;
};

/** How many brokers a Metadata response names, or undefined while it is too short to tell: length, correlation id, count. */
export const brokersIn = (response: Buffer): number | undefined =>
  response.length < 12 ? undefined : response.readInt32BE(8);

/**
 * Whether a broker serves clients: it answers, and says that a broker is in service. A listening port alone proves
 * nothing, because Docker's proxy accepts for a container that does not listen, and a broker before it is in service.
 */
export const brokerIsReady = ({ host, port }: { host: string; port: number }): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PROBE_WITHIN_MS });
    let response = Buffer.alloc(0);
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('connect', () => socket.write(metadataRequest()));
    socket.on('data', (chunk: Buffer) => {
      response = Buffer.concat([response, chunk]);
      const brokers = brokersIn(response);
      if (brokers !== undefined) end(brokers > 0);
    });
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => end(false));
  });
