/** How a conversation's booking ended: what is undone never comes back. */
export type BookingState = 'booked' | 'refused' | 'undone';

/** The tables of the schema `shipping_agent` that the agent itself owns. */
export interface ShippingTables {
  readonly zones: { country: string; zone: string };
  readonly carriers: { carrier: string; parcels_per_day: number };
  readonly rates: {
    carrier: string;
    service: string;
    zone: string;
    currency: string;
    max_weight_grams: number;
    base_minor: number;
    per_kg_minor: number;
    transit_days: number;
    cutoff_minute: number;
  };
  readonly piece_weights: { sku: string; grams: number };
  readonly shipping_settings: { default_piece_grams: number; days_tried: number };
  /** How full a carrier's day is; a row appears with the first parcel. `day` counts from 1970-01-01. */
  readonly capacity: { carrier: string; day: number; capacity: number; booked: number };
  /** One row per conversation that was answered. Undone before anything was asked for, it is a tombstone. */
  readonly bookings: { conversation_id: string; state: BookingState; carrier: string | null; day: number | null };
}
