import { Button, Dropdown, Menu, Spin } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Routes, useLocation, useNavigate } from 'react-router';
import type { Role } from '../../src/api/schema.ts';
import { send } from './api/client.ts';
import { useIsLive } from './api/live.ts';
import { LanguageButton } from './parts/language-button.tsx';
import { useSession } from './session.tsx';

const Board = lazy(async () => ({ default: (await import('./pages/board/board.tsx')).Board }));
const Charts = lazy(async () => ({ default: (await import('./pages/charts/charts.tsx')).Charts }));
const CasePage = lazy(async () => ({ default: (await import('./pages/case/case-page.tsx')).CasePage }));
const Petitions = lazy(async () => ({ default: (await import('./pages/petition/petitions.tsx')).Petitions }));
const PetitionPage = lazy(async () => ({ default: (await import('./pages/petition/petition-page.tsx')).PetitionPage }));
const Quarantine = lazy(async () => ({ default: (await import('./pages/quarantine/quarantine.tsx')).Quarantine }));
const Channels = lazy(async () => ({ default: (await import('./pages/channels.tsx')).Channels }));
const Ledger = lazy(async () => ({ default: (await import('./pages/ledger.tsx')).Ledger }));
const Users = lazy(async () => ({ default: (await import('./pages/users/users.tsx')).Users }));
const Audit = lazy(async () => ({ default: (await import('./pages/audit.tsx')).Audit }));
const Account = lazy(async () => ({ default: (await import('./pages/account.tsx')).Account }));

const EVERYONE: readonly Role[] = ['administrator', 'operator', 'unit', 'leader'];
const NOT_UNITS: readonly Role[] = ['administrator', 'operator', 'leader'];

/** The pages, in the order of the menu, and who sees them (as in the desk's API). */
const PAGES = [
  { path: '/', name: 'board', roles: EVERYONE, page: <Board /> },
  { path: '/charts', name: 'charts', roles: EVERYONE, page: <Charts /> },
  { path: '/petitions', name: 'petitions', roles: NOT_UNITS, page: <Petitions /> },
  { path: '/quarantine', name: 'quarantine', roles: NOT_UNITS, page: <Quarantine /> },
  { path: '/channels', name: 'channels', roles: NOT_UNITS, page: <Channels /> },
  { path: '/ledger', name: 'ledger', roles: NOT_UNITS, page: <Ledger /> },
  { path: '/users', name: 'users', roles: ['administrator'] as readonly Role[], page: <Users /> },
  { path: '/audit', name: 'audit', roles: ['administrator'] as readonly Role[], page: <Audit /> },
] as const;

/** The frame around every page. */
export function Shell() {
  const { user } = useSession();
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const pages = PAGES.filter(({ roles }) => roles.includes(user.role));
  const here = pages.findLast(({ path }) => (path === '/' ? pathname === '/' : pathname.startsWith(path)));
  const title = `${t(`nav.${here?.name ?? 'board'}`)} · ${t('name')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <header className="shell-header">
        <span className="shell-name">{t('name')}</span>
        <Menu
          className="shell-menu"
          mode="horizontal"
          triggerSubMenuAction="click"
          theme="dark"
          selectedKeys={[here?.path ?? '/']}
          items={pages.map(({ path, name }) => ({ key: path, label: t(`nav.${name}`) }))}
          onClick={({ key }) => navigate(key)}
        />
        <Live />
        <Who />
      </header>
      <main className="shell-main">
        <Suspense fallback={<Spin className="page-spin" />}>
          <Routes>
            {pages.map(({ path, page }) => (
              <Route key={path} path={path} element={page} />
            ))}
            <Route path="/cases/:caseId" element={<CasePage />} />
            <Route path="/petitions/:petitionId" element={<PetitionPage />} />
            <Route path="/account" element={<Account />} />
            <Route path="*" element={<p className="failed failed-title">{t('error.not-found')}</p>} />
          </Routes>
        </Suspense>
      </main>
    </>
  );
}

function Who() {
  const { user, refresh } = useSession();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signOut = async () => {
    await send('DELETE', '/api/desk/session').catch(() => undefined);
    refresh();
  };
  return (
    <>
      <LanguageButton />
      <Dropdown
        menu={{
          items: [
            { key: 'role', label: t(`role.${user.role}`), disabled: true },
            { key: 'account', label: t('nav.account'), onClick: () => void navigate('/account') },
            { key: 'out', label: t('nav.signOut'), onClick: () => void signOut() },
          ],
        }}
      >
        <Button size="small" ghost>
          {user.name}
        </Button>
      </Dropdown>
    </>
  );
}

/** Whether what is shown is of now. */
function Live() {
  const { t } = useTranslation();
  const isLive = useIsLive();
  return (
    <span className={isLive ? 'live' : 'live live-off'} role="status" title={t(isLive ? 'live.on' : 'live.off')}>
      <span className="live-text">{t(isLive ? 'live.on' : 'live.off')}</span>
    </span>
  );
}
