import { Socket } from 'node:net';

const known = new WeakSet<object>();

/** Statements that are sent in one tick go to the system in one call, which costs more than most statements. */
const gatherWrites = (socket: Socket): void => {
  const write = socket.write.bind(socket);
  let gathers = false;
  const gather = (): void => {
    if (gathers) return;
    gathers = true;
    socket.cork();
    process.nextTick(() => {
      gathers = false;
      socket.uncork();
    });
  };
  Object.assign(socket, {
    write: (...given: Parameters<typeof write>): boolean => {
      gather();
      return write(...given);
    },
  });
};

/** A socket for a connection to the database. */
export const databaseSocket = (): Socket => {
  const socket = new Socket();
  known.add(socket);
  // Whoever connects gets the usual way to write back.
  socket.once('connect', () => gatherWrites(socket));
  return socket;
};

/** Whether a socket was made for a connection to the database. */
export const isDatabaseSocket = (socket: object): boolean => known.has(socket);
