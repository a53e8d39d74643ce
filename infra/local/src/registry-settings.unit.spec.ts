import { describe, expect, it } from '@jest/globals';
import { registryEnvironment } from './registry-settings.ts';

describe('registryEnvironment', () => {
  it('stores in a schema of its own of the main database', () => {
    expect(registryEnvironment('postgres://troupe:s%40fe@127.0.0.1:25432/main')).toMatchObject({
      APICURIO_STORAGE_KIND: 'sql',
      APICURIO_STORAGE_SQL_KIND: 'postgresql',
      APICURIO_DATASOURCE_URL: 'jdbc:postgresql://127.0.0.1:25432/main?currentSchema=troupe_registry',
      APICURIO_DATASOURCE_USERNAME: 'troupe',
      APICURIO_DATASOURCE_PASSWORD: 's@fe',
    });
  });

  it('keeps the usual port, and the demand for TLS', () => {
    const { APICURIO_DATASOURCE_URL } = registryEnvironment('postgres://u:p@db.example/main?sslmode=require');
    expect(APICURIO_DATASOURCE_URL).toBe(
      'jdbc:postgresql://db.example:5432/main?currentSchema=troupe_registry&sslmode=require',
    );
  });
});
