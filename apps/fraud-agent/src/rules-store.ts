import { TroupeError } from '@troupe/contracts';
import type { Transaction } from 'kysely';
import type { RiskPolicy } from './assess.ts';
import type { FraudTables } from './tables.ts';

/**
 * The rules in force, read anew for every decision: a change of the table counts from the next order on.
 * @throws TroupeError CONFIG_INVALID when somebody has emptied `risk_settings`
 */
export const readPolicy = async (tx: Transaction<FraudTables>): Promise<RiskPolicy> => {
  const rows = await tx
    .selectFrom('risk_settings')
    .leftJoin('risk_rules', (join) => join.on('risk_rules.enabled', '=', true))
    .select(['flag_from', 'rule', 'weight', 'parameter', 'reason'])
    .execute();
  const rules = rows.flatMap(({ rule, weight, parameter, reason }) =>
    rule === null || weight === null || parameter === null || reason === null
      ? []
      : [{ rule, weight, parameter, reason }],
  );
  const flagFrom = rows[0]?.flag_from;
  if (flagFrom === undefined)
    throw new TroupeError(
      'CONFIG_INVALID',
      'risk_settings has no row: insert the score (flag_from) to flag orders from',
    );
  return { rules, flagFrom };
};
