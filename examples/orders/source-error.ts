/** The source rows cannot be read as invoices. The message names the place and what to do about it. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}
