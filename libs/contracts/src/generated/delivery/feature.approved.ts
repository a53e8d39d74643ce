// Generated from schemas/delivery/feature.approved.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** The delivery saga has resolved: the reviewed commit is to be merged. */
export interface FeatureApprovedData {
  /** Name of the repository. */
  readonly workspace: string;
  /** The branch of this feature. */
  readonly branch: string;
  /** The reviewed commit, by its full id. */
  readonly commit: string;
  /** How many attempts it took. */
  readonly attempt: number;
}

/** {@link FeatureApprovedData} as it is given to the creator: fields with a default may be left out. */
export type FeatureApprovedInput = FeatureApprovedData;

/** The delivery saga has resolved: the reviewed commit is to be merged. */
export const FeatureApproved: EventType<'feature.approved', FeatureApprovedData, FeatureApprovedInput> = eventType<'feature.approved', FeatureApprovedData, FeatureApprovedInput>(
  {
    type: 'feature.approved',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "FeatureApproved",
      "namespace": "troupe.delivery",
      "doc": "The delivery saga has resolved: the reviewed commit is to be merged.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository."
        },
        {
          "name": "branch",
          "type": "string",
          "doc": "The branch of this feature."
        },
        {
          "name": "commit",
          "type": "string",
          "doc": "The reviewed commit, by its full id."
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "How many attempts it took."
        }
      ]
    },
  },
);
