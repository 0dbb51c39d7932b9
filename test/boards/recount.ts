/** What a figure is asked for. Days are the merchant's own; `category` empty: all. */
export type Asked = { merchantId: string; from: string; to: string; shopIds: string[] | null; category: string };

/**
 * Figures straight from the timeline, in SQL that shares nothing with the program: no fold, no read model. The same moment
 * must be seen by both, so it runs in the transaction of whoever asks.
 */
export function recountOn(
  query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>,
  asked: Asked,
  now: string,
) {
  const { merchantId, from, to, shopIds, category } = asked;
  const rowsOf = async <Row extends object>(text: string, more: unknown[] = []): Promise<Row[]> =>
    (await query(`${COMMON} ${text}`, [merchantId, from, to, shopIds, category, ...more])).rows as Row[];

  return {
    sold: async () => {
      const [row] = await rowsOf<Record<string, string>>(SOLD);
      return row ?? {};
    },
    happened: async (measure: keyof typeof HAPPENED) =>
      Object.fromEntries(
        (await rowsOf<{ tag: string; figure: string }>(HAPPENED[measure])).map(({ tag, figure }) => [tag, figure]),
      ),
    span: async (span: keyof typeof SPANS) => {
      const { begun, done, of } = SPANS[span];
      const rows = await rowsOf<{ minutes: number; ended: boolean }>(
        `, m as (${MOMENTS}) select floor(greatest(extract(epoch from coalesce(${done}, $6::timestamptz) - ${begun}), 0) / 60)::int as minutes,
          ${done} is not null as ended from m where ${begun} is not null and ${of} and (${done} is not null or not is_over)
          order by 1`,
        [now],
      );
      return {
        ended: rows.filter((row) => row.ended).length,
        open: rows.filter((row) => !row.ended).length,
        p50: median(rows),
      };
    },
  };
}

/** By the definition: the first minute by which the product of all (1 − ended / still waiting) is one half or less. */
function median(rows: readonly { minutes: number; ended: boolean }[]): number | null {
  let survivors = 1;
  for (const minutes of [...new Set(rows.filter((row) => row.ended).map((row) => row.minutes))].sort((a, b) => a - b)) {
    const atRisk = rows.filter((row) => row.minutes >= minutes).length;
    const ended = rows.filter((row) => row.ended && row.minutes === minutes).length;
    survivors *= 1 - ended / atRisk;
    if (survivors <= 0.5 + 1e-9) return minutes;
  }
  return null;
}

/** Lines of returns under the order lines that they come from, through all their splits. */
const COMMON = `with recursive zone as (select time_zone as tz from merchant where merchant_id = $1),
  ev as (select * from rma_event where merchant_id = $1),
  opened as (select rma_id, data, data ->> 'shopId' as shop_id, ((data ->> 'openedAt')::timestamptz at time zone tz)::date as day
    from ev, zone where type = 'rma_opened'),
  line(rma_id, line_id, order_line_id) as (
    select rma_id, l ->> 'lineId', l ->> 'orderLineId' from opened, jsonb_array_elements(data -> 'lines') l
    union
    select line.rma_id, ev.data ->> 'newLineId', line.order_line_id from line
      join ev on ev.rma_id = line.rma_id and ev.type = 'line_split' and ev.data ->> 'lineId' = line.line_id),
  chosen as (select o.* from opened o where ($4::text[] is null or shop_id = any($4)) and ($5 = '' or exists (
    select 1 from line join order_line ol on ol.merchant_id = $1 and ol.line_id = line.order_line_id
    where line.rma_id = o.rma_id and ol.goods_class = $5)))`;

const SOLD = `, back as (select line.order_line_id, sum(case when type = 'line_received' then 1 else -1 end * (ev.data ->> 'quantity')::int) as units
    from ev join line on line.rma_id = ev.rma_id and line.line_id = ev.data ->> 'lineId'
    where type in ('line_received', 'line_receipt_undone') group by 1),
  part as (select ol.order_id, ol.quantity, ol.paid_minor, least(coalesce(back.units, 0), ol.quantity) as units
    from sales_order o cross join zone join order_line ol on ol.merchant_id = $1 and ol.order_id = o.order_id
    left join back on back.order_line_id = ol.line_id
    where o.merchant_id = $1 and o.shipped_at is not null and (o.placed_at at time zone tz)::date between $2 and $3
      and ($4::text[] is null or o.shop_id = any($4)) and ($5 = '' or ol.goods_class = $5))
  select count(distinct order_id)::text as orders, count(distinct order_id) filter (where units > 0)::text as "returnedOrders",
    coalesce(sum(quantity), 0)::text as units, coalesce(sum(units), 0)::text as "returnedUnits",
    coalesce(sum(paid_minor), 0)::text as "paidMinor",
    coalesce(sum(div(paid_minor::numeric * units, quantity)), 0)::text as "returnedMinor" from part`;

const HAPPENED = {
  opened: `select coalesce((select ev.data ->> 'to' from ev where ev.rma_id = c.rma_id
        and ev.type = 'reason_changed' order by seq desc limit 1), c.data ->> 'reason') as tag, count(*)::text as figure
    from chosen c where day between $2 and $3 group by 1`,
  refunded: `select '' as tag, sum((ev.data #>> '{amount,minor}')::bigint)::text as figure from ev join chosen using (rma_id), zone
    where type = 'refund_succeeded' and ((ev.data ->> 'at')::timestamptz at time zone tz)::date between $2 and $3 having count(*) > 0`,
  lapsed: `select ev.data ->> 'kind' as tag, count(*)::text as figure from ev join chosen using (rma_id), zone
    where type = 'deadline_lapsed' and ev.data ->> 'of' = 'seller'
      and ((ev.data ->> 'dueAt')::timestamptz at time zone tz)::date between $2 and $3 group by 1`,
  decided: `, first as (select distinct on (rma_id) rma_id, type, ev.data, actor_kind, occurred_at from ev join chosen using (rma_id)
      where type in ('rma_approved', 'rma_rejected') order by rma_id, seq)
    select case when type = 'rma_approved' then 'approved:' || (data ->> 'by') else 'rejected:' ||
        case actor_kind when 'system' then 'policy' when 'platform' then 'platform' else 'person' end end as tag, count(*)::text as figure
    from first, zone where ((case when type = 'rma_approved' then (data ->> 'at')::timestamptz else occurred_at end) at time zone tz)::date
      between $2 and $3 group by 1`,
} as const;

const at = (type: string, how = 'min', field = 'at') =>
  `(select ${how}((e.data ->> '${field}')::timestamptz) from ev e where e.rma_id = c.rma_id and e.type = '${type}')`;

/** Until a receipt is undone, a return was received with its first receipt or at the courier's word, whichever is earlier. */
const MOMENTS = `select (c.data ->> 'openedAt')::timestamptz as opened,
    (select case when e.type = 'rma_approved' then (e.data ->> 'at')::timestamptz else e.occurred_at end from ev e
      where e.rma_id = c.rma_id and e.type in ('rma_approved', 'rma_rejected') order by seq limit 1) as decided,
    least((select min((e.data ->> 'at')::timestamptz) from ev e where e.rma_id = c.rma_id and e.type = 'line_received'),
      (select min((e.data ->> 'at')::timestamptz) from ev e where e.rma_id = c.rma_id and e.type = 'parcel_status_changed'
        and e.data ->> 'status' = 'delivered')) as received,
    ${at('refund_succeeded', 'max')} as refunded,
    r.stage in ('closed', 'rejected', 'withdrawn') as is_over,
    r.resolution in ('return_and_refund', 'refund_only', 'refused_delivery', 'price_protection') as due_money
  from chosen c join rma r on r.merchant_id = $1 and r.rma_id = c.rma_id where c.day between $2 and $3`;

const SPANS = {
  review: { begun: 'opened', done: 'decided', of: 'true' },
  received_to_refund: { begun: 'received', done: 'refunded', of: 'due_money' },
  request_to_refund: { begun: 'opened', done: 'refunded', of: 'due_money' },
} as const;

export type RecountedSpan = keyof typeof SPANS;
export const recountedSpans = Object.keys(SPANS) as RecountedSpan[];
export type RecountedMeasure = keyof typeof HAPPENED;
export const recountedMeasures = Object.keys(HAPPENED) as RecountedMeasure[];
