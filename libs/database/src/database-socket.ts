import { Socket } from 'node:net';

const known = new WeakSet<object>();

/** A socket for a connection to the database. */
export const databaseSocket = (): Socket => {
  const socket = new Socket();
  known.add(socket);
  return socket;
};

/** Whether a socket was made for a connection to the database. */
export const isDatabaseSocket = (socket: object): boolean => known.has(socket);
