import { useRouteError } from 'react-router';
import { Failed } from '../parts/blank.tsx';

/** A screen that broke: the others still work, and loading anew is the way out. */
export const Broken = () => <Failed error={useRouteError()} retry={() => window.location.reload()} />;
