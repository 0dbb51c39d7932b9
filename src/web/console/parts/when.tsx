import { useNow } from '../../ui/clock.ts';
import { useFormats } from './use-formats.ts';

/** A moment as people say it, with the exact one on hover. */
export function When({ at, time = false }: { at: string; time?: boolean }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time dateTime={at} title={formats.full(at)} className="nowrap">
      {formats.when(at, now, { time })}
    </time>
  );
}
