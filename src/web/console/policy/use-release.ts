import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { changeRelease, currentPolicy, listPolicyVersions, listReleases } from '../../../contract/policy.ts';
import { problemOf, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

export type Release = ReplyOf<typeof currentPolicy>['release'];

/** Reads anew whatever tells which rules decide. */
export function useReleaseChanged(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const { path } of [currentPolicy, listPolicyVersions, listReleases]) {
      void queries.invalidateQueries({ queryKey: [path] });
    }
  };
}

/** Changes which rules decide, and says so. */
export function useChangeRelease(onDone?: () => void) {
  const t = useTexts('policy');
  const { message } = App.useApp();
  const changed = useReleaseChanged();
  const showProblem = useShowProblem();
  return useAct(changeRelease, {
    onRefused: (error) => {
      showProblem(error);
      // Somebody else released meanwhile: what is in force is to be seen before the next try.
      if (problemOf(error).status === 409) changed();
    },
    onDone: (release) => {
      const version = release.rollOut?.candidate ?? release.version;
      message.success(t(`done.${release.action}`, { version }), 5);
      changed();
      onDone?.();
    },
  });
}
