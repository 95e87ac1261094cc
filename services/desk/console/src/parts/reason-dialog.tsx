import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks why before personal data is shown. */
export function ReasonDialog(props: {
  open: boolean;
  title: string;
  hint: string;
  busy: boolean;
  close(): void;
  give(reason: string): void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={t('common.confirm')}
      confirmLoading={props.busy}
      onCancel={props.close}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p className="quiet">{props.hint}</p>
      <Form form={form} layout="vertical" onFinish={({ reason }) => props.give(reason)}>
        <Form.Item
          name="reason"
          label={t('common.reason')}
          rules={[{ required: true, min: 2, message: t('common.reasonHint') }]}
        >
          <Input autoFocus maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
