import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUs from 'antd/locale/en_US';
import zhCn from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { problemOf } from '../ui/api.ts';
import { currentLanguage } from '../ui/i18n.ts';
import { router } from './routes.tsx';
import { ModeContext } from './shell/mode.ts';
import { antTheme, applyPalette, type Mode, rememberedMode, rememberMode } from './theme.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays a refusal; only a lost connection is worth another try.
      retry: (failures, error) => failures < 2 && [0, 502, 503, 504].includes(problemOf(error).status),
    },
  },
});

export function ConsoleApp() {
  const [mode, setMode] = useState<Mode>(rememberedMode);
  const { i18n } = useTranslation();
  const language = currentLanguage(i18n);
  useEffect(() => applyPalette(mode, language), [mode, language]);
  useEffect(() => void dayjs.locale(language === 'en' ? 'en' : 'zh-cn'), [language]);
  const modeSwitch = useMemo(
    () => ({
      mode,
      flip: () => {
        const next = mode === 'light' ? 'dark' : 'light';
        rememberMode(next);
        setMode(next);
      },
    }),
    [mode],
  );
  return (
    <ModeContext value={modeSwitch}>
      <ConfigProvider
        theme={antTheme(mode, language)}
        locale={language === 'en' ? enUs : zhCn}
        button={{ autoInsertSpace: false }}
      >
        <AntApp>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
    </ModeContext>
  );
}
