// Generated from schemas/delivery/spec.validated.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One argument of the function. */
export interface SpecParameter {
  /** In camelCase. */
  readonly name: string;
  /** number, string, boolean, or one of these in list<…>. */
  readonly type: string;
}

/** One case that the code has to get right. */
export interface SpecExample {
  /** Unique in the spec: the scenario, with the row of its table. */
  readonly name: string;
  /** One JSON value for each parameter. */
  readonly arguments: readonly string[];
  /** The result, as a JSON value. */
  readonly expected: string;
  /** True when the code must not be made from it: it shows whether the code fits only what it has seen. */
  readonly heldOut: boolean;
}

/** The feature can be built and tested: what to build, and the examples that decide. */
export interface SpecValidatedData {
  /** Name of the repository that the code goes to. */
  readonly workspace: string;
  /** What is asked for, in a few words. */
  readonly title: string;
  /** The file that exports the function, without its ending, such as sales-tax. */
  readonly moduleName: string;
  /** The function to write, in camelCase. */
  readonly functionName: string;
  /** In the order of the call. */
  readonly parameters: readonly SpecParameter[];
  /** The type of the result, written as those of the parameters. */
  readonly returns: string;
  /** In the order of the feature; at least one is not held out. */
  readonly examples: readonly SpecExample[];
  /** What is promised, in words: what the feature says of itself, then one for each scenario of which an example may be seen, without its values. */
  readonly criteria: readonly string[];
  /** How sure the reading is, between 0 and 1. */
  readonly confidence: number;
  /** From 1; each answer makes the next. */
  readonly revision: number;
  /** The feature as a language model wrote it from prose; null where a person did. */
  readonly feature: string | null;
  /** Which engine answered, with its version, such as offline-gherkin@2. */
  readonly decidedBy: string;
}

/** {@link SpecValidatedData} as it is given to the creator: fields with a default may be left out. */
export type SpecValidatedInput = Omit<SpecValidatedData, 'feature'> & Partial<Pick<SpecValidatedData, 'feature'>>;

/** The feature can be built and tested: what to build, and the examples that decide. */
export const SpecValidated: EventType<'spec.validated', SpecValidatedData, SpecValidatedInput> = eventType<'spec.validated', SpecValidatedData, SpecValidatedInput>(
  {
    type: 'spec.validated',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "SpecValidated",
      "namespace": "troupe.delivery",
      "doc": "The feature can be built and tested: what to build, and the examples that decide.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository that the code goes to."
        },
        {
          "name": "title",
          "type": "string",
          "doc": "What is asked for, in a few words."
        },
        {
          "name": "moduleName",
          "type": "string",
          "doc": "The file that exports the function, without its ending, such as sales-tax."
        },
        {
          "name": "functionName",
          "type": "string",
          "doc": "The function to write, in camelCase."
        },
        {
          "name": "parameters",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "SpecParameter",
              "doc": "One argument of the function.",
              "fields": [
                {
                  "name": "name",
                  "type": "string",
                  "doc": "In camelCase."
                },
                {
                  "name": "type",
                  "type": "string",
                  "doc": "number, string, boolean, or one of these in list<…>."
                }
              ]
            }
          },
          "doc": "In the order of the call."
        },
        {
          "name": "returns",
          "type": "string",
          "doc": "The type of the result, written as those of the parameters."
        },
        {
          "name": "examples",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "SpecExample",
              "doc": "One case that the code has to get right.",
              "fields": [
                {
                  "name": "name",
                  "type": "string",
                  "doc": "Unique in the spec: the scenario, with the row of its table."
                },
                {
                  "name": "arguments",
                  "type": {
                    "type": "array",
                    "items": "string"
                  },
                  "doc": "One JSON value for each parameter."
                },
                {
                  "name": "expected",
                  "type": "string",
                  "doc": "The result, as a JSON value."
                },
                {
                  "name": "heldOut",
                  "type": "boolean",
                  "doc": "True when the code must not be made from it: it shows whether the code fits only what it has seen."
                }
              ]
            }
          },
          "doc": "In the order of the feature; at least one is not held out."
        },
        {
          "name": "criteria",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "What is promised, in words: what the feature says of itself, then one for each scenario of which an example may be seen, without its values."
        },
        {
          "name": "confidence",
          "type": "double",
          "doc": "How sure the reading is, between 0 and 1."
        },
        {
          "name": "revision",
          "type": "int",
          "doc": "From 1; each answer makes the next."
        },
        {
          "name": "feature",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The feature as a language model wrote it from prose; null where a person did."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine answered, with its version, such as offline-gherkin@2."
        }
      ]
    },
  },
  {"feature":null},
);
