import { expect, test } from 'vitest';
import { hashOf, type Route, routeFrom } from './route.ts';

test.each<[string, Route]>([
  ['#/find', { at: 'find' }],
  ['#/order', { at: 'order' }],
  ['#/request/photos', { at: 'request', step: 'photos' }],
  ['#/returns/rma_01k7', { at: 'return', rmaId: 'rma_01k7' }],
])('the address %s opens its place, and the place gives the address back', (hash, route) => {
  expect(routeFrom(hash)).toEqual(route);
  expect(hashOf(route)).toBe(hash);
});

test.each(['', '#', '#/nowhere', '#/request/unknown', '#/returns/', '#/returns/ord_1'])(
  'an address that names no place, %j, asks for the order',
  (hash) => {
    expect(routeFrom(hash)).toEqual({ at: 'find' });
  },
);
