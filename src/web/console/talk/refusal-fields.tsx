import { Alert, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { refusalReasons } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useCauseText } from '../parts/cause.tsx';
import { PhotoPicker } from '../parts/photo-picker.tsx';
import { useRead } from '../parts/use-api.ts';

type Platform = NonNullable<ReplyOf<typeof refusalReasons>['platform']>;

export const useRefusalReasons = (rmaId: RmaView['id'] | undefined, enabled = true) =>
  useRead(refusalReasons, { params: { rmaId: rmaId ?? 'rma_0' } }, { enabled: enabled && rmaId !== undefined });

/** What a platform wants of a refusal: one of its own reasons, and a proof where it takes one. */
export function PlatformFields({ platform, loading }: { platform: Platform | null; loading: boolean }) {
  const t = useTexts('talk');
  const sayCause = useCauseText();
  if (!platform) return null;
  if (!platform.refuses) return <Alert type="warning" showIcon message={t('cannotRefuse')} className="refusal-note" />;
  return (
    <>
      {platform.problem ? (
        <Alert
          type="error"
          showIcon
          message={t('reasonsFailed', { why: sayCause(platform.problem) })}
          className="refusal-note"
        />
      ) : null}
      <Form.Item
        name="platformReasonId"
        label={t('platformReason')}
        rules={[{ required: true, message: t('needPlatformReason') }]}
      >
        <Select loading={loading} options={platform.reasons.map(({ id, text }) => ({ value: id, label: text }))} />
      </Form.Item>
      {platform.proof === 'none' ? null : (
        <Form.Item
          name="proof"
          label={t('proof')}
          extra={t('proofHint')}
          initialValue={[]}
          valuePropName="files"
          rules={[
            {
              validator: (_, files: unknown) =>
                platform.proof === 'needed' && Array.isArray(files) && files.length === 0
                  ? Promise.reject(new Error(t('proofNeeded')))
                  : Promise.resolve(),
            },
          ]}
        >
          <ProofPicker />
        </Form.Item>
      )}
    </>
  );
}

type Files = Parameters<typeof PhotoPicker>[0]['files'];

/** One picture: another takes its place. The form hands in the value and takes the change. */
function ProofPicker({ files = [], onChange }: { files?: Files; onChange?: (files: Files) => void }) {
  const t = useTexts('talk');
  return <PhotoPicker files={files} label={t('addPicture')} onChange={(next) => onChange?.(next.slice(-1))} />;
}

/** Our own ground, with the article that carries it below. */
export function useOwnReasons(own: ReplyOf<typeof refusalReasons>['own'] | undefined) {
  const t = useTexts('talk');
  const { i18n } = useTranslation();
  return (code: string | undefined) => {
    const reason = own?.find((one) => one.code === code);
    if (!reason) return undefined;
    const says = i18n.language === 'en' ? reason.en : reason.zh;
    return `${says} · ${reason.article ? t('article', { article: reason.article }) : t('noArticle')}`;
  };
}
