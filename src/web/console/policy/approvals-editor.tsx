import { PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select, Switch } from 'antd';
import { resolutions } from '../../../domain/policy/reasons.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { AmountField } from './amount-field.tsx';
import type { Content } from './content.ts';
import { replaced, without } from './entry-edits.ts';
import { Entry, Fold, LevelSelect, wrongAt, wrongIn } from './entry-list.tsx';
import type { Approval } from './use-entry-texts.ts';
import type { Wrong } from './verdict.ts';

type Props = {
  content: Content;
  errors: readonly Wrong[];
  onChange: (approvals: Content['approvals'], tag?: string) => void;
};

/** From which amount on a person of which level must grant, and where two must. */
export function ApprovalsEditor({ content: { approvals, approvalLimit }, errors, onChange }: Props) {
  const t = useTexts('draft');
  const policy = useTexts('policy');
  const wrong = wrongAt(errors, 'approvals');
  const on = approvals !== null;
  return (
    <Fold
      field="approvals"
      title={policy('approvals')}
      gist={approvals ? t('entry.count', { count: approvals.length }) : policy('approvalsOff')}
      note={t('entry.approvalsNote')}
      wrong={wrongIn(errors, 'approvals').length > 0}
    >
      <div className="entries-switch">
        <Switch
          size="small"
          aria-label={t('entry.approvalsOn')}
          checked={on}
          onChange={(checked) => onChange(checked ? [] : null)}
        />
        {t('entry.approvalsOn')}
      </div>
      {approvals?.length === 0 ? <p className="faint">{policy('approvalsNone')}</p> : null}
      <ol>
        {approvals?.map((rule, i) => (
          <Entry key={i} place={`approvals/${i}`} wrong={wrong(i)} onRemove={() => onChange(without(approvals, i))}>
            <RuleFields
              rule={rule}
              wrong={wrong(i)?.field}
              currency={approvalLimit.currency}
              onChange={(next) => onChange(replaced(approvals, i, next), `${i}`)}
            />
          </Entry>
        ))}
      </ol>
      {approvals ? (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => onChange([...approvals, { over: approvalLimit, level: 2 }])}
        >
          {t('entry.addApproval')}
        </Button>
      ) : null}
    </Fold>
  );
}

type RuleProps = {
  rule: Approval;
  wrong: string | undefined;
  currency: string;
  onChange: (rule: Approval) => void;
};

function RuleFields({ rule, wrong, currency, onChange }: RuleProps) {
  const t = useTexts('draft');
  const words = useWords();
  const { resolution, fourEyes, ...rest } = rule;
  const ofKind = resolution ? { resolution } : {};
  const byTwo = fourEyes ? { fourEyes } : {};
  return (
    <>
      <span>{t('entry.over')}</span>
      <AmountField
        label={t('entry.over')}
        value={rule.over}
        currency={currency}
        wrong={wrong === 'over'}
        onChange={(over) => onChange({ ...rule, over })}
      />
      <Select
        aria-label={words('fact', 'resolution')}
        popupMatchSelectWidth={false}
        value={resolution ?? ''}
        options={[
          { value: '', label: t('entry.anyKind') },
          ...resolutions.map((code) => ({ value: code, label: words('resolution', code) })),
        ]}
        onChange={(kind) => {
          const chosen = resolutions.find((code) => code === kind);
          onChange({ ...rest, ...byTwo, ...(chosen ? { resolution: chosen } : {}) });
        }}
      />
      <span>{t('entry.needs')}</span>
      <LevelSelect level={rule.level} wrong={wrong === 'level'} onChange={(level) => onChange({ ...rule, level })} />
      <Checkbox
        checked={fourEyes ?? false}
        onChange={({ target }) => onChange({ ...rest, ...ofKind, ...(target.checked ? { fourEyes: true } : {}) })}
      >
        {t('entry.fourEyes')}
      </Checkbox>
    </>
  );
}
