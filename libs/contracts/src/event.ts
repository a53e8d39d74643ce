import type { Envelope } from './envelope.ts';

/** An Avro record schema as JSON, as it lies in schemas/. */
export interface AvroRecordSchema {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly fields: readonly unknown[];
}

/**
 * What is known of an event type without an instance of it. `Data` is the decoded form; the property that carries it
 * exists for the compiler only.
 */
export interface EventDefinition<Type extends string = string, Data = unknown> {
  /** The logical event type, which is also the logical topic: `transaction.created`. */
  readonly type: Type;
  /** The folder of schemas/ that it lives in: `commerce`. */
  readonly domain: string;
  readonly schema: AvroRecordSchema;
  /** What its records are keyed by. Default: the conversation. */
  readonly key?: 'agent';
  /** The people that it is for besides services: whoever asked, or operators. Default: nobody. */
  readonly audience?: 'requester' | 'operator';
  /** The people that say it besides services. Default: nobody. */
  readonly origin?: 'requester' | 'operator';
  readonly dataType?: Data;
}

/** A concluded event that has no envelope yet: what a handler returns. */
export interface Draft<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly definition: EventDefinition<Type, Data>;
  /** Set when the event starts a conversation of its own, under this key: see `startConversation`. */
  readonly startsConversation?: string;
  /** Set when the event goes to the conversation of this name: see `toConversation`. */
  readonly toConversation?: string;
}

/**
 * A creator: calling it with the data of an event gives a draft. It carries topic and types, so nobody can write to a
 * wrong topic. Fields with a default may be left out of `Input`.
 */
export interface EventType<Type extends string = string, Data = unknown, Input = Data> extends EventDefinition<
  Type,
  Data
> {
  (data: Input): Draft<Type, Data>;
}

/** An event as a consumer sees it: decoded data and the envelope that it travelled in. */
export interface Event<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly envelope: Envelope;
}

/** The event that a definition describes. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type extends string, infer Data> ? Event<Type, Data> : never;

/** The draft that a definition describes. */
export type DraftOf<Definition> =
  Definition extends EventDefinition<infer Type extends string, infer Data> ? Draft<Type, Data> : never;

/** Makes a creator; called by generated code only. `defaults` are the Avro defaults of fields that may be left out. */
export const eventType = <Type extends string, Data extends object, Input extends object = Data>(
  definition: EventDefinition<Type, Data>,
  defaults: Partial<Data> = {},
): EventType<Type, Data, Input> => {
  const hasDefaults = Object.keys(defaults).length > 0;
  const create = (input: Input): Draft<Type, Data> => ({
    type: definition.type,
    // The generator derives Input from Data by making exactly the fields in `defaults` optional, so the merge is Data.
    data: { ...(hasDefaults && structuredClone(defaults)), ...input } as unknown as Data,
    definition,
  });
  return Object.assign(create, definition);
};

/**
 * Lets an event start a conversation of its own instead of continuing the present one. The conversation's id derives
 * from the causing event and `key`, in a saga from its name, its conversation and `key`, so that the same key reaches the
 * same child; the causation is kept and `ce_parentid` names the conversation that it came from.
 */
export const startConversation = <Type extends string, Data>(
  key: string,
  draft: Draft<Type, Data>,
): Draft<Type, Data> => ({ ...draft, startsConversation: key });

/**
 * Lets an event go to the conversation of a name instead of continuing the present one: whoever says the same name in the
 * same tenant reaches the same conversation, so that what many conversations tell comes together, in one partition. The
 * causation is kept and `ce_parentid` names the conversation that it came from.
 */
export const toConversation = <Type extends string, Data>(
  name: string,
  draft: Draft<Type, Data>,
): Draft<Type, Data> => ({ ...draft, toConversation: name });
