import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { databaseSocket, isDatabaseSocket } from './database-socket.ts';

let socket: Socket;
let server: ReturnType<typeof createServer>;
let hearing: Promise<string>;
beforeEach(async () => {
  const heard = Promise.withResolvers<string>();
  hearing = heard.promise;
  server = createServer((peer) => heard.resolve(text(peer)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  socket = databaseSocket().connect(port, '127.0.0.1');
  await once(socket, 'connect');
});
afterEach(() => {
  socket.destroy();
  server.close();
});

describe('a socket for the database', () => {
  it('sends what is written in one tick at once, in order', async () => {
    // Every socket has it, which its type leaves open.
    const together = jest.spyOn(socket as Socket & Required<Pick<Socket, '_writev'>>, '_writev');
    const alone = jest.spyOn(socket, '_write');
    const writes = (): readonly number[] => [together.mock.calls.length, alone.mock.calls.length];
    for (const statement of ['begin; ', 'insert; ', 'select']) socket.write(statement);
    expect(writes()).toEqual([0, 0]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes()).toEqual([1, 0]);
    socket.end();
    expect(await hearing).toBe('begin; insert; select');
  });

  it('sends what is written in another tick by itself, and what waits when it is ended', async () => {
    socket.write('one ');
    await new Promise((resolve) => setImmediate(resolve));
    socket.write('two ');
    socket.end('three');
    expect(await hearing).toBe('one two three');
  });

  it('is known as one', () => {
    expect(isDatabaseSocket(socket)).toBe(true);
    expect(isDatabaseSocket(server)).toBe(false);
  });
});
