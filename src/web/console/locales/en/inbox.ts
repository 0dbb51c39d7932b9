import type { SameTexts } from '../../../ui/i18n.ts';
import type { inbox as chinese } from '../zh/inbox.ts';

export const inbox: SameTexts<typeof chinese> = {
  title: 'Platform documents',
  note: 'Orders and after-sales from the channels; read why one was refused, then retry',
  state: 'State',
  shop: 'Shop',
  anyShop: 'All shops',
  empty: {
    refused: 'Nothing was refused',
    waiting: 'Nothing is waiting',
    applied: 'No documents yet',
    superseded: 'Nothing was superseded',
    couriers: 'Every courier push was read',
  },
  emptyHint: 'Documents come in from the channels by themselves.',
  couriersHint: 'Tracking that courier services push is taken over by itself; what cannot be read stays here.',
  couriers: 'Courier pushes',
  push: { unreadable: 'Unreadable', failed: 'Not taken over', applied: 'Taken over', nobodys: 'Not a parcel of ours' },
  col: {
    document: 'Document',
    shop: 'Shop',
    received: 'Received',
    attempts: 'Tries',
    reason: 'Why it was refused',
    service: 'Courier service',
    problem: 'Problem',
  },
  view: 'Show document',
  retry: 'Try again',
  retryDone: 'Read again: {{state}}',
};
