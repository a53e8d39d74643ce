import { TroupeError } from '@troupe/contracts';

/** The Confluent wire format: a zero byte, the schema id in four bytes (big-endian), then Avro. */
const MAGIC = 0;
const PREFIX_BYTES = 5;

/** What the wire format wraps. */
export interface Framed {
  readonly schemaId: number;
  readonly payload: Buffer;
}

/** Puts an Avro payload into the wire format. */
export const frame = ({ schemaId, payload }: Framed): Buffer => {
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + payload.length);
  framed.writeUInt8(MAGIC, 0);
  framed.writeUInt32BE(schemaId, 1);
  payload.copy(framed, PREFIX_BYTES);
  return framed;
};

/** Takes an Avro payload out of the wire format. @throws TroupeError BYTES_UNDECODABLE when it is not in it. */
export const unframe = (value: Buffer | null): Framed => {
  if (value === null) throw notFramed('there is no value');
  if (value.length < PREFIX_BYTES) throw notFramed(`${value.length} bytes are too few`);
  if (value.readUInt8(0) !== MAGIC) throw notFramed(`the first byte is ${value.readUInt8(0)}, not ${MAGIC}`);
  return { schemaId: value.readUInt32BE(1), payload: value.subarray(PREFIX_BYTES) };
};

const notFramed = (why: string): TroupeError =>
  new TroupeError(
    'BYTES_UNDECODABLE',
    `the value is not in the Confluent wire format: ${why}. Write it with the schema registry's serializer`,
  );
