import type { Connectable } from './shared-connection.ts';

/** One borrower's hold on a connection. */
export interface Loan<Client> {
  /** The connected client. Rejects as connecting did. */
  readonly connection: Promise<Client>;
  /** The last to give it back disconnects it. */
  giveBack(): Promise<void>;
}

/** A connection that is there only while somebody uses it. */
export interface LoanedConnection<Client> {
  borrow(): Loan<Client>;
}

/** Lends one connection of what `make` makes to all who use it at a time. What is seldom needed costs an idle service nothing. */
export const lendConnection = <Client extends Connectable>(make: () => Client): LoanedConnection<Client> => {
  let lent: { client: Client; connected: Promise<Client>; borrowers: number } | undefined;

  const open = (): NonNullable<typeof lent> => {
    const client = make();
    return { client, connected: client.connect().then(() => client), borrowers: 0 };
  };

  return {
    borrow: () => {
      const current = (lent ??= open());
      current.borrowers += 1;
      return {
        connection: current.connected,
        giveBack: async () => {
          current.borrowers -= 1;
          if (current.borrowers > 0) return;
          if (lent === current) lent = undefined;
          await current.client.disconnect().catch(() => undefined);
        },
      };
    },
  };
};
