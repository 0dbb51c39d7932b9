import { createContext, useContext } from 'react';
import type { Mode } from '../theme.ts';

export const ModeContext = createContext<{ mode: Mode; flip: () => void }>({ mode: 'light', flip: () => undefined });
export const useMode = () => useContext(ModeContext);
