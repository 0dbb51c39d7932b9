import { EyeOutlined } from '@ant-design/icons';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { revealPickup } from '../../../contract/pickups.ts';
import type { RmaView } from '../../../contract/returns.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

/** The whole door of a visit, for who says what for; that stays on record (个人信息保护法). */
export function RevealDoor({ rmaId, pickupId }: { rmaId: RmaView['id']; pickupId: string }) {
  const t = useTexts('pickups');
  const { may } = useSession();
  const showProblem = useShowProblem();
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<ReplyOf<typeof revealPickup>>();
  const [form] = Form.useForm<{ purpose: string }>();
  const reveal = useAct(revealPickup, {
    onRefused: showProblem,
    onDone: (reply) => {
      setClear(reply);
      setAsking(false);
    },
  });
  if (clear)
    return (
      <strong>
        {clear.name} {clear.phone} {clear.address}
      </strong>
    );
  if (!may('person:reveal')) return null;
  return (
    <>
      <Button
        size="small"
        type="text"
        icon={<EyeOutlined />}
        aria-label={t('reveal')}
        title={t('reveal')}
        onClick={() => setAsking(true)}
      />
      <Modal
        open={asking}
        onCancel={() => setAsking(false)}
        title={t('revealTitle')}
        okText={t('revealGo')}
        okButtonProps={{ loading: reveal.isPending }}
        onOk={form.submit}
        destroyOnHidden
      >
        <p>{t('revealBody')}</p>
        <Form
          form={form}
          layout="vertical"
          preserve={false}
          requiredMark={false}
          onFinish={({ purpose }) =>
            reveal.mutate({ params: { rmaId }, body: { pickupId: pickupId as `pk${string}`, purpose } })
          }
        >
          <Form.Item
            name="purpose"
            label={t('purpose')}
            rules={[{ required: true, whitespace: true, message: t('needPurpose') }]}
          >
            <Input autoFocus maxLength={200} placeholder={t('purposePlaceholder')} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
