import { useId } from 'react';
import { useWords } from '../words/words.tsx';
import { LONGEST_NOTE, stepsOf } from './draft.ts';
import { PhotoPicker } from './photo-picker.tsx';
import { NextButton, StepFrame } from './step-frame.tsx';
import type { StepProps } from './step-props.ts';
import { usePhotos } from './use-photos.ts';

/** Photos and a note. A missing photo does not bar the way: it can be sent later, and the preview says so. */
export function PhotosStep({ order, draft, change }: StepProps) {
  const { words } = useWords();
  const noteId = useId();
  const hand = usePhotos(draft.photos.length, (photo) => change({ type: 'photo_added', photo }));
  const isNeeded = order.reasons.find((reason) => reason.code === draft.reason)?.needsPhoto ?? false;
  const left = LONGEST_NOTE - draft.note.length;
  const next = {
    step: 'photos',
    steps: stepsOf(draft, order),
    missing: hand.underway ? words.photos.waiting : null,
  } as const;
  return (
    <StepFrame
      order={order}
      draft={draft}
      step="photos"
      title={isNeeded ? words.photos.title : words.photos.titleOptional}
      lead={isNeeded ? words.photos.leadNeeded : words.photos.leadOptional}
      forward={
        isNeeded && draft.photos.length === 0 && !hand.underway ? (
          <NextButton {...next} label={words.photos.skip} />
        ) : (
          <NextButton {...next} />
        )
      }
    >
      <PhotoPicker photos={draft.photos} hand={hand} remove={(photo) => change({ type: 'photo_removed', photo })} />
      <div className="field">
        <label htmlFor={noteId}>{words.photos.note}</label>
        <textarea
          id={noteId}
          rows={3}
          maxLength={LONGEST_NOTE}
          placeholder={words.photos.noteHint}
          value={draft.note}
          onChange={(event) => change({ type: 'note_written', note: event.target.value })}
        />
        {left < 100 ? <p className="field-hint">{words.photos.noteLeft(left)}</p> : null}
      </div>
    </StepFrame>
  );
}
