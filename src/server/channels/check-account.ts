import type { AccountField, ChannelAccount } from '../../connectors/channel/account.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { problemOfAddress } from './outside-address.ts';

type AccountRejection =
  | { code: 'value_missing'; field: string }
  | { code: 'value_unknown'; field: string }
  | { code: 'value_not_allowed'; field: string; reason: string };

/** Every value has a field, every required field has a value, and addresses lie outside this network. */
export function checkAccount(
  app: App,
  fields: readonly AccountField[],
  { settings, credentials }: ChannelAccount,
  required: readonly AccountField[],
): Result<null, AccountRejection> {
  for (const [kind, given] of [['setting', settings] as const, ['secret', credentials] as const]) {
    const unknown = Object.keys(given).find(
      (name) => !fields.some((field) => field.kind === kind && field.name === name),
    );
    if (unknown) return reject({ code: 'value_unknown', field: unknown });
  }
  for (const { name, kind, preset, optional } of required) {
    const value = kind === 'secret' ? credentials[name] : settings[name];
    if (!value && preset === undefined && !optional) return reject({ code: 'value_missing', field: name });
  }
  for (const { name, choices } of fields) {
    const value = settings[name];
    if (value && choices && !choices.includes(value))
      return reject({ code: 'value_not_allowed', field: name, reason: choices.join(', ') });
    const problem = value && /url$/i.test(name) ? problemOfAddress(value, app.config.nearVendors) : undefined;
    if (problem) return reject({ code: 'value_not_allowed', field: name, reason: problem });
  }
  return ok(null);
}
