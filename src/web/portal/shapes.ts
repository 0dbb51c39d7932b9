import type { myOrder, myReturn, previewMyReturn } from '../../contract/portal.ts';
import type { myThread } from '../../contract/portal-talk.ts';
import type { ReplyOf } from '../ui/api.ts';

export type MyOrder = ReplyOf<typeof myOrder>;
export type MyOrderLine = MyOrder['lines'][number];
export type MyReturn = ReplyOf<typeof myReturn>;
export type MyParcel = MyReturn['parcels'][number];
export type MyPreview = ReplyOf<typeof previewMyReturn>;
export type PreviewAmount = NonNullable<MyPreview['amount']>;
export type MyThread = ReplyOf<typeof myThread>;
export type MyMessage = MyThread['rows'][number];
export type MyOffer = NonNullable<MyThread['offer']>;
