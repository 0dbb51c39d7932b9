import type { MyPreview } from '../shapes.ts';

/** The steps that the preview of the server may name, in words of the buyer's part in them. */
export const previewSteps = ['photos', 'review', 'send', 'receive', 'inspect', 'refund', 'replace', 'repair'] as const;
export type PreviewStep = (typeof previewSteps)[number];

export type KnownStep = { code: PreviewStep; withinHours: number | null };

/** Drops what a newer server names and this page has no words for: a code is never shown to a buyer. */
export const knownSteps = (steps: MyPreview['steps']): KnownStep[] =>
  steps.flatMap(({ code, withinHours }) => {
    const known = previewSteps.find((each) => each === code);
    return known ? [{ code: known, withinHours }] : [];
  });
