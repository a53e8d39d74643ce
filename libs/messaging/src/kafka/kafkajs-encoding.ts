import Decoder, { type Header, type Reducible } from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';

/** What an encoder of kafkajs asks room for when it begins. It makes one for every header of every record. */
const BEGINS_WITH = 511;
/** So many bytes lie on the heap of V8; a buffer of more is an allocation of its own, which costs a hundred times that. */
const ON_HEAP = 64;
const GROWS_TO = 512;

const LOW_BITS = 0x7f;
const MORE = 0x80;
const LARGEST_INT = 0x3fffffff;

const isSmall = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= LARGEST_INT && Number.isInteger(value);

/**
 * Makes kafkajs write and read the same bytes at less expense: a third of what an event with a dozen headers costs went into
 * buffers of one byte (a number of variable length), of 512 (a header that is written) and views (the name of one that is read).
 */
export const patchEncoding = (): void => {
  patchEncoder();
  patchDecoder();
};

const patchEncoder = (): void => {
  const { writeVarLong } = Encoder.prototype;
  const { nextPowerOfTwo, sizeOfVarLong } = Encoder;

  Encoder.nextPowerOfTwo = (size) => (size === BEGINS_WITH ? ON_HEAP : nextPowerOfTwo(size));
  Encoder.prototype.ensureAvailable = function (this: Encoder, bytes: number): void {
    const wanted = this.offset + bytes;
    if (wanted <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Math.max(nextPowerOfTwo(wanted), GROWS_TO));
    this.buf.copy(larger, 0, 0, this.offset);
    this.buf = larger;
  };

  Encoder.prototype.writeUVarInt = function (this: Encoder, value: number): Encoder {
    this.ensureAvailable(LONGEST_VARINT);
    let left = value;
    while ((left & ~LOW_BITS) !== 0) {
      this.buf[this.offset++] = (left & LOW_BITS) | MORE;
      left >>>= 7;
    }
    this.buf[this.offset++] = left;
    return this;
  };

  Encoder.prototype.writeVarLong = function (this: Encoder, value: unknown): Encoder {
    return isSmall(value) ? this.writeVarInt(value) : writeVarLong.call(this, value);
  };
  Encoder.sizeOfVarLong = (value) =>
    isSmall(value) ? Encoder.sizeOfVarInt(value) : sizeOfVarLong.call(Encoder, value);
};

type HeaderObject = Record<string, Header['value'] | Header['value'][]>;

/** As kafkajs has it: a name that occurs several times has a list of values. Strangers choose the names. */
const objectOf = (headers: Iterable<Header>): HeaderObject => {
  const object = { __proto__: null } as unknown as HeaderObject; // `__proto__` is none of its properties
  for (const { key, value } of headers) {
    const before = object[key];
    if (before === undefined) object[key] = value;
    else object[key] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return object;
};

/** Of 32 bits, seven in a byte. */
const LONGEST_VARINT = 5;

const patchDecoder = (): void => {
  const { readVarIntArray } = Decoder.prototype;
  // Only headers are such lists, and of them kafkajs makes an object, which it copies once for each.
  Decoder.prototype.readVarIntArray = function (this: Decoder, read) {
    const headers = readVarIntArray.call(this, read) as readonly Header[] & Reducible; // what kafkajs itself gives
    return { reduce: () => objectOf(headers) };
  };

  Decoder.prototype.readVarIntString = function (this: Decoder): string | null {
    const length = this.readVarInt();
    if (length === -1) return null;
    const begin = this.offset;
    this.offset += length;
    return this.buffer.toString('utf8', begin, this.offset);
  };
};
