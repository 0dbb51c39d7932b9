import { createHash } from 'node:crypto';

/**
 * Signs the system parameters and the one string that holds all business arguments, in byte order of their names. Empty
 * values, and files (`@…`), are not signed.
 */
export function sign(params: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.entries(params)
    .filter(([name, value]) => name !== 'sign' && value !== '' && !value.startsWith('@'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
  return createHash('md5').update(`${secret}${text}${secret}`, 'utf8').digest('hex').toUpperCase();
}
