import { exactly, type ReasonEntry } from '../reason-table.ts';

const verified = true;

/**
 * The values of ReturnReason and the names that Shopify shows for them
 * (https://shopify.dev/docs/api/admin-graphql/latest/enums/ReturnReason). Definitions of a shop's own have names of its
 * own, which the merchant maps.
 */
export const shopifyReasons: readonly ReasonEntry[] = [
  ...exactly('no_reason', ['UNWANTED', 'Customer changed their mind'], { verified }),
  ...exactly(
    'size_or_color',
    [
      ...['SIZE_TOO_SMALL', 'SIZE_TOO_LARGE', 'STYLE', 'COLOR'],
      ...['Size was too small', 'Size was too large', 'Style', 'Color'],
    ],
    { verified },
  ),
  ...exactly('not_as_described', ['NOT_AS_DESCRIBED', 'Item not as described'], { verified }),
  ...exactly('wrong_item', ['WRONG_ITEM', 'Received the wrong item'], { verified }),
  ...exactly('quality_fault', ['DEFECTIVE', 'Damaged or defective'], { verified }),
  ...exactly('other', ['OTHER', 'UNKNOWN', 'Other', 'Unknown'], { verified }),
];
