import { TroupeError } from '@troupe/contracts';

const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:']);

/** Also `localhost:8080` parses: as a path of the protocol `localhost:`. */
const isAddress = (text: string): boolean => PROTOCOLS.has(URL.parse(text)?.protocol ?? '');

/**
 * Where an interface listens, by the value of the variable `name`.
 * @throws TroupeError CONFIG_INVALID naming the variable, when it is no http address
 */
export const readAddress = (name: string, address: string): string => {
  if (!isAddress(address)) throw new TroupeError('CONFIG_INVALID', `${name} cannot be read: write http://host:port`);
  return address;
};
