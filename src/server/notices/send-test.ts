import type { MerchantId } from '../../domain/ids.ts';
import type { TimedNotice } from '../../domain/notices/notice.ts';
import type { App } from '../app.ts';
import { answerSentence } from './answer-sentence.ts';
import { lockChannel, noteAnswer, portOf } from './channel-store.ts';
import { wakeChannel } from './wake-channel.ts';

const words = {
  zh: { title: '测试通知', lines: (name: string) => [`收到这条消息，说明“${name}”已经接通。`] },
  en: { title: 'Test notification', lines: (name: string) => [`If you can read this, “${name}” works.`] },
} as const;

/** Sends a test whatever the hour, and says what was answered. One that gets through lets what has waited follow. */
export async function sendTest(
  app: App,
  merchantId: MerchantId,
  channelId: string,
  language: 'zh' | 'en',
): Promise<{ ok: boolean; problem: string | null } | undefined> {
  const channel = await app.db.inMerchant(merchantId, (tx) => lockChannel(tx, merchantId, channelId));
  if (!channel) return undefined;
  const notice: TimedNotice = {
    id: app.newId('ntc'),
    at: app.clock.now(),
    title: words[language].title,
    lines: words[language].lines(channel.name),
    url: `${app.config.publicUrl}/notifications`,
    severity: 'info',
    language,
  };
  const outcome = await portOf(app, merchantId, channel).send(notice);
  const at = app.clock.now();
  if (outcome.kind === 'sent') {
    await app.db.inMerchant(merchantId, async (tx) => {
      await noteAnswer(tx, merchantId, channelId, { at, error: null });
      if (channel.failingSince && !channel.paused) await wakeChannel(app, tx, merchantId, channel);
    });
    return { ok: true, problem: outcome.remark ?? null };
  }
  const problem = answerSentence(outcome);
  // That it is slow to take more says nothing of its settings.
  if (outcome.kind !== 'throttled')
    await app.db.inMerchant(merchantId, (tx) => noteAnswer(tx, merchantId, channelId, { at, error: problem }));
  return { ok: false, problem };
}
