import { type ThemeConfig, theme } from 'antd';
import type { Language } from '../ui/i18n.ts';

export type Mode = 'light' | 'dark';

/** Every colour of the console. Ant Design and our own styles read the same palette. */
const palettes = {
  light: {
    brand: '#0f766e',
    brandSoft: '#e6f4f2',
    onBrand: '#ffffff',
    canvas: '#f6f7f8',
    surface: '#ffffff',
    raised: '#fafbfb',
    hover: '#f1f3f4',
    line: '#e4e7ea',
    text: '#1b2430',
    muted: '#55606e',
    faint: '#69737f',
    red: '#b42318',
    redSoft: '#fef1ef',
    amber: '#8f5a00',
    amberSoft: '#fdf5e2',
    amberBar: '#d98a04',
    green: '#12733f',
    greenSoft: '#e9f7ef',
    blue: '#1d5fae',
    blueSoft: '#ecf3fc',
  },
  dark: {
    brand: '#2dd4bf',
    brandSoft: '#12302e',
    onBrand: '#04211e',
    canvas: '#101314',
    surface: '#181c1e',
    raised: '#1e2326',
    hover: '#23292c',
    line: '#2d3438',
    text: '#e8ecee',
    muted: '#aab4bb',
    faint: '#929da5',
    red: '#ff8f84',
    redSoft: '#3a1d1b',
    amber: '#f2c14e',
    amberSoft: '#352a12',
    amberBar: '#e0a53a',
    green: '#5fd394',
    greenSoft: '#15301f',
    blue: '#7db8f5',
    blueSoft: '#172a3f',
  },
} as const;

export type Palette = (typeof palettes)[Mode];
export const paletteOf = (mode: Mode): Palette => palettes[mode];

// Chinese fonts draw the English apostrophe as wide as a character: an English page begins with the system's own.
const CHINESE = '"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC"';
const fonts: Record<Language, string> = {
  'zh-CN': `${CHINESE},system-ui,sans-serif`,
  en: `system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",${CHINESE},sans-serif`,
};

/** Hands the palette to our own style sheet as `--brand`, `--red-soft` … */
export function applyPalette(mode: Mode, language: Language): void {
  const root = document.documentElement;
  root.dataset['theme'] = mode;
  root.style.colorScheme = mode;
  root.style.setProperty('--font', fonts[language]);
  for (const [name, colour] of Object.entries(palettes[mode])) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, colour);
  }
}

export function antTheme(mode: Mode, language: Language): ThemeConfig {
  const p = palettes[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: p.brand,
      colorInfo: p.blue,
      colorSuccess: p.green,
      colorWarning: p.amber,
      colorError: p.red,
      colorLink: p.brand,
      colorTextBase: p.text,
      colorBgBase: p.surface,
      colorBgLayout: p.canvas,
      colorBgContainer: p.surface,
      colorBgElevated: mode === 'dark' ? p.raised : p.surface,
      colorBorder: p.line,
      colorBorderSecondary: p.line,
      colorTextSecondary: p.muted,
      colorTextTertiary: p.faint,
      colorTextDescription: p.faint,
      colorTextPlaceholder: p.faint,
      colorTextLightSolid: p.onBrand,
      borderRadius: 6,
      fontSize: 14,
      fontFamily: fonts[language],
      lineHeight: 1.5,
      controlHeight: 32,
    },
    components: {
      Table: { fontSize: 13, cellPaddingBlock: 8, cellPaddingInline: 12, headerBg: p.raised, headerColor: p.muted },
      Tooltip: { colorTextLightSolid: '#ffffff', colorBgSpotlight: '#2b3238' },
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        dangerColor: mode === 'dark' ? '#2b0b08' : '#fff',
      },
      Tabs: { horizontalItemPadding: '8px 0', horizontalItemGutter: 20 },
      Modal: { titleFontSize: 16 },
      // Mixed from our dark amber and blue, the library's own grounds come out as grey.
      Alert: {
        colorInfoBg: p.blueSoft,
        colorWarningBg: p.amberSoft,
        colorErrorBg: p.redSoft,
        colorSuccessBg: p.greenSoft,
      },
    },
  };
}

const KEPT_AS = 'guilai.mode';

export function rememberedMode(): Mode {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'light' || kept === 'dark') return kept;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export const rememberMode = (mode: Mode): void => localStorage.setItem(KEPT_AS, mode);

/** Okabe and Ito's colours, told apart with any kind of colour sight. */
export const chartColours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'] as const;
