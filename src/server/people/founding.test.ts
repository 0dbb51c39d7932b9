import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { PASSWORD, peopleServer } from '../../../test/support/people-server.ts';
import { roles } from '../../domain/people/permissions.ts';
import { DEMO_PASSWORD, demoEmail, seedDemoPeople } from './demo-people.ts';

const database = await freshDatabase();
const publicUrl = 'https://guilai.test';
const { server, auth } = await peopleServer(database, undefined, { openSignUp: true, publicUrl });

const signUp = (email: string, password = PASSWORD) =>
  server.inject({ method: 'POST', url: '/api/auth/sign-up/email', payload: { name: 'Founder', email, password } });

test('somebody signs up, founds a merchant and is its administrator', async () => {
  const signedUp = await signUp('Founder@Example.com');
  const cookie = String(signedUp.headers['set-cookie']);
  expect(cookie).toMatch(
    /^__Host-guilai\.session_token=[^;]+; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );

  const headers = { cookie: cookie.split(';')[0] ?? '', origin: publicUrl };
  expect((await server.inject({ url: '/api/me', headers })).statusCode).toBe(401);
  const founded = await server.inject({
    method: 'POST',
    url: '/api/auth/organization/create',
    headers,
    payload: { name: 'Founded', slug: 'founded' },
  });
  expect(founded.json().id).toMatch(/^mer_/);
  const me = await server.inject({ url: '/api/me', headers });
  expect(me.json()).toMatchObject({
    principal: { role: 'admin' },
    merchant: { merchantId: founded.json().id, name: 'Founded' },
    language: 'zh-CN',
  });
  const english = { method: 'PUT', url: '/api/me/language', headers, payload: { language: 'en' } } as const;
  expect((await server.inject(english)).statusCode).toBe(200);
  expect((await server.inject({ url: '/api/me', headers })).json().language).toBe('en');
});

test('a password of nine characters is too short', async () => {
  const answer = await signUp('short@example.com', 'ninechars');
  expect(answer.statusCode).toBe(400);
  expect(answer.json().code).toBe('password_too_short');
});

test('the demo merchant has one account for each role, however often it is seeded', async () => {
  const merchantId = await seedDemoPeople(auth);
  expect(await seedDemoPeople(auth)).toBe(merchantId);
  const { rows } = await auth.pool.query(
    'select u.email, m.role from auth.member m join auth.user u on u.id = m.user_id where m.organization_id = $1',
    [merchantId],
  );
  const expected = roles.map((role) => ({ email: demoEmail(role), role }));
  expect(new Set(rows)).toEqual(new Set(expected));
  const signIn = await server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: demoEmail('agent'), password: DEMO_PASSWORD },
  });
  expect(signIn.statusCode).toBe(200);
});
