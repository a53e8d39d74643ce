import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a fake broker answers to a produce request, for each partition in it: a Kafka error code, 0 for success. */
export type ProduceAnswer = (request: { readonly node: number; readonly partitions: readonly number[] }) => number;

/** A cluster of brokers that speak just enough of Kafka's protocol for a producer: real sockets, scripted answers. */
export interface FakeCluster {
  readonly brokers: readonly string[];
  /** The leader of each partition, by node id. */
  leaders: number[];
  /** Decides each produce request; leaders are checked by the test, not by the brokers. */
  answer: ProduceAnswer;
  /** Record batches that were acknowledged, as `partition@node: records`. */
  readonly written: string[];
  /** Ends every connection, as a network does. */
  dropConnections(): void;
  close(): Promise<void>;
}

export const NOT_LEADER = 6;
const TOPIC_UNKNOWN = 3;
const API = { produce: 0, metadata: 3, apiVersions: 18 } as const;

/** Starts `nodes` brokers that know one topic; partition p is led by node (p mod nodes) + 1. */
export const startFakeCluster = async (options: {
  topic: string;
  partitions: number;
  nodes: number;
}): Promise<FakeCluster> => {
  const { topic, partitions, nodes } = options;
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const cluster = {
    leaders: Array.from({ length: partitions }, (_, partition) => (partition % nodes) + 1),
    answer: (() => 0) as ProduceAnswer,
    written: [] as string[],
  };
  const portOf = (node: number): number => (servers[node - 1]?.address() as AddressInfo).port; // they listen on ports

  const metadata = (reader: Reader): Writer => {
    const known = reader.array(() => reader.string());
    const writer = new Writer();
    writer.array(servers, (_, index) =>
      writer
        .int32(index + 1)
        .string('127.0.0.1')
        .int32(portOf(index + 1))
        .string(null),
    );
    writer.int32(1);
    return writer.array(known, (name) => {
      const leaders = name === topic ? cluster.leaders : [];
      writer
        .int16(name === topic ? 0 : TOPIC_UNKNOWN)
        .string(name)
        .int8(0);
      writer.array(leaders, (leader, partition) => {
        writer.int16(0).int32(partition).int32(leader);
        writer.array([leader], (node) => writer.int32(node)).array([leader], (node) => writer.int32(node));
      });
    });
  };

  const produce = (reader: Reader, node: number): Writer => {
    reader.string();
    reader.int16();
    reader.int32();
    const topics = reader.array(() => ({
      name: reader.string(),
      batches: reader.array(() => ({ partition: reader.int32(), records: recordsIn(reader.bytes()) })),
    }));
    const writer = new Writer();
    return writer
      .array(topics, ({ name, batches }) => {
        const code = cluster.answer({ node, partitions: batches.map(({ partition }) => partition) });
        writer.string(name).array(batches, ({ partition, records }) => {
          if (code === 0) cluster.written.push(`${partition}@${node}: ${records}`);
          writer.int32(partition).int16(code).int64(0n).int64(-1n);
        });
      })
      .int32(0);
  };

  const respond = (request: Buffer, node: number): Buffer => {
    const reader = new Reader(request);
    const [api] = [reader.int16(), reader.int16()];
    const correlationId = reader.int32();
    reader.string();
    if (api === API.apiVersions) return framed(correlationId, versions());
    if (api === API.metadata) return framed(correlationId, metadata(reader));
    if (api === API.produce) return framed(correlationId, produce(reader, node));
    throw new Error(`the fake broker does not know API ${api}`);
  };

  for (let node = 1; node <= nodes; node += 1) {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      splitRequests(socket, (request) => socket.write(respond(request, node)));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const close = async (): Promise<void> => {
    dropConnections();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  return Object.assign(cluster, {
    brokers: servers.map((_, index) => `127.0.0.1:${portOf(index + 1)}`),
    dropConnections,
    close,
  });
};

const versions = (): Writer => {
  const supported = [[API.produce, 3, 3] as const, [API.metadata, 1, 1] as const, [API.apiVersions, 0, 2] as const];
  const writer = new Writer();
  writer.int16(0);
  return writer.array(supported, ([api, from, to]) => writer.int16(api).int16(from).int16(to)).int32(0);
};

/** Where the number of records stands in a record batch of format 2. */
const RECORD_COUNT_AT = 57;
const recordsIn = (batch: Buffer): number => batch.readInt32BE(RECORD_COUNT_AT);

const framed = (correlationId: number, body: Writer): Buffer => {
  const payload = body.bytes();
  return Buffer.concat([
    new Writer()
      .int32(payload.length + 4)
      .int32(correlationId)
      .bytes(),
    payload,
  ]);
};

const splitRequests = (socket: Socket, handle: (request: Buffer) => void): void => {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      handle(received.subarray(4, end));
      received = received.subarray(end);
    }
  });
};

class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  #move(length: number): number {
    this.#at += length;
    return this.#at - length;
  }
  int16(): number {
    return this.#bytes.readInt16BE(this.#move(2));
  }
  int32(): number {
    return this.#bytes.readInt32BE(this.#move(4));
  }
  string(): string {
    const length = Math.max(this.int16(), 0);
    return this.#bytes.toString('utf8', this.#move(length), this.#at);
  }
  bytes(): Buffer {
    const length = this.int32();
    const from = this.#move(length);
    return this.#bytes.subarray(from, from + length);
  }
  array<Item>(read: () => Item): Item[] {
    return Array.from({ length: Math.max(this.int32(), 0) }, read);
  }
}

class Writer {
  readonly #parts: Buffer[] = [];
  #add(length: number, write: (part: Buffer) => void): this {
    const part = Buffer.alloc(length);
    write(part);
    this.#parts.push(part);
    return this;
  }
  int8(value: number): this {
    return this.#add(1, (part) => part.writeInt8(value));
  }
  int16(value: number): this {
    return this.#add(2, (part) => part.writeInt16BE(value));
  }
  int32(value: number): this {
    return this.#add(4, (part) => part.writeInt32BE(value));
  }
  int64(value: bigint): this {
    return this.#add(8, (part) => part.writeBigInt64BE(value));
  }
  string(value: string | null): this {
    if (value === null) return this.int16(-1);
    this.int16(Buffer.byteLength(value));
    return this.#add(Buffer.byteLength(value), (part) => part.write(value));
  }
  array<Item>(items: readonly Item[], write: (item: Item, index: number) => void): this {
    this.int32(items.length);
    items.forEach(write);
    return this;
  }
  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
