import { jsonSchemaOf, TicketOpened, type ParsedData, type TicketOpenedData } from '@troupe/contracts';
import { describeBounds, type Bounds } from '../requests/bounds.ts';
import { readBody } from '../requests/read-body.ts';

/** In characters: as much as anybody reads of a ticket. */
const LONGEST_TEXT = 10_000;

const NAME: Bounds = { minLength: 1, maxLength: 100 };

/** What a ticket must keep to beyond its types. */
const TICKET: Bounds = {
  properties: {
    customerId: NAME,
    text: { minLength: 1, maxLength: LONGEST_TEXT },
    subject: { minLength: 1, maxLength: 200 },
    channel: NAME,
  },
};

/** Reads a body as a ticket. Everything that is wrong is told. */
export const readTicket = (body: unknown): ParsedData<TicketOpenedData> =>
  readBody(body, { event: TicketOpened, bounds: TICKET });

/** The body of a ticket, for the description of the interface. */
export const ticketSchema = (): Record<string, unknown> => describeBounds(jsonSchemaOf(TicketOpened), TICKET);
