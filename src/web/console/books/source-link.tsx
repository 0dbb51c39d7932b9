import { Link } from 'react-router';
import { documentAddress } from '../stock/document-address.ts';

type Source = {
  rmaId: string | null;
  documentId: string | null;
  documentKind: string | null;
  bookId: string | null;
  number: string;
};

/** From an entry to what it books: the return, the document of the warehouse, or the accountant's paper. */
export const SourceLink = ({ of }: { of: Source }) => (
  <Link
    to={of.rmaId ? `/rmas/${of.rmaId}` : of.bookId ? `/papers?q=${of.number}` : documentAddress(of)}
    className="number"
  >
    {of.number}
  </Link>
);
