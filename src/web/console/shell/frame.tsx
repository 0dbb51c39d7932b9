import {
  LogoutOutlined,
  MenuOutlined,
  MoonOutlined,
  SearchOutlined,
  SunOutlined,
  TranslationOutlined,
} from '@ant-design/icons';
import { Button, Drawer, Dropdown, Grid, Input, type InputRef, Tooltip } from 'antd';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { chooseLanguage } from '../../../contract/people.ts';
import { call } from '../../ui/api.ts';
import { changeLanguage, currentLanguage } from '../../ui/i18n.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Waiting } from '../parts/blank.tsx';
import { useDeskSync } from '../receiving/offline/use-desk-sync.ts';
import { useLeaving } from '../receiving/offline/use-leaving.ts';
import { useLive } from './live.ts';
import { useMode } from './mode.ts';
import { Navigation } from './navigation.tsx';
import { useSession, useSignOut } from './session.tsx';

/** Navigation at the left, the search and one's own settings above, the screen below. */
export function Frame() {
  const t = useTexts('shell');
  const screens = Grid.useBreakpoint();
  const [menuOpen, setMenuOpen] = useState(false);
  const phone = screens.md === false;
  const narrow = screens.xl === false;
  const session = useSession();
  const { may } = session;
  useDeskSync(session);
  const { pathname } = useLocation();
  const connected = useLive(may('rma:read'));
  // The receiving desk has the whole screen: nothing to press by mistake with a glove.
  if (pathname === '/receiving') {
    return (
      <main id="main" className="main whole">
        <Suspense fallback={<Waiting rows={10} />}>
          <Outlet />
        </Suspense>
      </main>
    );
  }
  return (
    <div className={`frame${narrow ? ' narrow' : ''}${phone ? ' phone' : ''}`}>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      {phone ? (
        <Drawer open={menuOpen} onClose={() => setMenuOpen(false)} placement="left" size={260} title={<Brand />}>
          <Navigation narrow={false} onGo={() => setMenuOpen(false)} />
        </Drawer>
      ) : (
        <aside className="side">
          <Brand short={narrow} />
          <Navigation narrow={narrow} />
        </aside>
      )}
      <header className="top">
        {phone ? (
          <Button type="text" icon={<MenuOutlined />} aria-label={t('menu')} onClick={() => setMenuOpen(true)} />
        ) : null}
        <Search />
        <span className={`live-dot${connected ? ' on' : ''}`} role="status" title={t(connected ? 'live' : 'offline')}>
          <span aria-hidden />
          <span className={phone ? 'sr-only' : ''}>{t(connected ? 'live' : 'offline')}</span>
        </span>
        <OwnSettings />
      </header>
      <main id="main" className="main" tabIndex={-1}>
        <Suspense fallback={<Waiting rows={10} />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}

export function Brand({ short = false }: { short?: boolean }) {
  const t = useTexts('shell');
  return (
    <Link to="/" className="brand" aria-label={t('product')}>
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="brand-ground" />
        <path d="M12 8 6.500 13.500 12 19M7 13.500h11.500a5.500 5.500 0 0 1 0 11H13" className="brand-arrow" />
      </svg>
      {short ? null : <span>{t('product')}</span>}
    </Link>
  );
}

/** Any number leads to its returns. */
function Search() {
  const t = useTexts('shell');
  const go = useNavigate();
  const { pathname } = useLocation();
  const { merchant } = useSession();
  const input = useRef<InputRef>(null);
  const [value, setValue] = useState('');
  useEffect(() => {
    // The queue has a search box of its own that takes this key.
    if (pathname === '/queue') return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
        return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [pathname]);
  if (pathname === '/queue') return <div className="top-search merchant">{merchant.name}</div>;
  return (
    <div className="top-search">
      <Input
        ref={input}
        prefix={<SearchOutlined aria-hidden />}
        suffix={<kbd>/</kbd>}
        placeholder={t('search')}
        aria-label={t('search')}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onPressEnter={() => {
          if (!value.trim()) return;
          void go(`/queue?lane=all&q=${encodeURIComponent(value.trim())}`);
          setValue('');
        }}
      />
    </div>
  );
}

function OwnSettings() {
  const t = useTexts('shell');
  const words = useWords();
  const { principal, merchant } = useSession();
  const { mode, flip } = useMode();
  const signOut = useSignOut();
  const leave = useLeaving();
  return (
    <>
      <LanguageButton signedIn />
      <Tooltip title={t(mode === 'light' ? 'dark' : 'light')}>
        <Button
          type="text"
          icon={mode === 'light' ? <MoonOutlined /> : <SunOutlined />}
          aria-label={t(mode === 'light' ? 'dark' : 'light')}
          onClick={flip}
        />
      </Tooltip>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'who',
              disabled: true,
              label: (
                <span className="who">
                  <strong>{principal.name}</strong>
                  {principal.role ? words('role', principal.role) : null} · {merchant.name}
                </span>
              ),
            },
            { type: 'divider' },
            { key: 'out', icon: <LogoutOutlined />, label: t('signOut'), onClick: () => leave(signOut) },
          ],
        }}
      >
        <button type="button" className="avatar" aria-label={principal.name}>
          {[...principal.name].at(0) ?? '·'}
        </button>
      </Dropdown>
    </>
  );
}

export function LanguageButton({ signedIn = false }: { signedIn?: boolean }) {
  const t = useTexts('shell');
  const { i18n } = useTranslation();
  const flip = () => {
    const language = currentLanguage(i18n) === 'en' ? 'zh-CN' : 'en';
    changeLanguage(language);
    // The choice holds here at once; that the server forgets it for once harms nobody.
    if (signedIn) void call(chooseLanguage, { body: { language } }).catch(() => undefined);
  };
  return (
    <Button
      type="text"
      icon={<TranslationOutlined />}
      onClick={flip}
      lang={currentLanguage(i18n) === 'en' ? 'zh-CN' : 'en'}
    >
      <span className="language-name">{t('language')}</span>
    </Button>
  );
}
