/** As whom the developer commits: the address is one that can never be. */
export const AGENT = { name: 'developer-agent', email: 'developer-agent@troupe.invalid' };
