// What kafkajs 2.2.4 does not publish and the subscriber the log reader and the patches rely on. Its version is pinned.

declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    constructor(options: {
      maxInFlightRequests: number | null;
      requestTimeout: number;
      clientId: string;
      broker: string;
      enforceRequestTimeout?: boolean;
      logger: { debug(message: string, fields: object): void; warn(message: string, fields: object): void };
    });
    /** Requests that wait for their turn. */
    readonly pending: readonly unknown[];
    /** Milliseconds since 1970 UTC. */
    readonly throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    push(request: {
      entry: { correlationId: number; resolve(response: object): void; reject(error: Error): void };
      expectResponse: boolean;
      sendRequest(): void;
    }): void;
    fulfillRequest(response: { correlationId: number; payload: Buffer | null; size: number }): void;
    maybeThrottle(forMs: number): void;
    readonly inflight: Map<number, { sentAt: number | null; requestTimeout: number; timeoutRequest(): void }>;
    readonly enforceRequestTimeout: boolean | undefined;
    requestTimeoutIntervalId?: NodeJS.Timeout;
    isConnected(): boolean;
    destroy(): void;
    scheduleRequestTimeoutCheck(): void;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
  export { RequestQueue as default };
}

declare module 'kafkajs/src/consumer/consumerGroup.js' {
  import type { KafkaMessage } from 'kafkajs';

  interface Offsets {
    readonly topic: string;
    readonly partitions: readonly { partition: number; offset: string; metadata?: string | null }[];
  }
  interface TopicPartitions {
    readonly topic: string;
    readonly partitions: readonly number[];
  }
  interface PartitionList {
    readonly topic: string;
    readonly partitions: readonly { partition: number }[];
  }
  interface Place {
    readonly topic: string;
    readonly partition: number;
  }

  /** Of one generation: what it commits is refused once the generation is over. */
  interface OffsetManager {
    committedOffsets(): Record<string, Record<number, string> | undefined>;
    /** Where the next fetch begins. */
    nextOffset(topic: string, partition: number): { toString(): string };
    resolveOffset(resolved: Place & { offset: string }): void;
    commitOffsets(commit: { topics: readonly Offsets[] }): Promise<void>;
  }

  interface Batch extends Place {
    /** Where the fetch began. */
    readonly fetchedOffset: string;
    /** Where the log ends. */
    readonly highWatermark: string;
    readonly rawMessages: readonly unknown[];
    /** Without control records and records of aborted transactions. */
    readonly messages: readonly KafkaMessage[];
    lastOffset(): string;
  }

  interface Coordinator {
    isConnected(): boolean;
    leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
    offsetFetch(request: { groupId: string; topics: readonly PartitionList[] }): Promise<{ responses: Offsets[] }>;
  }

  class ConsumerGroup {
    readonly groupId: string;
    readonly assigners: readonly object[];
    readonly offsetManager: OffsetManager;
    coordinator: Coordinator;
    readonly cluster: {
      /** Of all consumers that one client has made. */
      committedOffsetsByGroup: Map<string, unknown>;
      refreshMetadata(): Promise<void>;
      findGroupCoordinator(options: { groupId: string }): Promise<Coordinator>;
      fetchTopicsOffset(topics: readonly (PartitionList & { fromBeginning: boolean })[]): Promise<Offsets[]>;
    };
    memberId: string | null;
    /** Of the next fetch, in milliseconds; it is read anew for each. */
    maxWaitTime: number;
    getNodeIds(): readonly string[];
    readonly generationId: number;
    assigned(): readonly TopicPartitions[];
    pause(places: readonly TopicPartitions[]): void;
    resume(places: readonly TopicPartitions[]): void;
    heartbeat(options: { interval: number }): Promise<void>;
    joinAndSync(): Promise<void>;
    leave(): Promise<void>;
    fetch(nodeId: number): Promise<readonly Batch[]>;
    recoverFromOffsetOutOfRange(error: Error & Place): Promise<void>;
  }
  export { ConsumerGroup as default };
}

declare module 'kafkajs/src/consumer/batch.js' {
  import type { KafkaMessage } from 'kafkajs';

  /** What one fetch brought of one partition. */
  class Batch {
    constructor(topic: string, fetchedOffset: string, partitionData: object);
    readonly rawMessages: readonly unknown[];
    /** Without control records and records of aborted transactions. */
    readonly messages: readonly KafkaMessage[];
    /** Where the log ends. */
    readonly highWatermark: string;
    lastOffset(): string;
  }
  export { Batch as default };
}

declare module 'kafkajs/src/cluster/index.js' {
  interface FetchRequest {
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { partition: number; fetchOffset: string; maxBytes: number }[];
    }[];
  }

  class Cluster {
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    addTargetTopic(topic: string): Promise<void>;
    refreshMetadata(): Promise<void>;
    /** Null when every broker that is known failed to answer. */
    metadata(options?: { readonly topics?: readonly string[] }): Promise<object | null>;
    /** Partitions by the id of the broker that leads them. */
    findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, readonly number[]>;
    findBroker(options: { nodeId: string }): Promise<{
      fetch(request: FetchRequest): Promise<{
        responses: readonly { topicName: string; partitions: readonly { readonly partition: number }[] }[];
      }>;
    }>;
    fetchTopicsOffset(
      topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { partition: number }[];
        readonly fromBeginning: boolean;
      }[],
    ): Promise<readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[]>;
  }
  export { Cluster as default };
}

declare module 'kafkajs/src/cluster/brokerPool.js' {
  class BrokerPool {
    /** Of none means of all, unless the encoder is told otherwise. */
    refreshMetadata(topics: readonly string[]): Promise<void>;
  }
  export { BrokerPool as default };
}

declare module 'kafkajs/src/protocol/encoder.js' {
  class Encoder {
    static nextPowerOfTwo(size: number): number;
    static sizeOfVarInt(value: number): number;
    /** A number, a string of digits or a Long of kafkajs. */
    static sizeOfVarLong(value: unknown): number;
    constructor(initialSize?: number);
    buf: Buffer;
    offset: number;
    readonly buffer: Buffer;
    ensureAvailable(bytes: number): void;
    writeVarInt(value: number): Encoder;
    writeUVarInt(value: number): Encoder;
    writeVarLong(value: unknown): Encoder;
    writeVarIntString(value: string | null): Encoder;
    writeArray(array: readonly unknown[], type?: string, length?: number): Encoder;
    /** An array of none is written as null. */
    writeNullableArray(array: readonly unknown[], type?: string): Encoder;
  }
  export { Encoder as default };
}

declare module 'kafkajs/src/protocol/decoder.js' {
  interface Header {
    readonly key: string;
    readonly value: Buffer | null;
  }
  /** What kafkajs does with a list of headers. */
  interface Reducible {
    reduce(add: (object: object, header: Header) => object, first: object): object;
  }
  class Decoder {
    constructor(buffer: Buffer);
    readonly buffer: Buffer;
    offset: number;
    readVarInt(): number;
    readVarIntString(): string | null;
    readVarIntArray(read: (decoder: Decoder) => Header): Reducible;
  }
  export { Decoder as default, type Header, type Reducible };
}
