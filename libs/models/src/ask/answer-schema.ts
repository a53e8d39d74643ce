import {
  jsonSchemaOf,
  parseJsonData,
  type EventDefinition,
  type FieldProblem,
  type JsonSchema,
  type ParsedData,
} from '@troupe/contracts';
import { z } from 'zod';

/** What an answer has to look like. */
export interface AnswerSchema<Data> {
  /** Of letters and digits, for the provider. */
  readonly name: string;
  readonly jsonSchema: JsonSchema;
  /** Reads the JSON of an answer, or says all that is wrong with it. */
  parse(json: unknown): ParsedData<Data>;
}

/** An event creator stands for the schema of its data. */
export type Answerable<Data> = AnswerSchema<Data> | EventDefinition<string, Data>;

const isDefinition = <Data>(given: Answerable<Data>): given is EventDefinition<string, Data> => 'domain' in given;

/** The schema of an answer that becomes an event: the event's own, in its JSON form. */
export const answerSchemaOf = <Data>(given: Answerable<Data>): AnswerSchema<Data> =>
  isDefinition(given)
    ? {
        name: given.type.replaceAll(/[^a-zA-Z0-9]/g, '_'),
        jsonSchema: jsonSchemaOf(given),
        parse: (json) => parseJsonData(given, json),
      }
    : given;

const problemOf = ({ path, message }: z.core.$ZodIssue): FieldProblem => ({ field: path.join('.'), message });

/** The schema of an answer that becomes part of an event, or steers what an agent does. */
export const answerOf = <Data>(name: string, shape: z.ZodType<Data>): AnswerSchema<Data> => ({
  name,
  jsonSchema: z.toJSONSchema(shape),
  parse: (json) => {
    const read = shape.safeParse(json);
    return read.success ? { data: read.data } : { problems: read.error.issues.map(problemOf) };
  },
});
