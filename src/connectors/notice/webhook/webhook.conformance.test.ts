import type { Instant } from '../../../domain/time.ts';
import { startWebhookCatcher } from '../../../simulators/webhook/simulator.ts';
import { steering } from '../../steering.ts';
import { describeNotices } from '../conformance.ts';
import { webhookKey } from './sign.ts';
import { webhook } from './webhook.ts';

type Caught = {
  id: string;
  body: { data: { severity: string; title: string; lines: string[]; url: string; language: string } };
};

/** A system of the merchant's own writes the words of a severity itself. */
const severityWords: Record<string, Record<string, string>> = { zh: { urgent: '紧急' }, en: { urgent: 'urgent' } };

describeNotices('a webhook', async () => {
  const simulator = await startWebhookCatcher();
  const steer = steering(simulator.url);
  let isHanging = false;
  const portWith = (secret: string) =>
    webhook({
      url: `${simulator.url}/hook`,
      key: webhookKey(secret) ?? Buffer.alloc(0),
      timeoutMs: isHanging ? 400 : 10_000,
      mayBeNear: true,
      now: () => new Date(simulator.clock.now()).toISOString() as Instant,
    });
  return {
    get port() {
      return portWith('whsec_Z3VpbGFpLXRlc3Qtc2VjcmV0LTAxMjM0NTY3ODk=');
    },
    strangerPort: portWith('whsec_YW5vdGhlci10ZXN0LXNlY3JldC0wMTIzNDU2Nzg5'),
    arrived: async () =>
      ((await steer('GET', 'caught')) as Caught[]).map(({ id, body: { data } }) => ({
        id,
        text: [
          severityWords[data.language]?.[data.severity],
          data.title.replace(/\s+/g, ' '),
          ...data.lines,
          data.url,
        ].join('\n'),
      })),
    fault: async (kind) => {
      isHanging = kind.startsWith('hang');
      await steer('POST', 'faults', { kind, count: 1 });
    },
    close: simulator.close,
  };
});
