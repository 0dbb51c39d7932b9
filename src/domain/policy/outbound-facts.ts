import { parcelStatuses } from '../parcels/statuses.ts';

/** What rules may ask about the parcel that the goods went out in; spread into the catalogue, which checks their shape. */
export const outboundFactEntries = {
  outbound_state: {
    type: 'string',
    group: 'parcel',
    name: { zh: '发货包裹到了哪', en: 'Parcel out' },
    meaning: {
      zh: '仅退款或拒收时，发货包裹最近的快递状态；几个包裹不一致为 mixed',
      en: 'The last state of the parcel out of a refund without goods or a refused delivery; “mixed” where several differ',
    },
    values: [...Object.keys(parcelStatuses), 'mixed'],
    missing: {
      zh: '没有跟踪发货包裹，或快递还没有消息',
      en: 'the parcel out is not followed, or nothing was heard of it',
    },
    fixed: true,
  },
  outbound_intercepted: {
    type: 'string',
    group: 'parcel',
    name: { zh: '发货拦截', en: 'Intercept' },
    meaning: {
      zh: '发货包裹的拦截结果：没有、已发起、已受理、失败、已退回、还是签收了',
      en: 'What became of asking the parcel out back: none, asked, accepted, failed, back, or delivered after all',
    },
    values: ['none', 'asked', 'accepted', 'failed', 'back', 'delivered'],
    missing: { zh: '没有跟踪发货包裹', en: 'the parcel out is not followed' },
    fixed: true,
  },
} as const;
