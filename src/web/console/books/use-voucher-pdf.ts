import { useMutation } from '@tanstack/react-query';
import { exportVouchers } from '../../../contract/books.ts';
import { addressOf, type QueryOf, request } from '../../ui/api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

type Range = Omit<QueryOf<typeof exportVouchers>, 'form'>;

/** Fetches the PDF of some vouchers and hands it to the browser; a refusal is shown in words. */
export function useVoucherPdf(onDone?: () => void) {
  return useMutation({
    mutationFn: async (range: Range) => {
      const response = await request(addressOf(exportVouchers.path, {}, { ...range, form: 'pdf' }), {});
      return { name: `vouchers-${range.period}.pdf`, content: await response.blob() };
    },
    onSuccess: ({ name, content }) => {
      const address = URL.createObjectURL(content);
      const link = document.createElement('a');
      link.href = address;
      link.download = name;
      link.click();
      // The browser reads it after the click has returned.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      onDone?.();
    },
    onError: useShowProblem(),
  });
}
