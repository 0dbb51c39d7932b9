import sharp from 'sharp';
import type { Random } from './random.ts';

/** A picture of something with something wrong on it: a box on a table, a crack across it, a stain. */
export async function photoOf(random: Random): Promise<Blob> {
  const at = (from: number, to: number): number => random.int(from, to);
  const colour = (light: number): string => `hsl(${at(0, 359)} ${at(20, 60)}% ${light}%)`;
  const crack = Array.from({ length: 7 }, (_, i) => `${200 + i * 40},${at(150, 330)}`).join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
    <rect width="640" height="480" fill="${colour(82)}"/>
    <rect y="${at(300, 340)}" width="640" height="180" fill="${colour(55)}"/>
    <g transform="rotate(${at(-8, 8)} 320 240)">
      <rect x="160" y="110" width="320" height="250" rx="${at(4, 60)}" fill="${colour(45)}"/>
      <rect x="185" y="135" width="${at(90, 270)}" height="60" rx="8" fill="${colour(70)}"/>
      <polyline points="${crack}" fill="none" stroke="#1a1a1a" stroke-width="${at(2, 5)}"/>
      <ellipse cx="${at(220, 420)}" cy="${at(180, 320)}" rx="${at(18, 60)}" ry="${at(12, 40)}" fill="#3b2a1a" opacity="0.55"/>
    </g>
  </svg>`;
  const jpeg = await sharp(Buffer.from(svg)).blur(0.6).jpeg({ quality: 78 }).toBuffer();
  return new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' });
}

/** The form in which a picture is sent. */
export async function photoForm(random: Random): Promise<FormData> {
  const form = new FormData();
  form.set('file', await photoOf(random), 'photo.jpg');
  return form;
}
