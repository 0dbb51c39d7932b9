import type { BookContent } from '../../../contract/inspection.ts';

/** What each part of the settings page is given. */
export type EditorProps = {
  content: BookContent;
  currency: string;
  disabled: boolean;
  onChange: (change: Partial<BookContent>) => void;
};
