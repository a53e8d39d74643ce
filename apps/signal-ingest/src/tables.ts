/** The tables of the schema `signal_ingest`, besides those of the decision store. */
export interface IngestTables {
  readonly feeds: {
    source: string;
    /** How far it was read, as JSON text: compared as it is, so that of two instances only one goes on from it. */
    position: string;
  };
}
