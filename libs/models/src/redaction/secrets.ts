/** A key or a token, by how it looks: of providers, of clouds, of git hosts, and whatever stands behind Bearer. */
export const SECRET_PATTERNS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{1,8192}?-----END [A-Z ]*PRIVATE KEY-----/g,
  /\beyJ[\w-]{8,1024}\.[\w-]{8,4096}\.[\w-]{8,1024}/g,
  /\b(?:sk|pk|rk)[-_](?:[a-z]{2,8}[-_])?[\w*-]{8,256}/gi,
  /\b(?:gh[opsur]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|xox[abeprs]-[\w-]{10,255})/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[\w-]{35}/g,
  /(?<=\bbearer\s{1,4})[\w.~+/=-]{8,4096}/gi,
];

/** A text without anything that looks like a key or a token. */
export const redactSecrets = (text: string): string =>
  SECRET_PATTERNS.reduce((left, pattern) => left.replaceAll(pattern, '[redacted]'), text);
