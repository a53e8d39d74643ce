// Runs inside, in the same process as the code that is called: reads calls from stdin, a line each, and answers on
// descriptor 3. What it needs of the language it takes before the code is there. What it says is still only what the code
// says: no expected result ever comes in, and whoever called compares.
import fs from 'node:fs';

// Copies: the names that a module of Node exports follow what is done to it.
const { readSync, writeSync } = fs;
const { parse, stringify } = JSON;
const { isArray } = Array;
const { isFinite } = Number;
const { apply } = Reflect;
const asText = String;
const exit = process.exit.bind(process);
const from = Buffer.from.bind(Buffer);
const { indexOf, subarray, toString } = Buffer.prototype;
const concat = Buffer.concat.bind(Buffer);

const NEWLINE = 10;
let unread = from('');

/** The next line of stdin; undefined at its end. */
const readLine = () => {
  for (;;) {
    const end = apply(indexOf, unread, [NEWLINE]);
    if (end >= 0) {
      const line = apply(toString, apply(subarray, unread, [0, end]), []);
      unread = apply(subarray, unread, [end + 1]);
      return line;
    }
    const chunk = from(new Uint8Array(65_536).buffer);
    const length = readSync(0, chunk);
    if (length === 0) return undefined;
    unread = concat([unread, apply(subarray, chunk, [0, length])]);
  }
};

const writeAll = (text) => {
  const bytes = from(text);
  for (let sent = 0; sent < bytes.length;) sent += writeSync(3, bytes, sent);
};

/** Every answer begins with the nonce of its question. */
const answer = (nonce, what) => writeAll(`${nonce} ${stringify(what)}\n`);

const isScalar = (value) =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && isFinite(value));

const isPlain = (value) => {
  if (!isArray(value)) return isScalar(value);
  for (let index = 0; index < value.length; index += 1) if (!isScalar(value[index])) return false;
  return true;
};

const describe = (value) => {
  if (typeof value === 'number') return asText(value);
  if (isArray(value)) return 'a list of something else than numbers, strings or booleans';
  return value === null ? 'null' : typeof value;
};

/** A value as JSON, or what it is where JSON could not tell it. */
const told = (value) => (isPlain(value) ? { json: stringify(value) } : { json: null, was: describe(value) });

const message = (thrown) => {
  try {
    return asText(thrown);
  } catch {
    return 'something that has no text';
  }
};

/** The arguments as the call leaves them; null where they are nothing that JSON could tell. */
const leftOf = (values) => {
  try {
    return stringify(values);
  } catch {
    return null;
  }
};

const call = (subject, values) => {
  try {
    return { returned: told(apply(subject, undefined, values)), left: leftOf(values) };
  } catch (thrown) {
    return { threw: message(thrown) };
  }
};

const load = async ({ module, name }) => {
  try {
    const subject = (await import(`/work/${module}`))[name];
    return typeof subject === 'function' ? { subject } : { failed: `${module} exports no function '${name}'` };
  } catch (thrown) {
    return { failed: message(thrown) };
  }
};

// Nothing of the code is loaded yet: whoever waits knows from this line that the host has done its part.
writeAll('here\n');
const first = parse(readLine());
const { subject, failed } = await load(first);
answer(first.nonce, failed === undefined ? { loaded: true } : { failed });
for (let line = readLine(); line !== undefined; line = readLine()) {
  const { nonce, values } = parse(line);
  answer(nonce, call(subject, values));
}
exit(0);
