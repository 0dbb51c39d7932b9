import { Form, type FormInstance, type FormProps, Modal } from 'antd';
import type { ReactNode } from 'react';

type Props<Values> = Pick<FormProps<Values>, 'initialValues' | 'onFinish' | 'onValuesChange'> & {
  form: FormInstance<Values>;
  children: ReactNode;
  title: string;
  okText: string;
  busy: boolean;
  /** It takes something away. */
  danger?: boolean;
  width?: number;
  onClose: () => void;
};

/** A dialog whose OK sends its form. */
export function FormDialog<Values extends object>(props: Props<Values>) {
  const { title, okText, busy, danger = false, width = 520, onClose, form, children, ...of } = props;
  return (
    <Modal
      open
      width={width}
      onCancel={onClose}
      title={title}
      okText={okText}
      okButtonProps={{ loading: busy, danger }}
      onOk={form.submit}
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} {...of}>
        {children}
      </Form>
    </Modal>
  );
}
