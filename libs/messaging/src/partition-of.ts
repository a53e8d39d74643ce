/**
 * The partition of a key among `partitions`, as the Java client's default partitioner computes it (murmur2 of the
 * key's UTF-8 bytes): whoever writes a conversation, in whatever language, writes it to the same partition.
 */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** MurmurHash2 in 32 bits, little-endian, as a signed integer. */
export const murmur2 = (bytes: Buffer): number => {
  const length = bytes.length;
  const whole = length - (length % 4);
  let hash = SEED ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  if (length > whole) hash = Math.imul(hash ^ bytes.readUIntLE(whole, length - whole), M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return (hash ^ (hash >>> 15)) | 0;
};
