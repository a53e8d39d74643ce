import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';

/** Signs what others carry, and knows it again. */
export interface Seal<Claims> {
  /** A text for a cookie, a header or an address: the same for the same claims. */
  close(claims: Claims): string;
  /** What a text claims, when this seal is on it; undefined for anything else. */
  open(text: string): Claims | undefined;
}

/** What a seal is made of. */
export interface SealOptions<Claims> {
  readonly secret: string;
  /** What it is for: what is sealed for one purpose is nothing for another. */
  readonly purpose: string;
  readonly claims: z.ZodType<Claims>;
}

const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const sameBytes = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);

const jsonIn = (encoded: string): unknown => {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString());
  } catch {
    return undefined;
  }
};

/** A seal by HMAC-SHA256. The comparison takes as long whatever is brought. */
export const createSeal = <Claims>({ secret, purpose, claims }: SealOptions<Claims>): Seal<Claims> => {
  const key = mac(secret, `troupe ${purpose}`);
  return {
    close: (given) => {
      const text = Buffer.from(JSON.stringify(given)).toString('base64url');
      return `${text}.${mac(key, text).toString('base64url')}`;
    },
    open: (sealed) => {
      const [text = '', signature = ''] = sealed.split('.');
      if (!sameBytes(mac(key, text), Buffer.from(signature, 'base64url'))) return undefined;
      return claims.safeParse(jsonIn(text)).data;
    },
  };
};
