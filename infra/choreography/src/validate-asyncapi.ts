import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { Parser } from '@asyncapi/parser';
import { TroupeError } from '@troupe/contracts';

/** Of what the parser says, what makes a document invalid; the rest is advice. */
const ERROR = 0;

/** Holds a document against AsyncAPI with its own parser, Avro schemas included. @throws TroupeError DEFINITION_INVALID */
export const validateAsyncApi = async (text: string): Promise<void> => {
  const parser = new Parser();
  parser.registerSchemaParser(AvroSchemaParser());
  const problems = (await parser.parse(text)).diagnostics
    .filter(({ severity }) => [ERROR].includes(severity))
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (problems.length > 0)
    throw new TroupeError('DEFINITION_INVALID', `the AsyncAPI document is not valid: ${problems.join('; ')}`);
};
