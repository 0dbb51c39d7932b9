import { DisconnectOutlined } from '@ant-design/icons';
import { Badge } from 'antd';
import { listConflicts } from '../../../contract/receiving.ts';
import { useRead } from '../parts/use-api.ts';

/** The sign of the list of conflicts, with how many are open. */
export function ConflictsSign() {
  const { data } = useRead(listConflicts, { query: { limit: 1 } }, { everyMs: 60_000 });
  return (
    <Badge count={data?.open ?? 0} size="small" offset={[4, -2]}>
      <DisconnectOutlined style={{ color: 'inherit' }} />
    </Badge>
  );
}
