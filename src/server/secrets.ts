import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { assert } from '../domain/assert.ts';
import type { MerchantId } from '../domain/ids.ts';
import { dataKeysWith } from './data-keys.ts';
import type { Tx } from './db/database.ts';
import { type MasterKeys, masterKeysOf } from './master-keys.ts';
import type { Sealer } from './sealer.ts';

/**
 * Seals what must not stand in the database as it is. `place` (merchant, table, column, row) is bound to the sealed
 * text, so a value copied to another row does not open.
 */
export type Secrets = Sealer & {
  /** Seals with a key of the merchant's own, which is itself sealed with a master key: for the keys of vendors. */
  of(tx: Tx, merchantId: MerchantId): Promise<Sealer>;
  /** Puts every data key under the current master key; says how many it were. */
  rewrap(tx: Tx, merchantId: MerchantId): Promise<number>;
  /** A keyed index of a value (a phone): finds equal ones without the value. Per merchant, so two merchants' differ. */
  index(value: string, merchantId: string): Buffer;
  /** A keyed token in the place of a value that only has to be recognised, long enough to stand for one value alone. */
  token(value: string, merchantId: string): Buffer;
};

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Truncated, so that several phones share one index: a leaked index does not name a person. */
const INDEX_BYTES = 8;
const TOKEN_BYTES = 16;

/**
 * @param key 32 bytes, kept outside the database
 * @param masters of the data keys; made of `key` where none are given
 */
export function secretsWith(key: Buffer, masters: MasterKeys = masterKeysOf([], key)): Secrets {
  assert(key.length === 32, 'the secret key has 32 bytes');
  const derived = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', `guilai/${purpose}`, 32));
  const sealing = derived('seal');
  const indexing = derived('index');
  const naming = derived('token');
  const sealer: Sealer = {
    seal: (plain, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed, place) => {
      assert(sealed[0] === VERSION, 'a sealed value of a known version');
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
      const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', sealing, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
      return decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
  };
  return {
    ...sealer,
    ...dataKeysWith(sealer, masters),
    index: (value, merchantId) =>
      createHmac('sha256', indexing).update(`${merchantId}\n${value}`).digest().subarray(0, INDEX_BYTES),
    token: (value, merchantId) =>
      createHmac('sha256', naming).update(`${merchantId}\n${value}`).digest().subarray(0, TOKEN_BYTES),
  };
}
