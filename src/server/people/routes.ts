import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/people.ts';
import { ok, reject } from '../../domain/result.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { apiKeysOf, createApiKey, revokeApiKey } from './api-keys.ts';
import type { Auth } from './auth.ts';
import { addMember, languageOf, membersOf, merchantOf, setLanguage } from './members.ts';

export function addPeopleRoutes(server: FastifyInstance, auth: Auth): void {
  route(server, contract.me, async ({ principal }) => {
    const { kind, id, name, role, merchantId } = principal;
    return {
      principal: { kind, id, name, role },
      merchant: await merchantOf(auth, merchantId),
      permissions: [...principal.permissions],
      language: await languageOf(auth, id),
    };
  });

  route(server, contract.chooseLanguage, async ({ principal, body }) => {
    if (principal.kind !== 'staff') return reject({ code: 'not_a_person' });
    await setLanguage(auth, principal.id, body.language);
    return ok({ language: body.language });
  });

  route(server, contract.listMembers, async ({ principal }) => ({
    members: await membersOf(auth, principal.merchantId),
  }));

  route(server, contract.addMember, ({ principal, body }) => addMember(auth, principal.merchantId, body));

  route(server, contract.listApiKeys, async ({ principal }) => ({
    apiKeys: await apiKeysOf(auth, principal.merchantId),
  }));

  route(server, contract.createApiKey, async ({ principal, body }) => {
    const beyond = body.permissions.filter((permission) => !principal.permissions.has(permission));
    if (beyond.length > 0) return reject({ code: 'permission_not_held', permissions: beyond });
    return ok(await createApiKey(auth, principal.merchantId, body.name, body.permissions));
  });

  route(server, contract.revokeApiKey, async ({ principal, params }) => {
    const revoked = await revokeApiKey(auth, principal.merchantId, params.apiKeyId);
    return revoked ? { revoked } : notFound;
  });
}
