/** A connection that is made when it is first needed, shared by all who need it, and made anew after a failure. */
export interface SharedConnection<Client> {
  /** The connected client. Rejects as connecting did; the next call tries again. */
  get(): Promise<Client>;
  /** Disconnects if there is anything to disconnect. */
  close(): Promise<void>;
}

/** Anything of kafkajs that is connected before it is used. */
export interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Shares one connection of what `make` makes. */
export const shareConnection = <Client extends Connectable>(make: () => Client): SharedConnection<Client> => {
  let shared: Promise<Client> | undefined;

  const connect = async (): Promise<Client> => {
    const client = make();
    try {
      await client.connect();
      return client;
    } catch (error) {
      shared = undefined;
      await client.disconnect().catch(() => undefined);
      throw error;
    }
  };

  return {
    get: () => (shared ??= connect()),
    close: async () => {
      const client = await shared?.catch(() => undefined);
      shared = undefined;
      await client?.disconnect();
    },
  };
};
