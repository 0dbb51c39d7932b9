import { Link } from 'react-router';

/** To a return, by its number. */
export const RmaLink = ({ id, number }: { id: string; number: string | null }) => (
  <Link to={`/rmas/${id}`} className="number">
    {number}
  </Link>
);
