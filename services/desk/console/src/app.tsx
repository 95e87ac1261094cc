import { App, ConfigProvider, Spin } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import type { PolicyAnswer, SessionAnswer } from '../../src/api/schema.ts';
import { get, onSignedOut } from './api/client.ts';
import { readClock } from './api/clock.ts';
import { disconnect } from './api/live.ts';
import { useData } from './api/use-data.ts';
import { Failed } from './parts/failed.tsx';
import { SessionProvider } from './session.tsx';

const SignIn = lazy(async () => ({ default: (await import('./pages/sign-in.tsx')).SignIn }));
const Shell = lazy(async () => ({ default: (await import('./shell.tsx')).Shell }));

const THEME = { token: { colorPrimary: '#1d5ea8', borderRadius: 6 } };

/** Language and theme around everything. */
export function Root() {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider theme={THEME} button={{ autoInsertSpace: false }} locale={i18n.language === 'en' ? enUS : zhCN}>
      <App>
        <Suspense fallback={<Spin fullscreen />}>
          <Door />
        </Suspense>
      </App>
    </ConfigProvider>
  );
}

/** The sign-in page for strangers, the console for everyone else. */
function Door() {
  const session = useData('session', () => get<SessionAnswer>('/api/desk/session'));
  const { pathname } = useLocation();
  useEffect(() => onSignedOut(session.reload), [session.reload]);
  if (session.error) return <Failed error={session.error} reload={session.reload} />;
  if (!session.data) return <Spin fullscreen />;
  const { user, first } = session.data;
  if (!user) return <SignIn first={first} done={session.reload} />;
  if (pathname === '/signin') return <Navigate to="/" replace />;
  return <SignedIn user={user} refresh={session.reload} key={user.name} />;
}

function SignedIn({ user, refresh }: { user: NonNullable<SessionAnswer['user']>; refresh(): void }) {
  const policy = useData('policy', async () => {
    await readClock();
    return get<PolicyAnswer>('/api/desk/policy');
  });
  // The next one who signs in gets a connection of their own.
  useEffect(() => disconnect, []);
  if (policy.error) return <Failed error={policy.error} reload={policy.reload} />;
  if (!policy.data) return <Spin fullscreen />;
  return (
    <SessionProvider session={{ user, policy: policy.data, refresh }}>
      <Shell />
    </SessionProvider>
  );
}
