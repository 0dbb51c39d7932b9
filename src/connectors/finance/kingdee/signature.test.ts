import { expect, test } from 'vitest';
import { clientOf, signedHeaders } from './signature.ts';

const keys = {
  acctId: '64f0a1b2c3d4e5',
  userName: 'demo',
  appId: 'CLIENT01_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX',
  appSecret: 'TESTAPPSECRET',
  orgNumber: '100',
};
const path = '/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.Save.common.kdsvc';

test('the headers of a Kingdee call are those of the test vector (K1)', () => {
  expect(signedHeaders(keys, path, 1790302530)).toMatchObject({
    'X-Api-ClientID': 'CLIENT01',
    'x-api-timestamp': '1790302530',
    'x-api-nonce': '1790302530',
    'X-Api-Signature': 'YjM2MjkyNDQxNmNlZGI0ODBjMmI4MGU0NTlmZDYzZTYzZmNhMmIwODA4MWQzY2JmOTc1NDBlZjM3YjUyMzAyNw==',
    'X-Kd-Appdata': 'NjRmMGExYjJjM2Q0ZTUsZGVtbywyMDUyLDEwMA==',
    'X-Kd-Signature': 'ODdmYTM1NDMyZjU4OTEzOTg1ZDI0YWM3NTMzZmIzYTZjMmQzNDUzNDRiMTIwYWVlZDA3OWMyOWI3ZTM4ZTE1Yg==',
  });
});

test('the mask is read as letters, not as hex as one public package has it (K1)', () => {
  const { secret } = clientOf(keys.appId);
  expect(secret).toBe('MDE3N2I2PzBrPzg4OD45N3IhK3B1InIk');
  expect(secret).not.toBe('AFXxlMImRX+4la3Y6dOy6BAREhMUFRYX');
});
