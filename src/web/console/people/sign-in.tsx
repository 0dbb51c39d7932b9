import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { z } from 'zod';
import { roles } from '../../../domain/people/permissions.ts';
import { ProblemError, request } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useProblemText } from '../parts/use-refusal.ts';
import { Brand, LanguageButton } from '../shell/frame.tsx';

type Credentials = { email: string; password: string };

// Outside demo mode the server has no such address: then there are no buttons.
const demoAccounts = z.object({
  password: z.string(),
  accounts: z.array(z.object({ role: z.enum(roles), email: z.string() })),
});

const readDemoAccounts = async () => {
  const response = await request('/api/demo-accounts', {});
  return demoAccounts.parse(await response.json());
};

const signIn = (credentials: Credentials) =>
  request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });

/** Only an address of our own: a link must not send people elsewhere after they have typed a password. */
const insideAddress = (wanted: string | null): string => (wanted && /^\/(?![/\\])/.test(wanted) ? wanted : '/');

export function SignIn() {
  const t = useTexts('people');
  const words = useWords();
  const go = useNavigate();
  const [params] = useSearchParams();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState<string>();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const demo = useQuery({ queryKey: ['demo-accounts'], queryFn: readDemoAccounts, retry: false, staleTime: Infinity });

  const enter = (credentials: Credentials) => {
    setBusy(credentials.email);
    setError(undefined);
    signIn(credentials)
      .then(() => {
        // What the page still knows was read by whoever was here before.
        queries.clear();
        return go(insideAddress(params.get('to')), { replace: true, state: { justSignedIn: true } });
      })
      .catch((cause: unknown) => {
        const wrong = cause instanceof ProblemError && cause.problem.status === 401;
        setError(wrong ? new ProblemError({ ...cause.problem, code: 'invalid_email_or_password' }) : cause);
        setBusy(undefined);
      });
  };

  return (
    <div className="sign-in">
      <header className="sign-in-top">
        <Brand />
        <LanguageButton />
      </header>
      <main className="sign-in-card">
        <h1>{t('title')}</h1>
        <p className="sign-in-pitch">{t('pitch')}</p>
        {error ? <Alert type="error" showIcon title={problemText(error)} role="alert" /> : null}
        <Form<Credentials> layout="vertical" onFinish={enter} requiredMark={false}>
          <Form.Item name="email" label={t('email')} rules={[{ required: true, message: t('needEmail') }]}>
            <Input size="large" type="email" autoComplete="username" autoFocus />
          </Form.Item>
          <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('needPassword') }]}>
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" size="large" htmlType="submit" block loading={busy !== undefined}>
            {t('signIn')}
          </Button>
        </Form>
        {demo.data ? (
          <section className="sign-in-demo" aria-label={t('demo')}>
            <h2>{t('demo')}</h2>
            <div className="sign-in-roles">
              {demo.data.accounts.map(({ role, email }) => (
                <Button
                  key={email}
                  loading={busy === email}
                  disabled={busy !== undefined && busy !== email}
                  onClick={() => enter({ email, password: demo.data.password })}
                >
                  {words('role', role)}
                </Button>
              ))}
            </div>
            <p>{t('demoHint', { password: demo.data.password })}</p>
          </section>
        ) : null}
      </main>
    </div>
  );
}
