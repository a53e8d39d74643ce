import { createFifo, type Fifo } from './fifo.ts';

/** What the queues are made of. */
export interface ConversationQueuesOptions<Item> {
  /** Items under way at most, of all conversations together; asked anew at every start. */
  concurrency(): number;
  /** Deals with one item. It shall not throw or reject. */
  run(item: Item): Promise<void>;
}

/** One queue per conversation: in order within a conversation, side by side across them. */
export interface ConversationQueues<Item> {
  /** Starts the item at once if its conversation has nothing under way and the bound allows it; queues it otherwise. */
  add(conversation: string, item: Item): void;
  /** Items under way or waiting. */
  readonly size: number;
  /** Starts what the bound allows: to be called when it has grown. */
  proceed(): void;
  /** Drops what waits, and starts nothing any more. What is under way goes on. */
  close(): void;
  /** Resolves as soon as nothing is under way or waiting. */
  idle(): Promise<void>;
}

interface Conversation<Item> {
  readonly key: string;
  /** Absent until something waits: most have one item in their life. */
  waiting?: Fifo<Item>;
}

/** Empty queues. A conversation takes room only while it has items. */
export const createConversationQueues = <Item>({
  concurrency,
  run,
}: ConversationQueuesOptions<Item>): ConversationQueues<Item> => {
  const conversations = new Map<string, Conversation<Item>>();
  /** Conversations that have an item to start, and wait for their turn. */
  const ready = createFifo<Conversation<Item>>();
  const idlers: (() => void)[] = [];
  let closed = false;
  let running = 0;
  let size = 0;

  const start = (conversation: Conversation<Item>, item: Item): void => {
    running += 1;
    const finish = (): void => {
      running -= 1;
      size -= 1;
      if (conversation.waiting !== undefined && conversation.waiting.size > 0) ready.push(conversation);
      else conversations.delete(conversation.key);
      startReady();
      if (size === 0) for (const idler of idlers.splice(0)) idler();
    };
    run(item).then(finish, finish);
  };

  const startReady = (): void => {
    while (running < concurrency()) {
      const conversation = ready.shift();
      const item = conversation?.waiting?.shift();
      if (conversation === undefined || item === undefined) return;
      start(conversation, item);
    }
  };

  const lineUp = (conversation: Conversation<Item>, item: Item): void =>
    (conversation.waiting ??= createFifo<Item>()).push(item);

  const add = (key: string, item: Item): void => {
    if (closed) return;
    size += 1;
    const known = conversations.get(key);
    if (known !== undefined) return lineUp(known, item);
    const conversation: Conversation<Item> = { key };
    conversations.set(key, conversation);
    if (running < concurrency()) return start(conversation, item);
    lineUp(conversation, item);
    ready.push(conversation);
  };

  const close = (): void => {
    closed = true;
    ready.clear();
    for (const { waiting } of conversations.values()) waiting?.clear();
    size = running;
    if (size === 0) for (const idler of idlers.splice(0)) idler();
  };

  return {
    add,
    close,
    proceed: startReady,
    get size() {
      return size;
    },
    idle: () => (size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
};
