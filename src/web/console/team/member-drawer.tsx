import { useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Drawer, Form, InputNumber, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { listShops } from '../../../contract/shops.ts';
import { listTeam, saveTeamMember, type TeamMemberView } from '../../../contract/team.ts';
import { levels } from '../../../domain/people/levels.ts';
import { reasons, resolutions } from '../../../domain/policy/reasons.ts';
import { useTexts, useWords, type WordGroup } from '../locales/texts.ts';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { WeekEditor } from './week-editor.tsx';

type Settings = Pick<TeamMemberView, 'level' | 'skills' | 'shops' | 'shift' | 'takesCases' | 'maxOpen'>;
const noHours = { hours: [], daysOff: [] };

/** What a colleague is given, when, and how much they may grant. */
export function MemberDrawer(props: { member: TeamMemberView; zone: string; onClose: () => void }) {
  const { member, onClose } = props;
  const t = useTexts('team');
  const shell = useTexts('shell');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const { level, skills, shops, shift, takesCases, maxOpen } = member;
  const [settings, setSettings] = useState<Settings>({ level, skills, shops, shift, takesCases, maxOpen });
  const change = (facts: Partial<Settings>) => setSettings((before) => ({ ...before, ...facts }));
  const save = useAct(saveTeamMember, {
    onRefused: showProblem,
    onDone: () => {
      message.success(t('saved', { name: member.name }));
      void queries.invalidateQueries({ queryKey: [listTeam.path] });
      onClose();
    },
  });
  return (
    <Drawer
      open
      onClose={onClose}
      size={480}
      title={t('editTitle', { name: member.name })}
      footer={
        <Button
          type="primary"
          loading={save.isPending}
          onClick={() => save.mutate({ params: { userId: member.userId }, body: settings })}
        >
          {shell('save')}
        </Button>
      }
    >
      <Form layout="vertical">
        <Form.Item label={t('level')} extra={t('levelHint')}>
          <Select
            value={settings.level}
            options={levels.map((each) => ({ value: each, label: t('levelN', { level: each }) }))}
            onChange={(chosen: Settings['level']) => change({ level: chosen })}
          />
        </Form.Item>
        <Form.Item label={t('takesCases')}>
          <Switch checked={settings.takesCases} onChange={(on) => change({ takesCases: on })} />
        </Form.Item>
        {settings.takesCases ? <Given settings={settings} zone={props.zone} onChange={change} /> : null}
      </Form>
    </Drawer>
  );
}

type GivenProps = { settings: Settings; zone: string; onChange: (facts: Partial<Settings>) => void };

function Given({ settings, zone, onChange }: GivenProps) {
  const t = useTexts('team');
  const { skills, shift } = settings;
  const shops = useRead(listShops, {}).data?.shops ?? [];
  const channels = [...new Set(shops.map((shop) => shop.channel))];
  return (
    <>
      <Form.Item label={t('maxOpen')} extra={t('maxOpenHint')}>
        <InputNumber
          min={1}
          max={1000}
          value={settings.maxOpen}
          onChange={(maxOpen) => maxOpen && onChange({ maxOpen })}
        />
      </Form.Item>
      <Codes
        label={t('resolutions')}
        group="resolution"
        all={resolutions}
        value={skills.resolutions}
        onChange={(chosen) => onChange({ skills: { ...skills, resolutions: chosen } })}
      />
      <Codes
        label={t('reasons')}
        group="reason"
        all={reasons}
        value={skills.reasons}
        onChange={(chosen) => onChange({ skills: { ...skills, reasons: chosen } })}
      />
      <Codes
        label={t('channels')}
        group="channel"
        all={channels}
        value={skills.channels}
        onChange={(chosen) => onChange({ skills: { ...skills, channels: chosen } })}
      />
      <Form.Item label={t('shops')}>
        <Select
          mode="multiple"
          placeholder={t('allShops')}
          value={settings.shops}
          options={shops.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(chosen: Settings['shops']) => onChange({ shops: chosen })}
        />
      </Form.Item>
      <Form.Item label={t('keepsHours')} extra={t('zone', { zone })}>
        <Switch checked={shift !== null} onChange={(on) => onChange({ shift: on ? noHours : null })} />
      </Form.Item>
      {shift ? (
        <>
          <Form.Item>
            <WeekEditor hours={shift.hours} onChange={(hours) => onChange({ shift: { ...shift, hours } })} />
          </Form.Item>
          <Form.Item label={t('daysOff')}>
            <DatePicker
              multiple
              value={shift.daysOff.map((day) => dayjs(day))}
              onChange={(days) =>
                onChange({ shift: { ...shift, daysOff: (days ?? []).map((day) => day.format('YYYY-MM-DD')) } })
              }
            />
          </Form.Item>
        </>
      ) : null}
    </>
  );
}

type CodesProps<Code extends string> = {
  label: string;
  group: WordGroup;
  all: readonly Code[];
  value: Code[];
  onChange: (codes: Code[]) => void;
};

function Codes<Code extends string>({ label, group, all, value, onChange }: CodesProps<Code>) {
  const t = useTexts('team');
  const words = useWords();
  return (
    <Form.Item label={label}>
      <Select<Code[]>
        mode="multiple"
        placeholder={t('anyKind')}
        value={value}
        options={all.map((code) => ({ value: code, label: words(group, code) }))}
        onChange={onChange}
      />
    </Form.Item>
  );
}
