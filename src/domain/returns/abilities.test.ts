import { expect, test } from 'vitest';
import { aContext, aLine, anRma } from '../../../test/support/builders.ts';
import { permissions, type Role, rolePermissions } from '../people/permissions.ts';
import { abilitiesOf, commandPermissions } from './abilities.ts';
import { personGuards } from './guards.ts';

const underReview = anRma({ review: 'escalated', lines: [aLine({ reception: 'not_expected' })] });
const atTheDock = anRma({ lines: [aLine({ reception: 'received' })] });
// Nobody who moves other people's cases.
const looking = aContext({ who: { id: 'usr_1', level: 1 } });

test('every command that people give has its permission', () => {
  expect(Object.keys(commandPermissions).sort()).toEqual(Object.keys(personGuards).sort());
});

test.each<[Role, string[]]>([
  [
    'agent',
    [
      'add_evidence',
      'approve',
      'convert',
      'make_offer',
      'reject',
      'request_evidence',
      'stop_automation',
      'take',
      'withdraw',
    ],
  ],
  [
    'supervisor',
    [
      'add_evidence',
      'approve',
      'convert',
      'make_offer',
      'reject',
      'request_evidence',
      'stop_automation',
      'take',
      'withdraw',
    ],
  ],
  ['inspector', []],
  ['finance', []],
  [
    'manager',
    [
      'add_evidence',
      'approve',
      'convert',
      'make_offer',
      'reject',
      'request_evidence',
      'stop_automation',
      'take',
      'withdraw',
    ],
  ],
])('to a return under review, a person in the role %s may: %s', (role, allowed) => {
  const abilities = abilitiesOf(underReview, new Set(rolePermissions[role]), looking);
  expect(abilities.flatMap((one) => (one.allowed ? [one.command] : [])).sort()).toEqual(allowed);
});

test.each<[Role, string[]]>([
  ['agent', ['convert', 'file_claim', 'make_offer', 'stop_automation', 'take']],
  ['inspector', ['inspect_line', 'report_difference']],
  ['finance', ['file_claim']],
  ['manager', ['convert', 'file_claim', 'inspect_line', 'make_offer', 'report_difference', 'stop_automation', 'take']],
])('to goods at the dock, a person in the role %s may: %s', (role, allowed) => {
  const abilities = abilitiesOf(atTheDock, new Set(rolePermissions[role]), looking);
  expect(abilities.flatMap((one) => (one.allowed ? [one.command] : [])).sort()).toEqual(allowed);
});

test('a dark button says why: the permission first, then how the return stands', () => {
  const nobody = abilitiesOf(underReview, new Set());
  expect(nobody.every((one) => !one.allowed && one.because.code === 'not_permitted')).toBe(true);
  const approve = abilitiesOf(atTheDock, new Set(permissions)).find((one) => one.command === 'approve');
  expect(approve).toEqual({
    command: 'approve',
    allowed: false,
    because: { code: 'review_is_over', review: 'approved' },
  });
});
