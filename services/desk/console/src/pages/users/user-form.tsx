import { App, Form, Input, Modal, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Role, User } from '../../../../src/api/schema.ts';
import { send } from '../../api/client.ts';
import { useAct } from '../../parts/use-act.ts';
import { useSession } from '../../session.tsx';

const ROLES: readonly Role[] = ['administrator', 'operator', 'unit', 'leader'];

interface Given {
  name: string;
  role: Role;
  unitId?: string | null;
  active?: boolean;
  password?: string;
}

/** Adds somebody, or changes what they are. */
export function UserForm({ user, close, done }: { user: User | 'new'; close(): void; done(): void }) {
  const { t } = useTranslation();
  const { policy, user: self } = useSession();
  const { message } = App.useApp();
  const { busy, act } = useAct();
  const [form] = Form.useForm<Given>();
  const role = Form.useWatch('role', form);
  const isNew = user === 'new';
  const isSelf = !isNew && user.name === self.name;
  const save = (given: Given) =>
    act(async () => {
      const unitId = given.role === 'unit' ? (given.unitId ?? null) : null;
      if (isNew) {
        await send('POST', '/api/desk/users', { ...given, unitId });
        message.success(t('users.added', { name: given.name }));
      } else {
        await send('PATCH', `/api/desk/users/${encodeURIComponent(user.name)}`, {
          ...(isSelf ? {} : { role: given.role, unitId, disabled: given.active === false }),
          ...(given.password ? { password: given.password } : {}),
        });
        message.success(t('users.saved'));
      }
      done();
      close();
    });
  const initial = isNew ? { role: 'operator' as const } : { ...user, active: !user.disabled };
  return (
    <Modal
      open
      title={isNew ? t('users.add') : user.name}
      okText={t('common.save')}
      confirmLoading={busy}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <Form form={form} layout="vertical" onFinish={save} initialValues={initial} requiredMark={false}>
        {isNew ? (
          <Form.Item name="name" label={t('signIn.name')} rules={[{ required: true, whitespace: true }]}>
            <Input autoFocus maxLength={60} autoComplete="off" />
          </Form.Item>
        ) : null}
        <Form.Item name="role" label={t('users.role')}>
          <Select disabled={isSelf} options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </Form.Item>
        {role === 'unit' ? (
          <Form.Item name="unitId" label={t('users.unit')} rules={[{ required: true }]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={policy.units.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item
          name="password"
          label={t(isNew ? 'signIn.password' : 'users.newPassword')}
          extra={t('signIn.passwordHint')}
          rules={[{ required: isNew, min: 10, message: t('signIn.passwordHint') }]}
        >
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
        {isNew || isSelf ? null : (
          <Form.Item name="active" label={t('users.mayEnter')} valuePropName="checked">
            <Switch checkedChildren={t('users.active')} unCheckedChildren={t('users.disabled')} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
