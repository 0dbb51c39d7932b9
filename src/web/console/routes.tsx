import { lazy, type ReactNode } from 'react';
import { createBrowserRouter } from 'react-router';
import type { Permission } from '../../domain/people/permissions.ts';
import { SignIn } from './people/sign-in.tsx';
import { Broken } from './shell/broken.tsx';
import { Frame } from './shell/frame.tsx';
import { Home } from './shell/home.tsx';
import { Missing, Needs } from './shell/places.tsx';
import { SessionGate } from './shell/session.tsx';

const Queue = lazy(() => import('./queue/queue.tsx'));
const Deadlines = lazy(() => import('./deadlines/deadlines.tsx'));
const Alerts = lazy(() => import('./alerts/alerts-page.tsx'));
const AlertSettings = lazy(() => import('./alerts/settings-page.tsx'));
const BoardPage = lazy(() => import('./boards/board-page.tsx'));
const BoardCases = lazy(() => import('./boards/cases-page.tsx'));
const CasePage = lazy(() => import('./rma/case-page.tsx'));
const Receiving = lazy(() => import('./receiving/receiving.tsx'));
const Conflicts = lazy(() => import('./receiving/conflicts-page.tsx'));
const Refunds = lazy(() => import('./refunds/refunds.tsx'));
const Claims = lazy(() => import('./claims/claims-page.tsx'));
const ClaimFile = lazy(() => import('./claims/claim-file-page.tsx'));
const Journal = lazy(() => import('./ledger/journal.tsx'));
const TrialBalance = lazy(() => import('./ledger/trial-balance.tsx'));
const Vouchers = lazy(() => import('./books/vouchers.tsx'));
const FinanceExport = lazy(() => import('./finance/finance-page.tsx'));
const RedInvoices = lazy(() => import('./invoicing/invoices-page.tsx'));
const Periods = lazy(() => import('./books/periods.tsx'));
const Matching = lazy(() => import('./matching/matching-page.tsx'));
const AccountLedger = lazy(() => import('./books/account-ledger.tsx'));
const Counterparties = lazy(() => import('./books/counterparties.tsx'));
const Papers = lazy(() => import('./books/papers.tsx'));
const InspectionTasks = lazy(() => import('./inspection/tasks-page.tsx'));
const InspectionAgreement = lazy(() => import('./inspection/agreement-page.tsx'));
const InspectionBook = lazy(() => import('./inspection/book-page.tsx'));
const Stock = lazy(() => import('./stock/stock.tsx'));
const UnknownParcels = lazy(() => import('./unknown/unknown-page.tsx'));
const Orders = lazy(() => import('./orders/orders.tsx'));
const OrderPage = lazy(() => import('./orders/order-page.tsx'));
const Buyers = lazy(() => import('./buyers/buyers.tsx'));
const BuyerPage = lazy(() => import('./buyers/buyer-page.tsx'));
const PolicyPage = lazy(() => import('./policy/policy-page.tsx'));
const PolicyVersion = lazy(() => import('./policy/version-page.tsx'));
const PolicyDraft = lazy(() => import('./policy/draft-page.tsx'));
const Templates = lazy(() => import('./talk/templates-page.tsx'));
const Inbox = lazy(() => import('./inbox/inbox.tsx'));
const ShopsPage = lazy(() => import('./shops/shops.tsx'));
const Places = lazy(() => import('./places/places-page.tsx'));
const Notices = lazy(() => import('./notices/notices-page.tsx'));
const Team = lazy(() => import('./team/team-page.tsx'));
const Members = lazy(() => import('./people/members.tsx'));

const at = (path: string, permission: Permission, element: ReactNode) => ({
  path,
  element: <Needs permission={permission}>{element}</Needs>,
});

export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignIn />, errorElement: <Broken /> },
  {
    element: (
      <SessionGate>
        <Frame />
      </SessionGate>
    ),
    errorElement: <Broken />,
    children: [
      { path: '/', element: <Home /> },
      at('/queue', 'rma:read', <Queue />),
      at('/boards', 'report:read', <BoardPage />),
      at('/boards/cases', 'report:read', <BoardCases />),
      at('/deadlines', 'rma:read', <Deadlines />),
      at('/alerts', 'rma:read', <Alerts />),
      at('/alerts/settings', 'rma:read', <AlertSettings />),
      at('/rmas/:rmaId', 'rma:read', <CasePage />),
      at('/receiving', 'goods:receive', <Receiving />),
      at('/receiving/conflicts', 'goods:receive', <Conflicts />),
      at('/refunds', 'refund:read', <Refunds />),
      at('/claims', 'refund:read', <Claims />),
      at('/claims/:claimId', 'refund:read', <ClaimFile />),
      at('/journal', 'ledger:read', <Journal />),
      at('/trial-balance', 'ledger:read', <TrialBalance />),
      at('/vouchers', 'ledger:read', <Vouchers />),
      at('/finance', 'ledger:read', <FinanceExport />),
      at('/red-invoices', 'refund:read', <RedInvoices />),
      at('/periods', 'ledger:read', <Periods />),
      at('/matching', 'ledger:read', <Matching />),
      at('/account-ledger', 'ledger:read', <AccountLedger />),
      at('/counterparties', 'ledger:read', <Counterparties />),
      at('/papers', 'ledger:read', <Papers />),
      at('/unknown-parcels', 'rma:read', <UnknownParcels />),
      at('/inspection/second-looks', 'rma:read', <InspectionTasks />),
      at('/inspection/agreement', 'report:read', <InspectionAgreement />),
      at('/inspection/settings', 'rma:read', <InspectionBook />),
      at('/stock', 'stock:read', <Stock />),
      at('/orders', 'order:read', <Orders />),
      at('/orders/:orderId', 'order:read', <OrderPage />),
      at('/buyers', 'rma:review', <Buyers />),
      at('/buyers/:buyerId', 'rma:review', <BuyerPage />),
      at('/policy', 'policy:read', <PolicyPage />),
      at('/policy/versions/:version', 'policy:read', <PolicyVersion />),
      at('/policy/drafts/:draftId', 'policy:read', <PolicyDraft />),
      at('/templates', 'rma:review', <Templates />),
      at('/inbox', 'inbox:read', <Inbox />),
      at('/shops', 'order:read', <ShopsPage />),
      at('/return-addresses', 'shop:manage', <Places />),
      at('/notifications', 'shop:manage', <Notices />),
      at('/team', 'rma:read', <Team />),
      at('/members', 'member:manage', <Members />),
      { path: '*', element: <Missing /> },
    ],
  },
]);
