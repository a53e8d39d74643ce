import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { patchEncoding } from './kafkajs-encoding.ts';
import { patchMetadata } from './kafkajs-metadata.ts';

/** What a subscriber does where kafkajs has no hook for it. */
export interface GroupHooks {
  /**
   * Joins the group: `join` sends JoinGroup and resolves when the new assignment is known. Until it is called the old
   * generation still holds; nothing is fetched until all of it has resolved.
   */
  join(group: ConsumerGroup, join: () => Promise<void>): Promise<void>;
  /**
   * Fetches from one broker, and takes what has come. It runs in kafkajs's own loop, which sends a heartbeat after every
   * call: it shall return within a fraction of the session timeout.
   */
  fetch(group: ConsumerGroup, fetch: () => Promise<readonly Batch[]>): Promise<void>;
  /** Told when a fetch began outside what the topic holds. kafkajs would go to the other end in silence. */
  outOfRange(place: { readonly topic: string; readonly partition: number }): void;
}

/** What one fetch brought of one partition of one topic. */
export type Batch = Awaited<ReturnType<ConsumerGroup['fetch']>>[number];

const hooksByAssigner = new WeakMap<object, GroupHooks>();

/** Ties hooks to the consumer that uses this assigner: it is the one object of ours that every group instance knows. */
export const hookGroup = (assigner: object, hooks: GroupHooks): void => void hooksByAssigner.set(assigner, hooks);

/**
 * Patches kafkajs in this process, once:
 * - its connections re-arm a timer of 1 ms for ever, with delays that Node 24 warns about: now only while throttled;
 *   and they look for requests without an answer once a second instead of ten times;
 * - it asks about the topics that it was told of, and about none where none matter: see `patchMetadata`;
 * - consumers with hooks drain before they join again, take fetched records themselves, never reset an offset, and outlast
 *   that no broker is known;
 * - records are written and read at less expense: see `patchEncoding`.
 * All others behave as before.
 */
export const patchKafkajs = (): void => {
  if (isPatched) return;
  isPatched = true;
  patchRequestQueue();
  patchMetadata();
  patchConsumerGroup();
  patchEncoding();
};
let isPatched = false;

const hooksOf = (group: ConsumerGroup): GroupHooks | undefined =>
  group.assigners.map((assigner) => hooksByAssigner.get(assigner)).find((hooks) => hooks !== undefined);

/** Ten wake-ups a second on every connection, as kafkajs has it, are most of what an idle service costs. */
const TIMEOUT_CHECK_MS = 1_000;

/** Requests that the limit in flight holds back need no timer: they are looked at whenever an answer comes or is given up. */
const patchRequestQueue = (): void => {
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    const throttledMs = this.throttledUntil - Date.now();
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0 || throttledMs <= 0) return;
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, throttledMs);
  };

  RequestQueue.prototype.scheduleRequestTimeoutCheck = function (this: RequestQueue): void {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      for (const request of this.inflight.values())
        if (Date.now() - (request.sentAt ?? Date.now()) > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    }, TIMEOUT_CHECK_MS);
  };
};

const patchConsumerGroup = (): void => {
  const { joinAndSync, fetch, getNodeIds, recoverFromOffsetOutOfRange } = ConsumerGroup.prototype;
  const nodesOf = new WeakMap<ConsumerGroup, readonly string[]>();
  const joins = new WeakMap<ConsumerGroup, Promise<void>>();

  ConsumerGroup.prototype.joinAndSync = function (this: ConsumerGroup): Promise<void> {
    const hooks = hooksOf(this);
    if (hooks === undefined) return joinAndSync.call(this);
    // The fetchers of several brokers may find out at once that metadata is stale: one join serves them all.
    const joining = joins.get(this) ?? hooks.join(this, () => joinAndSync.call(this)).finally(() => joins.delete(this));
    joins.set(this, joining);
    return joining;
  };

  ConsumerGroup.prototype.fetch = async function (this: ConsumerGroup, nodeId: number): Promise<readonly Batch[]> {
    const hooks = hooksOf(this);
    if (hooks === undefined) return fetch.call(this, nodeId);
    await hooks.fetch(this, () => fetch.call(this, nodeId));
    return [];
  };

  ConsumerGroup.prototype.getNodeIds = function (this: ConsumerGroup): readonly string[] {
    const nodes = getNodeIds.call(this);
    if (nodes.length > 0) nodesOf.set(this, nodes);
    // With the last broker gone kafkajs would end the consumer; asking it again finds out when it is back.
    return hooksOf(this) === undefined ? nodes : (nodesOf.get(this) ?? nodes);
  };

  ConsumerGroup.prototype.recoverFromOffsetOutOfRange = async function (this: ConsumerGroup, error): Promise<void> {
    const hooks = hooksOf(this);
    if (hooks === undefined) return recoverFromOffsetOutOfRange.call(this, error);
    hooks.outOfRange(error);
    throw error;
  };
};
