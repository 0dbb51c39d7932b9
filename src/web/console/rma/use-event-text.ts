import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { RmaView } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { claimEventValues } from '../claims/claim-event-values.ts';
import { useWords, type Values, type WordGroup } from '../locales/texts.ts';
import { useCauseText } from '../parts/cause.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { clockEventValues } from './clock-event-values.ts';
import { sayBecause } from './say-because.ts';

type Entry = Pick<RmaView['timeline'][number], 'type' | 'data'>;

/** Facts whose value is a code, and the words it is said in. */
const coded: Record<string, WordGroup> = {
  resolution: 'resolution',
  reason: 'reason',
  grade: 'grade',
  disposition: 'disposition',
  location: 'location',
  method: 'method',
  courier: 'courier',
  payer: 'payer',
  instead: 'courier',
  because: 'because',
  from: 'resolution',
  to: 'resolution',
  outcome: 'ruling',
  on: 'advanceMoment',
};

/** Their `from` and `to` are reasons and no kinds. */
const ofReasons: ReadonlySet<string> = new Set(['reason_changed', 'reason_change_noted']);

/** The moment that was recorded is another than that of the recording. */
const saidOf: ReadonlySet<string> = new Set([
  'platform_intervened',
  'platform_decided',
  'dispute_evidence_asked',
  'dispute_answered',
  'dispute_ended',
]);

const saidByVendor: ReadonlySet<string> = new Set(['cause', 'message']);

/** An event as a sentence; a type that is newer than this page is shown by its name. */
export function useEventText() {
  const { t, i18n } = useTranslation('events');
  const words = useWords();
  const sayCause = useCauseText();
  const formats = useFormats();
  return useCallback(
    ({ type, data }: Entry): string => {
      const values: Values = { note: '', tests: '', message: '', cause: '' };
      for (const [name, value] of Object.entries(data)) {
        const group = ofReasons.has(type) && (name === 'from' || name === 'to') ? 'reason' : coded[name];
        if (typeof value === 'number') values[name] = value;
        else if (name === 'because' && typeof value === 'string')
          values[name] = sayBecause(type, value, words, sayCause);
        else if (typeof value === 'string')
          values[name] = group ? words(group, value) : saidByVendor.has(name) ? sayCause(value) : value;
        else if (isMoney(value)) values[name] = formatMoney(value);
        else if (Array.isArray(value) && name === 'files') values['count'] = value.length;
        else if (Array.isArray(value) && name === 'failedTests' && value.length > 0) {
          values['tests'] = ` (${value.map((test) => words('test', String(test))).join(' / ')})`;
        }
      }
      const own = data['gradeName'];
      if (typeof own === 'object' && own !== null && 'zh' in own && 'en' in own)
        values['grade'] = String(i18n.language === 'en' ? own.en : own.zh);
      if (typeof data['because'] === 'string') values['why'] = data['because'];
      if (typeof data['reasonCode'] === 'string') values['rejectReason'] = words('rejectReason', data['reasonCode']);
      if (typeof data['status'] === 'string') values['parcelStatus'] = words('parcelStatus', data['status']);
      if (typeof data['state'] === 'string') values['pickupState'] = words('pickupState', data['state']);
      if (typeof data['told'] === 'string') values['interceptTold'] = words('intercept', data['told']);
      if (type === 'advance_chased') values['kind'] = words('chaseKind', String(data['kind']));
      if (type === 'intercept_wait_ended') values['waitEnded'] = words('waitEnded', String(data['because']));
      if (type === 'evidence_requested' && values['note'] === 'photo_of_fault') values['note'] = '';
      if (typeof data['goods'] === 'string') values['goodsTerm'] = words('goodsTerm', data['goods']);
      if (typeof data['difference'] === 'string') values['difference'] = words('difference', data['difference']);
      if (typeof data['differenceOutcome'] === 'string')
        values['differenceOutcome'] = words('differenceOutcome', data['differenceOutcome']);
      if (typeof data['action'] === 'string') values['action'] = words('channelAction', data['action']);
      values['moment'] =
        saidOf.has(type) && (data['by'] === 'person' || type.startsWith('dispute_')) && typeof data['at'] === 'string'
          ? ` · ${formats.full(data['at'])}`
          : '';
      Object.assign(values, clockEventValues(type, data, words), claimEventValues(type, data, words, formats.full));
      return i18n.exists(type, { ns: 'events' }) ? t(type, { ...values, ns: 'events' }) : type;
    },
    [t, i18n, words, sayCause, formats],
  );
}

const isMoney = (value: unknown): value is { minor: string; currency: string } =>
  typeof value === 'object' &&
  value !== null &&
  'minor' in value &&
  'currency' in value &&
  typeof value.minor === 'string' &&
  typeof value.currency === 'string';
