import type { Permission } from '../../../domain/people/permissions.ts';
import { useRefusal } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

/** Why a button is dark: the permission first, then the rule. */
export function useBecause(permission: Permission, rule: { code: string } | null): string | undefined {
  const say = useRefusal();
  const { may } = useSession();
  if (!may(permission)) return say({ code: 'not_permitted', permission });
  return rule ? say(rule) : undefined;
}
