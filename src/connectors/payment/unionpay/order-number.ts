/** UnionPay takes letters and digits only. Our numbers have no capitals, so one of them stands for the underscore. */
export const orderNumberOf = (refundNumber: string): string => refundNumber.replaceAll('_', 'Z');
export const refundNumberOf = (orderNumber: string): string => orderNumber.replaceAll('Z', '_');
