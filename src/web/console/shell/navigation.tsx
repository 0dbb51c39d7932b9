import {
  AccountBookOutlined,
  AlertOutlined,
  AuditOutlined,
  BarChartOutlined,
  BellOutlined,
  BranchesOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CloudDownloadOutlined,
  CloudUploadOutlined,
  EnvironmentOutlined,
  FileAddOutlined,
  FileDoneOutlined,
  FileSearchOutlined,
  FileSyncOutlined,
  FundOutlined,
  HourglassOutlined,
  InboxOutlined,
  MessageOutlined,
  PayCircleOutlined,
  PercentageOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
  SafetyCertificateOutlined,
  ScanOutlined,
  ScheduleOutlined,
  ShopOutlined,
  ShoppingOutlined,
  SolutionOutlined,
  SwapOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import type { Permission } from '../../../domain/people/permissions.ts';
import { AlertBadge } from '../alerts/alert-badge.tsx';
import { useTexts } from '../locales/texts.ts';
import { ConflictsSign } from '../receiving/conflicts-sign.tsx';
import { useSession } from './session.tsx';

type Name =
  | 'overview'
  | 'boards'
  | 'queue'
  | 'deadlines'
  | 'alerts'
  | 'receiving'
  | 'conflicts'
  | 'refunds'
  | 'claims'
  | 'journal'
  | 'trialBalance'
  | 'vouchers'
  | 'finance'
  | 'redInvoices'
  | 'periods'
  | 'matching'
  | 'accountLedger'
  | 'counterparties'
  | 'papers'
  | 'unknownParcels'
  | 'stock'
  | 'secondLooks'
  | 'agreement'
  | 'inspectionBook'
  | 'orders'
  | 'buyers'
  | 'policy'
  | 'templates'
  | 'inbox'
  | 'shops'
  | 'places'
  | 'notices'
  | 'team'
  | 'members';
type Place = { to: string; name: Name; needs: Permission; sign: ReactNode; badge?: ReactNode };

const groups: readonly { name: 'work' | 'money' | 'goods' | 'settings'; places: readonly Place[] }[] = [
  {
    name: 'work',
    places: [
      { to: '/', name: 'overview', needs: 'rma:read', sign: <BarChartOutlined /> },
      { to: '/boards', name: 'boards', needs: 'report:read', sign: <FundOutlined /> },
      { to: '/queue', name: 'queue', needs: 'rma:read', sign: <UnorderedListOutlined /> },
      { to: '/deadlines', name: 'deadlines', needs: 'rma:read', sign: <HourglassOutlined /> },
      { to: '/alerts', name: 'alerts', needs: 'rma:read', sign: <AlertOutlined />, badge: <AlertBadge /> },
      { to: '/receiving', name: 'receiving', needs: 'goods:receive', sign: <ScanOutlined /> },
      { to: '/orders', name: 'orders', needs: 'order:read', sign: <ShoppingOutlined /> },
      { to: '/buyers', name: 'buyers', needs: 'rma:review', sign: <UserOutlined /> },
    ],
  },
  {
    name: 'money',
    places: [
      { to: '/refunds', name: 'refunds', needs: 'refund:read', sign: <PayCircleOutlined /> },
      { to: '/claims', name: 'claims', needs: 'refund:read', sign: <SafetyCertificateOutlined /> },
      { to: '/matching', name: 'matching', needs: 'ledger:read', sign: <AuditOutlined /> },
      { to: '/journal', name: 'journal', needs: 'ledger:read', sign: <AccountBookOutlined /> },
      { to: '/trial-balance', name: 'trialBalance', needs: 'ledger:read', sign: <SolutionOutlined /> },
      { to: '/vouchers', name: 'vouchers', needs: 'ledger:read', sign: <FileDoneOutlined /> },
      { to: '/red-invoices', name: 'redInvoices', needs: 'refund:read', sign: <FileSyncOutlined /> },
      { to: '/finance', name: 'finance', needs: 'ledger:read', sign: <CloudUploadOutlined /> },
      { to: '/account-ledger', name: 'accountLedger', needs: 'ledger:read', sign: <ReadOutlined /> },
      { to: '/counterparties', name: 'counterparties', needs: 'ledger:read', sign: <SwapOutlined /> },
      { to: '/papers', name: 'papers', needs: 'ledger:read', sign: <FileAddOutlined /> },
      { to: '/periods', name: 'periods', needs: 'ledger:read', sign: <CalendarOutlined /> },
    ],
  },
  {
    name: 'goods',
    places: [
      { to: '/receiving/conflicts', name: 'conflicts', needs: 'goods:receive', sign: <ConflictsSign /> },
      { to: '/unknown-parcels', name: 'unknownParcels', needs: 'rma:read', sign: <QuestionCircleOutlined /> },
      { to: '/inspection/second-looks', name: 'secondLooks', needs: 'rma:read', sign: <FileSearchOutlined /> },
      { to: '/inspection/agreement', name: 'agreement', needs: 'report:read', sign: <PercentageOutlined /> },
      { to: '/stock', name: 'stock', needs: 'stock:read', sign: <InboxOutlined /> },
    ],
  },
  {
    name: 'settings',
    places: [
      { to: '/policy', name: 'policy', needs: 'policy:read', sign: <BranchesOutlined /> },
      { to: '/inspection/settings', name: 'inspectionBook', needs: 'rma:read', sign: <CheckSquareOutlined /> },
      { to: '/templates', name: 'templates', needs: 'rma:review', sign: <MessageOutlined /> },
      { to: '/inbox', name: 'inbox', needs: 'inbox:read', sign: <CloudDownloadOutlined /> },
      { to: '/shops', name: 'shops', needs: 'order:read', sign: <ShopOutlined /> },
      { to: '/return-addresses', name: 'places', needs: 'shop:manage', sign: <EnvironmentOutlined /> },
      { to: '/notifications', name: 'notices', needs: 'shop:manage', sign: <BellOutlined /> },
      { to: '/team', name: 'team', needs: 'rma:read', sign: <ScheduleOutlined /> },
      { to: '/members', name: 'members', needs: 'member:manage', sign: <TeamOutlined /> },
    ],
  },
];

/** The places one may go to, in the order of the work. */
export function Navigation({ narrow, onGo }: { narrow: boolean; onGo?: () => void }) {
  const t = useTexts('shell');
  const { may } = useSession();
  return (
    <nav className="nav" aria-label={t('menu')}>
      {groups.map((group) => {
        const places = group.places.filter((place) => may(place.needs));
        if (places.length === 0) return null;
        return (
          <div className="nav-group" key={group.name}>
            {narrow ? null : <div className="nav-group-name">{t(`group.${group.name}`)}</div>}
            {places.map(({ to, name, sign, badge }) => (
              <Tooltip key={to} title={narrow ? t(`nav.${name}`) : undefined} placement="right">
                <NavLink
                  to={to}
                  end={to === '/' || to === '/receiving'}
                  className="nav-link"
                  onClick={onGo}
                  aria-label={t(`nav.${name}`)}
                >
                  <span aria-hidden className="nav-sign">
                    {sign}
                  </span>
                  {narrow ? null : <span>{t(`nav.${name}`)}</span>}
                  {badge}
                </NavLink>
              </Tooltip>
            ))}
          </div>
        );
      })}
    </nav>
  );
}
