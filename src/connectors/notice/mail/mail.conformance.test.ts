import { afterEach, expect, test } from 'vitest';
import { catchMail, MAIL_PASSWORD, MAIL_USER, type MailCatcher } from '../../../../test/support/mail-catcher.ts';
import type { Instant } from '../../../domain/time.ts';
import { describeNotices, sample } from '../conformance.ts';
import { mailVendor } from './account.ts';
import { type MailConfig, mail, messageIdOf } from './mail.ts';
import { mailDate } from './mail-date.ts';

const configFor = ({ port }: MailCatcher, timeoutMs = 10_000): MailConfig => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user: MAIL_USER,
  password: MAIL_PASSWORD,
  from: 'shop@example.com',
  to: ['chief@example.com', 'night@example.com'],
  timeoutMs,
  mayBeNear: true,
});

describeNotices('mail', async () => {
  const catcher = await catchMail();
  let isHanging = false;
  return {
    get port() {
      return mail(configFor(catcher, isHanging ? 400 : 10_000));
    },
    strangerPort: mail({ ...configFor(catcher), password: 'another' }),
    arrived: async () =>
      catcher.caught.map(({ messageId, subject, text }) => ({ id: messageId, text: `${subject}\n${text}` })),
    fault: async (kind) => {
      isHanging = kind.startsWith('hang');
      catcher.fault(kind);
    },
    close: catcher.close,
  };
});

let catcher: MailCatcher;
afterEach(() => catcher?.close());

test('a mail has a text and a small page, goes to everybody, and says that a program wrote it', async () => {
  catcher = await catchMail();
  await mail(configFor(catcher)).send({ ...sample, title: '退款 <失败>', lines: ['买家说："退"'] });
  const [caught] = catcher.caught;
  expect(caught).toMatchObject({
    messageId: '<ntc_sample@example.com>',
    subject: '[紧急] 退款 <失败>',
    to: ['chief@example.com', 'night@example.com'],
    text: '[紧急] 退款 <失败>\n买家说："退"\n\nhttps://erp.example.com/rmas/rma_1?tab=parcels',
  });
  expect(caught?.html).toContain('退款 &#60;失败&#62;');
  expect(caught?.html).not.toMatch(/<img|<script|src=/);
  expect(caught?.raw).toMatch(/^Auto-Submitted: auto-generated/im);
  expect(caught?.raw).toMatch(/^Date: Tue, 24 Nov 2026 01:30:00 \+0000/im);
});

test('a mailbox that is not there is told, and the others have their mail', async () => {
  catcher = await catchMail();
  catcher.refuse('night@example.com');
  const sent = await mail(configFor(catcher)).send(sample);
  expect(sent).toEqual({ kind: 'sent', remark: 'not taken for night@example.com' });
  expect(catcher.caught[0]?.to).toEqual(['chief@example.com']);
  catcher.refuse('chief@example.com');
  expect(await mail(configFor(catcher)).send(sample)).toMatchObject({ kind: 'rejected', code: 'smtp_550' });
});

test.each([
  ['2026-09-06T04:05:06.789Z', 'Sun, 06 Sep 2026 04:05:06 +0000'],
  ['2026-01-01T00:00:00.000Z', 'Thu, 01 Jan 2026 00:00:00 +0000'],
])('%s is %s in the header of a mail', (at, written) => {
  expect(mailDate(at as Instant)).toBe(written);
});

test.each([
  ['shop@example.com', '<ntc_sample@example.com>'],
  ['Guilai <no-reply@mail.example.com>', '<ntc_sample@mail.example.com>'],
  ['nobody', '<ntc_sample@guilai.invalid>'],
])('a mail from %s has the id %s', (from, id) => {
  expect(messageIdOf(sample, from)).toBe(id);
});

const settings = { host: 'smtp.exmail.qq.com', port: '465', security: 'tls', from: 'a@b.cn', to: 'c@d.cn, e@f.cn' };
test.each([
  [{}, undefined],
  [{ to: 'c@d.cn\ne@f.cn；g@h.cn' }, undefined],
  [{ host: '10.0.0.8' }, { field: 'host', reason: 'near_address' }],
  [{ host: 'mail' }, { field: 'host', reason: 'near_address' }],
  [{ port: '6379' }, { field: 'port', reason: 'mail_port' }],
  [{ security: 'none' }, { field: 'security', reason: 'near_address' }],
  [{ from: 'shop' }, { field: 'from', reason: 'mail_address' }],
  [{ to: 'c@d.cn, nobody' }, { field: 'to', reason: 'mail_address' }],
  [{ to: ' , ' }, { field: 'to', reason: 'mail_address' }],
])('with %j there is %j to say', (changed, problem) => {
  const account = { settings: { ...settings, ...changed }, credentials: {} };
  expect(mailVendor.problem(account, { mayBeNear: false })).toEqual(problem);
});

test('a name that leads into this network is refused when it is looked up', async () => {
  catcher = await catchMail();
  const config = {
    ...configFor(catcher),
    host: 'mail.example.com',
    mayBeNear: false,
    resolve: async () => ['127.0.0.1'],
  };
  expect(await mail(config).send(sample)).toMatchObject({ kind: 'rejected', code: 'near_address' });
  expect(catcher.caught).toEqual([]);
});
