/** A file of what a shop knows. */
export const SHOP = `Before any heading.

# Parcels

## Lost parcels

A parcel that is lost is paid for. Send the number.

\`\`\`
# no heading
<!-- asked: nothing -->
\`\`\`

### Abroad ##

Ask the post there.

# Returns

<!-- asked: send back, exchange -->

Returns are free for 30 days.
`;
