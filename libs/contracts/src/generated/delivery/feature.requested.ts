// Generated from schemas/delivery/feature.requested.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Somebody asks for a feature: a Gherkin feature with examples, or prose for a language model to make one of. */
export interface FeatureRequestedData {
  /** Name of the repository that the code goes to: lower-case letters, digits and hyphens. */
  readonly workspace: string;
  /** What is asked for, in a few words. */
  readonly title: string;
  /** The feature in Gherkin; null when it is told in prose. */
  readonly feature: string | null;
  /** The wish in free words, to be made a feature by a language model; null when there is a feature. */
  readonly prose: string | null;
  /** Who asks, for the record. */
  readonly requestedBy: string | null;
}

/** {@link FeatureRequestedData} as it is given to the creator: fields with a default may be left out. */
export type FeatureRequestedInput = Omit<FeatureRequestedData, 'feature' | 'prose' | 'requestedBy'> & Partial<Pick<FeatureRequestedData, 'feature' | 'prose' | 'requestedBy'>>;

/** Somebody asks for a feature: a Gherkin feature with examples, or prose for a language model to make one of. */
export const FeatureRequested: EventType<'feature.requested', FeatureRequestedData, FeatureRequestedInput> = eventType<'feature.requested', FeatureRequestedData, FeatureRequestedInput>(
  {
    type: 'feature.requested',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "FeatureRequested",
      "namespace": "troupe.delivery",
      "doc": "Somebody asks for a feature: a Gherkin feature with examples, or prose for a language model to make one of.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository that the code goes to: lower-case letters, digits and hyphens."
        },
        {
          "name": "title",
          "type": "string",
          "doc": "What is asked for, in a few words."
        },
        {
          "name": "feature",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The feature in Gherkin; null when it is told in prose."
        },
        {
          "name": "prose",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The wish in free words, to be made a feature by a language model; null when there is a feature."
        },
        {
          "name": "requestedBy",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "Who asks, for the record."
        }
      ]
    },
  },
  {"feature":null,"prose":null,"requestedBy":null},
);
