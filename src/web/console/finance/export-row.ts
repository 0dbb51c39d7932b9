import type { listVoucherExports } from '../../../contract/finance.ts';
import type { ReplyOf } from '../../ui/api.ts';

export type ExportRow = ReplyOf<typeof listVoucherExports>['rows'][number];
