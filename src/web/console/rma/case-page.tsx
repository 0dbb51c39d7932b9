import { useParams } from 'react-router';
import { Case } from './case.tsx';

export default function CasePage() {
  const { rmaId } = useParams();
  return <Case key={rmaId} rmaId={rmaId ?? ''} />;
}
