const NAMES = ['password', 'secret', 'token', 'apiKey', 'authorization', 'cookie', 'databaseUrl', 'connectionString'];

/** Where a secret may lie in what is logged: at the top, one level down (config, headers), two levels down. */
export const SECRET_PATHS: readonly string[] = NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

// The user may be empty; the password ends at the last @ before anything that cannot be part of it.
const CREDENTIALS = /([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"]{0,100}):[^\s"/]{1,200}@/gi;

/** Takes the password out of every URL in a text. */
export const maskCredentials = (text: string): string =>
  text.includes('@') ? text.replace(CREDENTIALS, '$1:[redacted]@') : text;
