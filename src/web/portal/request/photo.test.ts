import { expect, test } from 'vitest';
import { canSendAgain, faultBeforeSending, faultFromServer, LARGEST_PHOTO_BYTES } from './photo.ts';

test.each([
  ['a JPEG of 15 MB', { size: LARGEST_PHOTO_BYTES, type: 'image/jpeg' }, null],
  ['a JPEG one byte larger', { size: LARGEST_PHOTO_BYTES + 1, type: 'image/jpeg' }, 'too_large'],
  ['a video', { size: 10, type: 'video/mp4' }, 'not_a_picture'],
  ['an empty file', { size: 0, type: 'image/png' }, 'empty'],
  ['a file whose type the browser does not know', { size: 10, type: '' }, null],
] as const)('before sending, %s is judged', (_, file, fault) => {
  expect(faultBeforeSending(file)).toBe(fault);
});

test.each([
  [413, 'too_large', 'too_large'],
  [415, 'unsupported_media_type', 'not_a_picture'],
  [409, 'too_many_pixels', 'too_many_pixels'],
  [400, 'some_new_code', 'unreadable'],
  [500, 'bug', 'server'],
  [0, 'unreachable', 'connection'],
] as const)('the answer %i %s to a photo is told as %s', (status, code, fault) => {
  expect(faultFromServer(code, status)).toBe(fault);
});

test('only a photo that got lost on its way is offered to be sent again', () => {
  expect(canSendAgain('connection')).toBe(true);
  expect(canSendAgain('too_large')).toBe(false);
});
