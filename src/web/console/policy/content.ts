export type { PolicyContent as Content, RowContent as Row } from '../../../contract/policy-content.ts';
