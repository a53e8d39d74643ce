import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { brokerIsReady, brokersIn, metadataRequest } from './kafka-probe.ts';
import { findPort, LOOPBACK } from './ports.ts';

let server: Server | undefined;
const listen = async (answer: Buffer | undefined): Promise<number> => {
  const port = await findPort();
  const listening = createServer((socket) => {
    if (answer === undefined) socket.destroy();
    else socket.on('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => listening.listen(port, LOOPBACK, resolve));
  server = listening;
  return port;
};
const response = (brokers: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.writeInt32BE(8, 0);
  bytes.writeInt32BE(brokers, 8);
  return bytes;
};

afterEach(() => {
  server?.close();
  server = undefined;
});

describe('brokerIsReady', () => {
  it('believes a broker that names itself as in service', async () => {
    expect(await brokerIsReady({ host: LOOPBACK, port: await listen(response(1)) })).toBe(true);
  });

  it('waits for a broker that answers before it is in service', async () => {
    expect(await brokerIsReady({ host: LOOPBACK, port: await listen(response(0)) })).toBe(false);
  });

  it('does not believe a port that accepts and hangs up, as the proxy of Docker does', async () => {
    expect(await brokerIsReady({ host: LOOPBACK, port: await listen(undefined) })).toBe(false);
  });

  it('does not believe a port that nobody listens on', async () => {
    expect(await brokerIsReady({ host: LOOPBACK, port: await findPort() })).toBe(false);
  });
});

describe('the wire format', () => {
  it('announces the length of the request that follows', () => {
    const request = metadataRequest();
    expect(request.readInt32BE(0)).toBe(request.length - 4);
  });

  it('waits for more of a response that is too short to tell', () => {
    expect(brokersIn(response(3).subarray(0, 11))).toBeUndefined();
    expect(brokersIn(response(3))).toBe(3);
  });
});
