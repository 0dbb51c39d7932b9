import type { InvoicePort, RedRequest } from '../../connectors/invoicing/port.ts';
import type { RedState } from '../../domain/invoicing/red-task.ts';
import type { Instant } from '../../domain/time.ts';

/** The next thing to be done about one red invoice, as it was taken up. */
export type RedStep = {
  port: InvoicePort;
  id: string;
  attempt: number;
  sentAt: Instant;
  state: RedState;
} & (
  | { act: 'apply'; request: RedRequest }
  /** A sheet may be there already: nobody heard the answer. */
  | { act: 'find'; requestId: string }
  | { act: 'query' | 'issue' | 'revoke'; sheetId: string }
);
