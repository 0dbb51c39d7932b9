/** One line of a history. Times are Asia/Shanghai wall time. */
export type HistoryRow = {
  time: string;
  ftime: string;
  context: string;
  location?: string;
  /** From `resultv2=1` on. */
  status?: string;
  /** Only with `resultv2=4` or 8. */
  statusCode?: string;
};

/** What a query answers and what a push carries. `data` is the whole history. */
export type TrackingResult = {
  message: 'ok';
  nu: string;
  ischeck: '0' | '1';
  com: string;
  status: '200';
  state: string;
  condition: string;
  isLoop: false;
  data: HistoryRow[];
};

/** Failures come with HTTP 200 as well. */
export type Outcome = { result: boolean; returnCode: string; message: string };

export type PushParam = {
  status: 'polling' | 'shutdown' | 'abort';
  billstatus: 'check' | 'got' | '';
  message: string;
  autoCheck: '0' | '1';
  comOld: string;
  comNew: string;
  lastResult: TrackingResult | Record<string, never>;
};

export const failure = (returnCode: string, message: string): Outcome => ({ result: false, returnCode, message });
