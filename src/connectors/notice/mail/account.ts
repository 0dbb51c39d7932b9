import { valuesOf } from '../../channel/account.ts';
import { type FieldProblem, type NoticeField, type NoticeVendor, SEND_TIMEOUT_MS } from '../account.ts';
import { looksNear } from '../near-address.ts';
import { type MailConfig, mail } from './mail.ts';

const fields: NoticeField[] = [
  { name: 'host', kind: 'setting', label: { zh: 'SMTP 服务器（如 smtp.exmail.qq.com）', en: 'SMTP server' } },
  { name: 'port', kind: 'setting', label: { zh: '端口', en: 'Port' }, preset: '465' },
  {
    name: 'security',
    kind: 'setting',
    label: { zh: '加密方式', en: 'Encryption' },
    choices: ['tls', 'starttls', 'none'],
    preset: 'tls',
  },
  { name: 'user', kind: 'setting', label: { zh: '登录账号', en: 'User name' }, preset: '', optional: true },
  {
    name: 'password',
    kind: 'secret',
    label: { zh: '密码或授权码', en: 'Password' },
    preset: '',
    optional: true,
  },
  { name: 'from', kind: 'setting', label: { zh: '发件人邮箱', en: 'From' } },
  {
    name: 'to',
    kind: 'setting',
    label: { zh: '收件人邮箱（多个用逗号或换行分开）', en: 'To (several, by commas or lines)' },
    lines: true,
  },
];

/** Those of mail; the others belong to other services, which a merchant shall not reach through us. */
const MAIL_PORTS = ['25', '465', '587', '994', '2525'];
const MOST_RECIPIENTS = 20;
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;

const addressesIn = (list: string): string[] => list.split(/[\s,;，；]+/).filter(Boolean);

const securityOf = (name: string): MailConfig['security'] => (name === 'starttls' || name === 'none' ? name : 'tls');

export const mailVendor: NoticeVendor = {
  id: 'mail',
  label: { zh: '邮件', en: 'E-mail' },
  fields,
  problem: ({ settings }, { mayBeNear }): FieldProblem | undefined => {
    const { host, port, security, from, to } = settings;
    if (host && !mayBeNear && looksNear(host)) return { field: 'host', reason: 'near_address' };
    if (host && !/^[\w.:-]+$/.test(host)) return { field: 'host', reason: 'near_address' };
    if (port && !(MAIL_PORTS.includes(port) || (mayBeNear && /^\d{1,5}$/.test(port))))
      return { field: 'port', reason: 'mail_port' };
    // A password in clear goes over no line of the Internet.
    if (security === 'none' && !mayBeNear) return { field: 'security', reason: 'near_address' };
    if (from && !ADDRESS.test(from)) return { field: 'from', reason: 'mail_address' };
    const recipients = addressesIn(to ?? '');
    const isList = recipients.length <= MOST_RECIPIENTS && recipients.every((each) => ADDRESS.test(each));
    return to !== undefined && (recipients.length === 0 || !isList)
      ? { field: 'to', reason: 'mail_address' }
      : undefined;
  },
  open: (account, { mayBeNear }) => {
    const value = valuesOf(fields, account);
    return mail({
      host: value('host'),
      port: Number(value('port')),
      security: securityOf(value('security')),
      ...(value('user') ? { user: value('user'), password: value('password') } : {}),
      from: value('from'),
      to: addressesIn(value('to')),
      timeoutMs: SEND_TIMEOUT_MS,
      mayBeNear,
    });
  },
};
