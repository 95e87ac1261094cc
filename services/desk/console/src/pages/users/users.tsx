import { PlusOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User, UsersAnswer } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { usePages } from '../../api/use-pages.ts';
import { Failed } from '../../parts/failed.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useLabels } from '../../parts/use-labels.ts';
import { UserForm } from './user-form.tsx';

/** Who may come in, and as what. */
export function Users() {
  const { t } = useTranslation();
  const labels = useLabels();
  const pages = usePages<User, UsersAnswer>('users', (after) => get('/api/desk/users', { after }));
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  if (pages.error) return <Failed error={pages.error} reload={pages.reload} />;
  const columns: TableColumnsType<User> = [
    { title: t('signIn.name'), key: 'name', render: (_, user) => <strong>{user.name}</strong> },
    { title: t('users.role'), key: 'role', render: (_, user) => t(`role.${user.role}`) },
    { title: t('users.unit'), key: 'unit', render: (_, user) => (user.unitId ? labels.unit(user.unitId) : '—') },
    {
      title: t('board.state'),
      key: 'state',
      render: (_, user) => (
        <Tag color={user.disabled ? 'default' : 'success'}>{t(user.disabled ? 'users.disabled' : 'users.active')}</Tag>
      ),
    },
    {
      key: 'change',
      align: 'right',
      render: (_, user) => (
        <Button size="small" onClick={() => setEdited(user)}>
          {t('users.change')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <PageHead title={t('users.title')} intro={t('users.intro')}>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('users.add')}
        </Button>
      </PageHead>
      <Table
        rowKey="name"
        size="small"
        columns={columns}
        dataSource={pages.data?.items ?? []}
        loading={pages.loading}
        pagination={false}
        scroll={{ x: 560 }}
      />
      <Pager pages={pages} />
      {edited ? <UserForm user={edited} close={() => setEdited(null)} done={pages.reload} /> : null}
    </>
  );
}
