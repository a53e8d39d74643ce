import { describe, expect, it } from '@jest/globals';
import { readAddress } from './address.ts';

const read = (address: string): string => readAddress('GATEWAY_URL', address);

describe('an address from the environment', () => {
  it('is what the variable says', () => {
    expect(read('https://gateway.example')).toBe('https://gateway.example');
    expect(read('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
  });

  it.each(['localhost:8080', '127.0.0.1:8080', 'gateway', 'ftp://gateway', ''])(
    'is refused by the name of its variable when it is "%s"',
    (address) => expect(() => read(address)).toThrow('GATEWAY_URL cannot be read: write http://host:port'),
  );
});
