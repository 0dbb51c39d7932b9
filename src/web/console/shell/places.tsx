import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Permission } from '../../../domain/people/permissions.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { useSession } from './session.tsx';

/** A screen for those who hold a permission; the others read which one they lack. */
export function Needs({ permission, children }: { permission: Permission; children: ReactNode }) {
  const t = useTexts('shell');
  const words = useWords();
  const { may } = useSession();
  if (may(permission)) return children;
  return (
    <Blank title={t('notAllowed')} hint={t('notAllowedHint', { permission: words('permission', permission) })}>
      <HomeLink />
    </Blank>
  );
}

export function Missing() {
  const t = useTexts('shell');
  return (
    <Blank title={t('pageMissing')} hint={t('pageMissingHint')}>
      <HomeLink />
    </Blank>
  );
}

function HomeLink() {
  const t = useTexts('shell');
  return (
    <Link to="/">
      <Button>{t('goHome')}</Button>
    </Link>
  );
}
