import { alertFacts } from '../../domain/alerts/alert-kinds.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Role } from '../../domain/people/permissions.ts';
import { toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { notify } from '../notices/notify.ts';
import type { StoredAlert } from './alert-store.ts';
import { alertWords } from './alert-words.ts';

/** What a notice says of the subject of an alert: nothing of the buyer. */
export type AboutSubject = { waybill: string | null; courier: string; rmaNumbers: readonly string[]; timeZone: string };

const chineseZones =
  /^(PRC|Hongkong|Asia\/(Shanghai|Chongqing|Chungking|Harbin|Urumqi|Kashgar|Hong_Kong|Macau|Macao|Taipei))$/;

/** Who is called when nobody has seen to it in time. */
const rolesOf: Readonly<Record<number, readonly Role[]>> = { 2: ['supervisor'], 3: ['manager'] };

const HOUR_MS = 3_600_000;

/** Tells people that an alert was raised, or went a level up. The same level of the same alert is told once. */
export async function tellOf(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  alert: StoredAlert,
  about: AboutSubject,
): Promise<void> {
  const language = chineseZones.test(about.timeZone) ? 'zh' : 'en';
  const words = alertWords[language];
  const hours = Math.max(1, Math.floor((toMs(app.clock.now()) - toMs(alert.since)) / HOUR_MS));
  const up = alert.level === 2 || alert.level === 3 ? words.up[alert.level] : '';
  const { rmaNumbers } = about;
  await notify(
    app,
    tx,
    merchantId,
    {
      id: `ntc_${alert.id.slice(4)}_${alert.level}`,
      title: `${up}${words.title[alert.kind](about.waybill ?? words.noNumber, hours)}`,
      lines: [
        ...(rmaNumbers.length > 0 ? [words.rma(rmaNumbers.join(words.between))] : []),
        ...(await whoseLines(app, merchantId, alert, language)),
      ],
      url: `${app.config.publicUrl}/alerts?alert=${alert.id}`,
      severity: alertFacts[alert.kind].urgent ? 'urgent' : 'warning',
      language,
    },
    'parcels',
  );
}

async function whoseLines(
  app: App,
  merchantId: MerchantId,
  { ownerId, level }: StoredAlert,
  language: 'zh' | 'en',
): Promise<string[]> {
  const words = alertWords[language];
  const roles = rolesOf[level];
  if (ownerId === null && !roles) return [words.nobody];
  const members = await app.recentMembers(merchantId);
  const owner = members.find(({ userId }) => userId === ownerId)?.name;
  const above = members.filter(({ role }) => roles?.includes(role)).map(({ name }) => name);
  return [
    owner === undefined ? words.nobody : words.owner(owner),
    ...(above.length > 0 ? [words.above(above.join(words.between))] : []),
  ];
}
