import { App, Button, Card, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { send } from '../api/client.ts';
import { Facts } from '../parts/facts.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAct } from '../parts/use-act.ts';
import { useLabels } from '../parts/use-labels.ts';
import { useSession } from '../session.tsx';

/** Who one is here, and one's password. */
export function Account() {
  const { t } = useTranslation();
  const { user } = useSession();
  const labels = useLabels();
  const { message } = App.useApp();
  const { busy, act } = useAct();
  const [form] = Form.useForm<{ current: string; next: string }>();
  const change = (given: { current: string; next: string }) =>
    act(async () => {
      await send('POST', '/api/desk/session/password', given);
      message.success(t('account.changed'));
      form.resetFields();
    });
  return (
    <div className="narrow">
      <PageHead title={t('account.title')} />
      <Card size="small" className="notice">
        <Facts
          of={[
            [t('signIn.name'), user.name],
            [t('users.role'), t(`role.${user.role}`)],
            [t('users.unit'), user.unitId ? labels.unit(user.unitId) : null],
          ]}
        />
      </Card>
      <Card size="small" title={t('account.change')}>
        <Form form={form} layout="vertical" onFinish={change} requiredMark={false}>
          <Form.Item name="current" label={t('account.current')} rules={[{ required: true }]}>
            <Input.Password autoComplete="current-password" maxLength={200} />
          </Form.Item>
          <Form.Item
            name="next"
            label={t('account.next')}
            rules={[{ required: true, min: 10, message: t('signIn.passwordHint') }]}
          >
            <Input.Password autoComplete="new-password" maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('account.change')}
          </Button>
        </Form>
      </Card>
    </div>
  );
}
