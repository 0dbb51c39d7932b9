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
  },
  emptyHint: 'Documents come in from the channels by themselves.',
  col: { document: 'Document', shop: 'Shop', received: 'Received', attempts: 'Tries', reason: 'Why it was refused' },
  view: 'Show document',
  retry: 'Try again',
  retryDone: 'Read again: {{state}}',
  shops: 'Shops',
  shopsNote: 'How far each shop is synchronised',
  active: 'Active',
  inactive: 'Off',
  feed: 'Feed',
  position: 'Read up to',
  lastRun: 'Last run',
  noFeeds: 'No feeds: this shop sends its orders itself',
  noShops: 'No shops yet',
  noShopsHint: 'Ask an administrator to connect the first one.',
  never: 'Not yet',
  fine: 'Fine',
};
