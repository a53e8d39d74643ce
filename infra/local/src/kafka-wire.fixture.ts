import { connect } from 'node:net';

const METADATA = { api: 3, version: 1 };
const CREATE_TOPICS = { api: 19, version: 2 };
const ALL_TOPICS = -1;

/** Creates a topic of one partition, spoken by hand: these specs are about the server, and know no client. */
export const createTopic = async (address: string, name: string): Promise<void> => {
  const topic = [int32(1), int16(name.length), Buffer.from(name), int32(1), int16(1), int32(0), int32(0)];
  const [timeoutMs, validateOnly] = [int32(10_000), Buffer.from([0])];
  await request(address, CREATE_TOPICS, Buffer.concat([...topic, timeoutMs, validateOnly]));
};

/** Whether the broker knows the topic. */
export const hasTopic = async (address: string, name: string): Promise<boolean> =>
  (await request(address, METADATA, int32(ALL_TOPICS))).includes(name);

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const request = (address: string, call: { api: number; version: number }, body: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(`kafka://${address}`);
    const socket = connect({ host, port: Number(port), timeout: 10_000 });
    const header = Buffer.concat([int16(call.api), int16(call.version), int32(1), int16(-1)]);
    socket.write(Buffer.concat([int32(header.length + body.length), header, body]));
    let response = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      response = Buffer.concat([response, chunk]);
      if (response.length < 4 || response.length < 4 + response.readInt32BE(0)) return;
      socket.destroy();
      resolve(response);
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer from ${address}`)));
    socket.once('error', reject);
  });
