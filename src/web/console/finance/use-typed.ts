import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { getFinance, listFinanceAccounts, listFinanceParties, listVoucherExports } from '../../../contract/finance.ts';
import { useTexts } from '../locales/texts.ts';

/** What was typed in each row, by the row's key. */
export type Typed<Field extends string> = Readonly<Record<string, Readonly<Partial<Record<Field, string>>>>>;

/** Codes typed into a list and not saved; once saved, whatever shows them is read again. */
export function useTyped<Field extends string>() {
  const t = useTexts('finance');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Typed<Field>>({});
  const type = (key: string, facts: Typed<Field>[string]) =>
    setTyped((before) => ({ ...before, [key]: { ...before[key], ...facts } }));
  const saved = ({ changed }: { changed: number }) => {
    message.success(t('codesSaved', { count: changed }));
    setTyped({});
    for (const { path } of [getFinance, listFinanceAccounts, listFinanceParties, listVoucherExports])
      void queries.invalidateQueries({ queryKey: [path] });
  };
  return { typed, type, saved };
}
