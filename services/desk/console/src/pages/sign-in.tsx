import { Alert, Button, Card, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { send } from '../api/client.ts';
import { LanguageButton } from '../parts/language-button.tsx';
import { useAct } from '../parts/use-act.ts';

/** Name and password; with the one-time link, those of the first administrator. */
export function SignIn({ first, done }: { first: boolean; done(): void }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const { busy, act } = useAct();
  const once = search.get('once');
  const enter = (given: { name: string; password: string }) =>
    act(async () => {
      if (once) await send('POST', '/api/desk/session/first', { ...given, once });
      else await send('POST', '/api/desk/session', given);
      done();
    });
  const hint = once ? t('signIn.firstHint') : first ? t('signIn.needLink') : null;
  return (
    <div className="sign-in">
      <Card title={`${t('name')} · ${once ? t('signIn.first') : t('signIn.title')}`} extra={<LanguageButton plain />}>
        {hint ? <Alert type="info" title={hint} style={{ marginBottom: 16 }} /> : null}
        <Form layout="vertical" onFinish={enter} requiredMark={false}>
          <Form.Item name="name" label={t('signIn.name')} rules={[{ required: true }]}>
            <Input autoFocus autoComplete="username" maxLength={60} />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('signIn.password')}
            extra={once ? t('signIn.passwordHint') : undefined}
            rules={[{ required: true, ...(once ? { min: 10, message: t('signIn.passwordHint') } : {}) }]}
          >
            <Input.Password autoComplete={once ? 'new-password' : 'current-password'} maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            {once ? t('signIn.create') : t('signIn.enter')}
          </Button>
        </Form>
      </Card>
    </div>
  );
}
