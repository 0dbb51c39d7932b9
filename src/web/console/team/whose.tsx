import { EyeOutlined, UserOutlined } from '@ant-design/icons';
import { App, Button, Switch, Tooltip } from 'antd';
import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { releaseCase, resumeAutomation, stopAutomation, takeCase } from '../../../contract/team.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import { useTexts } from '../locales/texts.ts';
import { useRefusal } from '../parts/use-refusal.ts';
import { useKeys } from '../queue/use-keys.ts';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { useLookers } from './use-lookers.ts';

/** Whose case it is, whether rules still act on it, and who else looks at it now. */
export function Whose({ rma }: { rma: RmaView }) {
  const t = useTexts('team');
  const [handing, setHanding] = useState(false);
  const take = useRmaAct(takeCase, 'take', rma);
  const release = useRmaAct(releaseCase, 'release', rma);
  const abilityOf = (command: PersonCommand) => rma.abilities.find((ability) => ability.command === command);
  const may = (command: PersonCommand) => abilityOf(command)?.allowed ?? false;
  const takeIt = () => may('take') && take.mutate({ params: { rmaId: rma.id }, body: {} });
  useKeys({ t: takeIt });
  return (
    <div className="whose">
      <span className="whose-owner">
        <UserOutlined aria-hidden />
        <span className="faint">{t('owner')}</span>
        {rma.assignee ? <strong>{rma.assignee.name}</strong> : <span className="faint">{t('nobody')}</span>}
      </span>
      {may('take') ? (
        <Button size="small" loading={take.isPending} onClick={takeIt}>
          {t('take')}
          <kbd className="in-button">t</kbd>
        </Button>
      ) : null}
      {may('assign') ? (
        <Button size="small" onClick={() => setHanding(true)}>
          {t('handOver')}
        </Button>
      ) : null}
      {may('release') ? (
        <Button
          size="small"
          loading={release.isPending}
          onClick={() => release.mutate({ params: { rmaId: rma.id }, body: {} })}
        >
          {t('giveBack')}
        </Button>
      ) : null}
      <Automation rma={rma} />
      <Lookers key={rma.id} rma={rma} />
      {handing ? <HandOverDialog rma={rma} onClose={() => setHanding(false)} /> : null}
    </div>
  );
}

/** A switch that says what follows before it does it. */
function Automation({ rma }: { rma: RmaView }) {
  const t = useTexts('team');
  const say = useRefusal();
  const { modal } = App.useApp();
  const stop = useRmaAct(stopAutomation, 'stop_automation', rma);
  const resume = useRmaAct(resumeAutomation, 'resume_automation', rma);
  const isOn = rma.automation === 'on';
  const ability = rma.abilities.find(({ command }) => command === (isOn ? 'stop_automation' : 'resume_automation'));
  const flip = () =>
    modal.confirm({
      title: t(isOn ? 'stopAsk' : 'resumeAsk'),
      content: t(isOn ? 'stopBody' : 'resumeBody'),
      onOk: () => (isOn ? stop : resume).mutateAsync({ params: { rmaId: rma.id }, body: {} }).catch(() => undefined),
    });
  const because = ability?.because && ability.because.code !== 'not_permitted' ? say(ability.because) : null;
  return (
    <Tooltip title={because ?? t(isOn ? 'automationOn' : 'automationOff')}>
      <span className="whose-automation">
        <Switch
          size="small"
          checked={isOn}
          disabled={!ability?.allowed}
          loading={stop.isPending || resume.isPending}
          aria-label={t('automation')}
          onChange={flip}
        />
        <span className={isOn ? 'faint' : 'whose-by-hand'}>{t(isOn ? 'automation' : 'byHand')}</span>
      </span>
    </Tooltip>
  );
}

function Lookers({ rma }: { rma: RmaView }) {
  const t = useTexts('team');
  const others = useLookers(rma.id);
  if (others.length === 0) return null;
  return (
    <span className="whose-lookers" role="status">
      <EyeOutlined aria-hidden /> {t('alsoLooking', { names: others.map(({ name }) => name).join(' / ') })}
    </span>
  );
}
