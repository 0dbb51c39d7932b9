import { z } from 'zod';
import { startInvoicing, testSecret, testTaxId } from '../../../simulators/invoicing/simulator.ts';
import { steering } from '../../steering.ts';
import { invoicingConformance } from '../conformance.ts';
import { genericInvoicing } from './generic.ts';

const sheets = z.array(z.object({ blueNumber: z.string() }));

invoicingConformance('The generic service', async () => {
  const simulator = await startInvoicing();
  const steer = steering(simulator.url);
  const open = (timeoutMs: number, secret = testSecret) =>
    genericInvoicing({ baseUrl: simulator.url, taxId: testTaxId, secret, timeoutMs });
  const [patient, impatient] = [open(10_000), open(400)];
  let hangs = false;
  let blues = 0;
  return {
    // Only who waits in vain may be impatient: on a busy machine any answer can be late.
    get port() {
      const port = hangs ? impatient : patient;
      hangs = false;
      return port;
    },
    strangerPort: open(10_000, 'ANOTHER'),
    fault: async (kind, service) => {
      hangs = kind.startsWith('hang');
      await steer('POST', 'faults', {
        kind,
        count: 1,
        filter: { service: service === 'look' ? 'find' : service },
      });
    },
    blue: async ({ booked }) => {
      const number = `2633${String(++blues).padStart(16, '0')}`;
      const lines = [{ number: 1, net: '10000', tax: '1300' }];
      await steer('POST', 'blue-invoices', { number, buyerKind: 'company', booked, lines });
      return number;
    },
    answer: async (sheetId, answer) => {
      await steer('POST', `sheets/${sheetId}/answer`, { answer });
    },
    hoursPass: async (hours) => {
      await steer('POST', 'clock', { shiftMs: hours * 3_600_000 });
    },
    sheets: async () => sheets.parse(await steer('GET', 'sheets')),
    close: () => simulator.close(),
  };
});
