/** The schema of the main database that the registry keeps its tables in. */
export const REGISTRY_SCHEMA = 'troupe_registry';

const PROBE_WITHIN_MS = 2_000;

/** Apicurio's settings for storage in our PostgreSQL: in memory it would forget schemas and renumber their ids. */
export const registryEnvironment = (databaseUrl: string): Record<string, string> => {
  const { hostname, port, pathname, username, password, searchParams } = new URL(databaseUrl);
  const ssl = searchParams.get('sslmode');
  const parameters = new URLSearchParams({ currentSchema: REGISTRY_SCHEMA, ...(ssl === null ? {} : { sslmode: ssl }) });
  return {
    APICURIO_STORAGE_KIND: 'sql',
    APICURIO_STORAGE_SQL_KIND: 'postgresql',
    APICURIO_DATASOURCE_URL: `jdbc:postgresql://${hostname}:${port || '5432'}${pathname}?${parameters.toString()}`,
    APICURIO_DATASOURCE_USERNAME: decodeURIComponent(username),
    APICURIO_DATASOURCE_PASSWORD: decodeURIComponent(password),
    // Not the 20 of a pool for many users: when the database was away, each of them fails one request before it is made anew.
    APICURIO_DATASOURCE_JDBC_INITIAL_SIZE: '1',
    APICURIO_DATASOURCE_JDBC_MIN_SIZE: '1',
    // A line for every request would be most of what it does.
    QUARKUS_HTTP_ACCESS_LOG_ENABLED: 'false',
  };
};

/** Where the Confluent-compatible API of an Apicurio registry is. */
export const registryUrl = (host: string, port: number): string => `http://${host}:${port}/apis/ccompat/v7`;

/** Whether the registry answers a request that needs its storage. */
export const registryIsReady = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(PROBE_WITHIN_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};
