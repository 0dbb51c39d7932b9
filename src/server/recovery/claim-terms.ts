import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { answerDays, type ClaimParty, claimParties } from '../../domain/recovery/loss-claim.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

/** How many days each party has to answer: as the merchant says, else as the program has it. */
export async function claimTerms(tx: Tx, merchantId: MerchantId) {
  const { rows } = await sql<{ against: ClaimParty; days: number }>`select against, days from claim_terms
    where merchant_id = ${merchantId}`.execute(tx);
  const said = new Map(rows.map(({ against, days }) => [against, days]));
  return claimParties.map((against) => ({
    against,
    days: said.get(against) ?? answerDays[against].days,
    own: said.has(against),
  }));
}

export async function daysToAnswer(tx: Tx, merchantId: MerchantId, against: ClaimParty): Promise<number> {
  const terms = await claimTerms(tx, merchantId);
  return terms.find((term) => term.against === against)?.days ?? answerDays[against].days;
}

export async function setClaimTerms(
  tx: Tx,
  merchantId: MerchantId,
  terms: readonly { against: ClaimParty; days: number }[],
  set: { by: string; at: Instant },
): Promise<void> {
  // Named twice, the last word counts: one statement may write a row only once.
  const last = [...new Map(terms.map((term) => [term.against, term])).values()];
  await sql`insert into claim_terms (merchant_id, against, days, set_by, set_at)
    select ${merchantId}, t.against, t.days, ${set.by}, ${set.at}
    from jsonb_to_recordset(${JSON.stringify(last)}::jsonb) as t(against text, days int)
    on conflict (merchant_id, against) do update set days = excluded.days, set_by = excluded.set_by,
      set_at = excluded.set_at`.execute(tx);
}
