/** Who said what shall become of a held event, and why. */
export interface Approval {
  /** The id of the marker that said so. */
  readonly marker: string;
  readonly actor: string;
  readonly reason: string;
}
