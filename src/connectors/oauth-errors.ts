/**
 * Words of OAuth for a server that is in trouble itself (RFC 6749, 4.1.2.1): they say nothing about the token, which may
 * serve at the next try. Whoever took them for a refusal would lock a shop out that nobody has revoked.
 */
export const isServersOwn = (error: string): boolean => error === 'server_error' || error === 'temporarily_unavailable';
