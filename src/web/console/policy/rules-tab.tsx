import { useState } from 'react';
import { PeopleAndClocks } from './people-and-clocks.tsx';
import { Problems } from './problems.tsx';
import { RowsEditor } from './rows-editor.tsx';
import { TermsEditor } from './terms-editor.tsx';
import { TryCase } from './try-case.tsx';
import type { Editing } from './use-draft-editing.ts';
import { useOpenRows } from './use-open-rows.ts';
import { useTrying } from './use-trying.ts';
import type { Checked } from './use-verdict.ts';
import type { Verdict } from './verdict.ts';

type Props = { editing: Editing; verdict: Verdict | null; state: Checked['state']; readOnly: boolean };

/** The rows and terms of a draft, what is wrong with them, and a case tried on them. */
export function RulesTab({ editing, verdict, state, readOnly }: Props) {
  const [expert, setExpert] = useState(false);
  const rows = useOpenRows();
  const trying = useTrying(editing.content);
  return (
    <div className="editor-columns">
      <div className="editor-main">
        <Problems
          content={editing.content}
          verdict={verdict}
          state={state}
          onRow={rows.reveal}
          onTry={(facts) => trying.take(facts, { kind: 'law' })}
        />
        <TermsEditor editing={editing} errors={verdict?.errors ?? []} readOnly={readOnly} />
        <PeopleAndClocks editing={editing} errors={verdict?.errors ?? []} readOnly={readOnly} />
        <RowsEditor
          editing={editing}
          verdict={verdict}
          trying={trying}
          open={rows}
          expert={expert}
          onExpert={setExpert}
          readOnly={readOnly}
        />
      </div>
      <div className="editor-side">
        <TryCase trying={trying} content={editing.content} onRow={rows.reveal} />
      </div>
    </div>
  );
}
