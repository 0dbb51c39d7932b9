import { expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import type { Role } from '../../src/domain/people/permissions.ts';
import { addMember } from '../../src/server/people/members.ts';
import type { Harness } from './app-harness.ts';

const PASSWORD = 'correct horse battery';

/** A person at a desk of their own, signed in. */
export type Person = {
  id: string;
  email: string;
  headers: Record<string, string>;
  call<Reply = Record<string, unknown>>(
    method: string,
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Reply }>;
};

/** Colleagues who sign in, each with a role. */
export function teamDeskOf(harness: Harness) {
  const { auth } = harness.program;

  async function person(name: string, role: Role): Promise<Person> {
    const email = `${name}@team.test`;
    const added = await addMember(auth, harness.merchantId, { name, email, password: PASSWORD, role });
    if (!added.ok) throw new Error(`${email} is taken`);
    const answer = await harness.server.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email, password: PASSWORD },
    });
    const cookie = present(answer.cookies[0], `a cookie in ${answer.body}`);
    const headers = { cookie: `${cookie.name}=${encodeURIComponent(cookie.value)}`, 'sec-fetch-site': 'same-origin' };
    return {
      id: added.value.userId,
      email,
      headers,
      call: async (method, url, body, more = {}) => {
        const reply = await harness.server.inject({
          method: method as 'GET',
          url,
          headers: { ...headers, ...more },
          ...(body ? { payload: body } : {}),
        });
        // The contract's own check of every reply has looked at its shape.
        return { status: reply.statusCode, body: (reply.body === '' ? {} : reply.json()) as never };
      },
    };
  }

  /** Sets what somebody is given; whatever is not said is no restriction. */
  async function seat(userId: string, facts: object = {}): Promise<void> {
    const settings = {
      level: 1,
      skills: { resolutions: [], reasons: [], channels: [] },
      shops: [],
      shift: null,
      takesCases: true,
      maxOpen: 10,
      ...facts,
    };
    const answer = await harness.call('PUT', `/api/team/${userId}`, settings);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }

  return { person, seat };
}
