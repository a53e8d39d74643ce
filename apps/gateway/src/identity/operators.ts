import { createHash } from 'node:crypto';

/** What an operator may do: look · answer what they have taken · also take over and hand back what others have. */
export const ROLES = ['viewer', 'operator', 'lead'] as const;

/** See `ROLES`. */
export type Role = (typeof ROLES)[number];

/** A person who works at the desk. */
export interface Operator {
  readonly name: string;
  readonly role: Role;
}

/** An operator as the configuration names them. */
export interface OperatorEntry extends Operator {
  /** SHA-256 in hex of the token that they sign in with: one that was drawn, so that nobody can guess from the hash. */
  readonly tokenHash: string;
}

/** Who may sign in. */
export interface Operators {
  /** Whose token this is; undefined for nobody's. */
  withToken(token: string): OperatorEntry | undefined;
  /** Who is called so now; undefined once they are taken from the list. */
  named(name: string): OperatorEntry | undefined;
}

/** Names of operators appear in events and on pages. */
const ENTRY = /^([\p{L}\p{N}][\p{L}\p{N} ._-]{0,49}):(viewer|operator|lead):([0-9a-f]{64})$/u;

/** The hash under which the list names a token. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A list of `name:role:hash`, separated by commas or lines; undefined for a text that is none, or names somebody twice. */
export const readOperators = (text: string): readonly OperatorEntry[] | undefined => {
  const parts = text.split(/[,\n]/).map((part) => part.trim());
  const entries = parts.filter((part) => part !== '').map(entryIn);
  const known = entries.filter((entry) => entry !== undefined);
  const names = new Set(known.map(({ name }) => name));
  return known.length > 0 && known.length === entries.length && names.size === known.length ? known : undefined;
};

const entryIn = (part: string): OperatorEntry | undefined => {
  const [, name, role, tokenHash] = ENTRY.exec(part) ?? [];
  const known = ROLES.find((each) => each === role);
  return name === undefined || known === undefined || tokenHash === undefined
    ? undefined
    : { name, role: known, tokenHash };
};

/**
 * Looks operators up. A token is looked up by its hash: how long that takes says something about the hash at most, which
 * nobody can choose.
 */
export const createOperators = (entries: readonly OperatorEntry[]): Operators => {
  const byHash = new Map(entries.map((entry) => [entry.tokenHash, entry]));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return { withToken: (token) => byHash.get(hashOf(token)), named: (name) => byName.get(name) };
};
