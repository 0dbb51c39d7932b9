import { Drawer } from 'antd';
import { Link } from 'react-router';
import { listPolicyCases } from '../../../contract/policy.ts';
import { call } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { usePages } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import type { Row } from './content.ts';
import { useSide } from './use-rule-words.ts';

/** The recent returns that one rule decided. */
export function RuleCases({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useTexts('draft');
  const side = useSide();
  const pages = usePages([listPolicyCases.path, row.id], (after, signal) =>
    call(listPolicyCases, { query: { ruleId: row.id, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Drawer open onClose={onClose} title={row.label[side]} size={420}>
      <Listing pages={pages} blank={<Blank title={t('try.noCases')} />}>
        {(cases) => (
          <ul className="case-links">
            {cases.map((one) => (
              <li key={one.rmaId}>
                <Link to={`/rmas/${one.rmaId}`} className="number">
                  {one.number}
                </Link>
                <span className="faint">{one.shopName}</span>
                <Money of={one.amount} />
                <When at={one.openedAt} />
              </li>
            ))}
          </ul>
        )}
      </Listing>
    </Drawer>
  );
}
