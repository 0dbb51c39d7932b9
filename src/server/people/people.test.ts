import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { PASSWORD, peopleServer } from '../../../test/support/people-server.ts';
import { rolePermissions, roles } from '../../domain/people/permissions.ts';

const database = await freshDatabase();
const { server, auth, newMerchant, newPerson, newKey, signIn } = await peopleServer(database);
const { merchantId, adminEmail } = await newMerchant('Shop A');
const other = await newMerchant('Shop B');

const me = (headers: Record<string, string>) => server.inject({ url: '/api/me', headers });
const attempt = (email: string, password: string) =>
  server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } });
const post = (url: string, headers: Record<string, string>, payload: object) =>
  server.inject({ method: 'POST', url, headers, payload });

test('a founded merchant has its row, its name and the usual currency', async () => {
  const answer = await me(await signIn(adminEmail));
  expect(answer.json().merchant).toEqual({
    merchantId,
    name: 'Shop A',
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  });
});

test('a wrong password and an unknown person get the same answer', async () => {
  const wrong = await attempt(adminEmail, 'not the password');
  const unknown = await attempt('nobody@example.com', 'not the password');
  const { requestId: _, ...said } = wrong.json();
  expect(wrong.statusCode).toBe(401);
  expect(said.code).toBe('invalid_email_or_password');
  expect(unknown.json()).toMatchObject(said);
  expect(wrong.cookies).toEqual([]);
});

test('guessing the password of one account ends after ten failures', async () => {
  const email = await newPerson(merchantId, 'agent');
  const statuses = [];
  for (let i = 0; i < 11; i++) statuses.push((await attempt(email, 'a wrong guess')).statusCode);
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  expect((await attempt(email, PASSWORD)).statusCode).toBe(429);
  expect((await attempt(adminEmail, PASSWORD)).statusCode).toBe(200);
});

test.each(roles)('somebody who is %s holds what the role holds', async (role) => {
  const answer = await me(await signIn(await newPerson(merchantId, role)));
  expect(answer.json().principal.role).toBe(role);
  expect(new Set(answer.json().permissions)).toEqual(new Set(rolePermissions[role]));
});

test('the cookie of a session cannot be read by scripts nor sent from other sites', async () => {
  const answer = await attempt(adminEmail, PASSWORD);
  expect(answer.headers['set-cookie']).toMatch(
    /^guilai\.session_token=.+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});

test('a session whose signature was changed is nobody', async () => {
  const headers = await signIn(adminEmail);
  const [token] = headers.cookie.split('.').slice(1, 2);
  expect((await me({ cookie: `guilai.session_token=${token?.slice('session_token='.length)}.AAAA` })).statusCode).toBe(
    401,
  );
  expect((await me(headers)).statusCode).toBe(200);
});

test.each([
  ['lasted eight hours', `created_at = now() - interval '481 minutes'`, 401],
  ['was not used for two hours', `updated_at = now() - interval '121 minutes'`, 401],
  ['was used within two hours', `updated_at = now() - interval '119 minutes'`, 200],
  ['has passed its end', `expires_at = now() - interval '1 second'`, 401],
])('a session that %s: %s answers %i', async (_, change, status) => {
  const email = await newPerson(merchantId, 'agent');
  const headers = await signIn(email);
  await auth.pool.query(
    `update auth.session set ${change} where user_id = (select id from auth.user where email = $1)`,
    [email],
  );
  expect((await me(headers)).statusCode).toBe(status);
});

test('using a session keeps it from going idle', async () => {
  const email = await newPerson(merchantId, 'agent');
  const headers = await signIn(email);
  const owner = '(select id from auth.user where email = $1)';
  await auth.pool.query(`update auth.session set updated_at = now() - interval '1 hour' where user_id = ${owner}`, [
    email,
  ]);
  await me(headers);
  const { rows } = await auth.pool.query(
    `select updated_at > now() - interval '1 minute' as moved from auth.session where user_id = ${owner}`,
    [email],
  );
  expect(rows).toEqual([{ moved: true }]);
});

test('after signing out the cookie opens nothing', async () => {
  const headers = await signIn(adminEmail);
  expect((await me(headers)).statusCode).toBe(200);
  await post('/api/auth/sign-out', headers, {});
  expect((await me(headers)).statusCode).toBe(401);
});

test('a changed role holds from the next request on', async () => {
  const agentHeaders = await signIn(await newPerson(merchantId, 'agent'));
  const userId = (await me(agentHeaders)).json().principal.id;
  const admin = await signIn(adminEmail);
  const members = await server.inject({ url: '/api/members', headers: admin });
  const { memberId } = members.json().members.find((member: { userId: string }) => member.userId === userId);

  const change = await post('/api/auth/organization/update-member-role', admin, { memberId, role: 'finance' });
  expect(change.statusCode).toBe(200);
  expect((await me(agentHeaders)).json().principal.role).toBe('finance');

  const removal = await post('/api/auth/organization/remove-member', admin, { memberIdOrEmail: memberId });
  expect(removal.statusCode).toBe(200);
  expect((await me(agentHeaders)).statusCode).toBe(401);
});

test('nobody but those who manage members changes a role', async () => {
  const email = await newPerson(merchantId, 'manager');
  const headers = await signIn(email);
  const { rows } = await auth.pool.query(
    'select m.id from auth.member m join auth.user u on u.id = m.user_id where u.email = $1',
    [email],
  );
  const change = await post('/api/auth/organization/update-member-role', headers, {
    memberId: rows[0].id,
    role: 'admin',
  });
  expect(change.statusCode).toBe(403);
});

test('a member of one merchant does not become a member of another', async () => {
  const email = await newPerson(merchantId, 'admin');
  const headers = await signIn(email);
  const change = await post('/api/auth/organization/set-active', headers, { organizationId: other.merchantId });
  expect(change.statusCode).toBe(403);
  const owner = '(select id from auth.user where email = $1)';
  const active = `select active_organization_id as id from auth.session where user_id = ${owner}`;
  expect((await auth.pool.query(active, [email])).rows).not.toContainEqual({ id: other.merchantId });

  // Nor would it help to write into the session: it only counts together with a membership.
  await auth.pool.query(`update auth.session set active_organization_id = $2 where user_id = ${owner}`, [
    email,
    other.merchantId,
  ]);
  auth.principals.forgetAll();
  expect((await me(headers)).statusCode).toBe(401);
});

test('an API key acts for its merchant with its own permissions', async () => {
  const key = await newKey(merchantId, ['rma:read', 'order:read']);
  expect(key).toMatch(/^gl_[A-Za-z]{64}$/);
  for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
    const answer = await me(headers);
    expect(answer.json()).toMatchObject({
      principal: { kind: 'api_key', role: null },
      merchant: { merchantId },
      permissions: ['order:read', 'rma:read'],
    });
  }
});

test('who calls is one query, and none for the next few seconds', async () => {
  let queries = 0;
  const count = () => queries++;
  const session = await signIn(other.adminEmail);
  const key = { 'x-api-key': await newKey(merchantId, ['rma:read']) };
  auth.pool.on('acquire', count);
  for (const headers of [session, key]) {
    queries = 0;
    expect(await auth.principals.principalOf(headers)).not.toBeNull();
    expect(queries).toBe(1);
    await auth.principals.principalOf(headers);
    expect(queries).toBe(1);
  }
  auth.pool.off('acquire', count);
});

test('the database holds no API key in plain', async () => {
  const key = await newKey(merchantId, ['rma:read']);
  const { rows } = await auth.pool.query('select row_to_json(k)::text as text from auth.apikey k');
  expect(rows.filter(({ text }) => text.includes(key))).toEqual([]);
});

test('a wrong API key is nobody, even beside a good cookie', async () => {
  const headers = await signIn(other.adminEmail);
  expect((await me({ ...headers, 'x-api-key': `gl_${'x'.repeat(64)}` })).statusCode).toBe(401);
});

test('a revoked API key works no more, at once', async () => {
  const admin = await signIn(other.adminEmail);
  const made = await post('/api/api-keys', admin, { name: 'warehouse', permissions: ['rma:read'] });
  const { apiKeyId, key } = made.json();
  expect((await me({ 'x-api-key': key })).statusCode).toBe(200);
  const gone = await server.inject({ method: 'DELETE', url: `/api/api-keys/${apiKeyId}`, headers: admin });
  expect(gone.json()).toEqual({ revoked: true });
  expect((await me({ 'x-api-key': key })).statusCode).toBe(401);
});

test("nobody revokes another merchant's API key", async () => {
  const key = await newKey(merchantId, ['rma:read']);
  const { rows } = await auth.pool.query('select id from auth.apikey where reference_id = $1', [merchantId]);
  const headers = await signIn(other.adminEmail);
  for (const { id } of rows) {
    const gone = await server.inject({ method: 'DELETE', url: `/api/api-keys/${id}`, headers });
    expect(gone.statusCode).toBe(404);
  }
  expect((await me({ 'x-api-key': key })).statusCode).toBe(200);
});

test('an API key gives no more than its maker may do', async () => {
  const key = await newKey(merchantId, ['member:manage']);
  const refused = await post('/api/api-keys', { 'x-api-key': key }, { name: 'more', permissions: ['refund:retry'] });
  expect(refused.statusCode).toBe(409);
  expect(refused.json().rejection).toEqual({ code: 'permission_not_held', permissions: ['refund:retry'] });
});

test('a new colleague signs in with the first password', async () => {
  const admin = await signIn(other.adminEmail);
  const colleague = { name: 'New', email: 'New.Colleague@example.com', password: PASSWORD, role: 'inspector' };
  expect((await post('/api/members', admin, colleague)).statusCode).toBe(200);
  expect((await me(await signIn('new.colleague@example.com'))).json().merchant.merchantId).toBe(other.merchantId);
  const again = await post('/api/members', admin, colleague);
  expect(again.json().code).toBe('email_taken');
});

test('the program learns ids of merchants and no more', async () => {
  const { rows } = await auth.pool.query('select all_merchants() as id');
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([merchantId, other.merchantId]));
  expect((await auth.pool.query('select * from merchant')).rows).toEqual([]);
});

test('where sign-up is closed there is no way to it', async () => {
  const answer = await post('/api/auth/sign-up/email', {}, { name: 'X', email: 'x@example.com', password: PASSWORD });
  expect(answer.statusCode).toBe(404);
});
