import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { assert, present } from '../domain/assert.ts';
import type { MerchantId } from '../domain/ids.ts';
import type { Tx } from './db/database.ts';
import type { MasterKey, MasterKeys } from './master-keys.ts';
import type { Sealer } from './sealer.ts';

/** A value under a data key: this byte, the key's version in four, nonce, tag, ciphertext. Version 1 knows no data keys. */
const FORMAT = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Row = { version: number; master_key_id: string; wrapped: Buffer };

/** Keys of the merchants' own, each sealed with a master key. `older` opens what was sealed before there were any. */
export function dataKeysWith(older: Sealer, masters: MasterKeys) {
  const of = async (tx: Tx, merchantId: MerchantId): Promise<Sealer> => {
    const rows = await keysOf(tx, merchantId);
    const all = rows.length > 0 ? rows : await firstKey(tx, merchantId, masters.current());
    const keys = new Map(all.map((row) => [row.version, unwrapped(masters, merchantId, row)]));
    const latest = Math.max(...keys.keys());
    return {
      seal: (plain, place) => {
        const head = Buffer.alloc(5);
        head[0] = FORMAT;
        head.writeUInt32BE(latest, 1);
        return Buffer.concat([head, sealed(present(keys.get(latest), 'the data key'), Buffer.from(plain), place)]);
      },
      open: (bytes, place) => {
        if (bytes[0] !== FORMAT) return older.open(bytes, place);
        const version = bytes.readUInt32BE(1);
        const key = present(keys.get(version), `data key ${version} of ${merchantId}`);
        return opened(key, bytes.subarray(5), place).toString('utf8');
      },
    };
  };
  return {
    of,
    rewrap: async (tx: Tx, merchantId: MerchantId): Promise<number> => {
      const current = masters.current();
      const { rows } = await sql<Row>`select version, master_key_id, wrapped from data_key
        where merchant_id = ${merchantId} and master_key_id <> ${current.id} for update`.execute(tx);
      for (const row of rows) {
        const wrapped = wrap(current, merchantId, row.version, unwrapped(masters, merchantId, row));
        await sql`update data_key set master_key_id = ${current.id}, wrapped = ${wrapped}, rewrapped_at = now()
          where merchant_id = ${merchantId} and version = ${row.version}`.execute(tx);
      }
      return rows.length;
    },
  };
}

async function keysOf(tx: Tx, merchantId: MerchantId): Promise<Row[]> {
  const { rows } = await sql<Row>`select version, master_key_id, wrapped from data_key
    where merchant_id = ${merchantId}`.execute(tx);
  return rows;
}

/** Of two processes that make the first one together only one writes, and both use what it wrote. */
async function firstKey(tx: Tx, merchantId: MerchantId, master: MasterKey): Promise<Row[]> {
  const wrapped = wrap(master, merchantId, 1, randomBytes(32));
  await sql`insert into data_key (merchant_id, version, master_key_id, wrapped)
    values (${merchantId}, 1, ${master.id}, ${wrapped}) on conflict do nothing`.execute(tx);
  return keysOf(tx, merchantId);
}

const placeOf = (merchantId: MerchantId, version: number): string => `${merchantId}|data_key|wrapped|${version}`;

const wrap = ({ key }: MasterKey, merchantId: MerchantId, version: number, dataKey: Buffer): Buffer =>
  sealed(key, dataKey, placeOf(merchantId, version));

function unwrapped(masters: MasterKeys, merchantId: MerchantId, { version, master_key_id, wrapped }: Row): Buffer {
  const master = present(masters.find(master_key_id), `the master key ${master_key_id}`);
  return opened(master.key, wrapped, placeOf(merchantId, version));
}

function sealed(key: Buffer, plain: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function opened(key: Buffer, bytes: Buffer, place: string): Buffer {
  assert(bytes.length > NONCE_BYTES + TAG_BYTES, 'a sealed value is whole');
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), options);
  decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
