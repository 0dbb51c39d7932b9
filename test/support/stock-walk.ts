import { expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import { isShelved, shelved } from '../../src/domain/stock/places.ts';
import { type Harness, type OrderReply, placeOrder } from './app-harness.ts';
import type { Rma } from './returns-desk.ts';

export const stepKinds = [
  'bring',
  'bring',
  'inspect',
  'dispose',
  'dispose',
  'approve_scrap',
  'undo_disposition',
  'undo_inspection',
  'receive_again',
  'transfer',
  'transfer',
  'transfer',
  'transfer',
  'answer_transfer',
  'open_count',
  'count',
  'approve_count',
  'open_repair',
  'work',
  'finish_repair',
  'draft',
  'send',
  'answer',
  'reverse',
] as const;

/** One thing that somebody does. The numbers choose among what there is. */
export type Step = { kind: (typeof stepKinds)[number]; a: number; b: number; units: number; isOther: boolean };

type Answer = { status: number; body: Record<string, unknown> & { id: string; state: string } };
type Row = { sku: string; location: string; condition: string; quantity: number };
type Line = { sku: string; location: string; condition: string; isDue: boolean; counted: number | null };

const dispositions = ['restock', 'resale', 'repair', 'scrap', 'to_vendor', 'quarantine', 'to_buyer'] as const;
const grades = ['new', 'minor_flaw', 'damaged'] as const;
const places = ['W-1', 'W-2'] as const;
const pick = <T>(all: readonly T[], n: number): T => present(all[n % all.length], 'something to choose');

/** People who carry one article through the warehouse, over HTTP. They may be refused, but nothing may break. */
export class StockWalk {
  readonly sku: string;
  readonly #harness: Harness;
  readonly #people: readonly [string, string];
  readonly #rmas: string[] = [];
  readonly #documents: Record<'transfer' | 'count' | 'repair' | 'vendor_return', string[]> = {
    transfer: [],
    count: [],
    repair: [],
    vendor_return: [],
  };
  /** What was answered to each kind of step, to see that the walks get anywhere. */
  readonly told: Map<string, number>;

  constructor(harness: Harness, sku: string, people: readonly [string, string], told: Map<string, number>) {
    this.#harness = harness;
    this.sku = sku;
    this.#people = people;
    this.told = told;
  }

  async #ask(step: Step, method: string, url: string, body?: object): Promise<Answer> {
    const key = this.#people[step.isOther ? 1 : 0];
    const answer = await this.#harness.call<Answer['body']>(method, url, body, { 'x-api-key': key });
    expect([200, 409], `${method} ${url} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`).toContain(
      answer.status,
    );
    if (method === 'POST') {
      const outcome = `${step.kind} ${answer.status === 200 ? 'done' : answer.body['code']}`;
      this.told.set(outcome, (this.told.get(outcome) ?? 0) + 1);
    }
    return answer;
  }

  async #rows(step: Step, condition?: string): Promise<Row[]> {
    const { body } = await this.#ask(step, 'GET', `/api/stock?q=${this.sku}&limit=100`);
    const rows = (body as unknown as { rows: Row[] }).rows.filter((row) => row.location !== 'at_vendor');
    return rows.filter((row) => (condition ? row.condition === condition : isShelved(row.condition)));
  }

  async take(step: Step): Promise<void> {
    const { kind, a, b, units } = step;
    switch (kind) {
      case 'bring':
        return this.#bring(step);
      case 'inspect':
        return this.#onLine(step, 'inspect', { quantity: units, grade: pick(grades, b) });
      case 'receive_again':
        return this.#onLine(step, 'receive', { quantity: units });
      case 'dispose': {
        const [disposition, location] = [pick(dispositions, b), pick(places, a)];
        return this.#onLine(step, 'dispose', { quantity: units, disposition, location });
      }
      case 'approve_scrap':
        return this.#onLine(step, 'approve-scrap', {});
      case 'undo_disposition':
        return this.#onLine(step, 'undo-disposition', { quantity: units, because: 'walk' });
      case 'undo_inspection':
        return this.#onLine(step, 'undo-inspection', { quantity: units, because: 'walk' });
      case 'transfer':
        return this.#transfer(step);
      case 'answer_transfer': {
        const verb = b === 5 ? 'refuse' : b === 6 ? 'cancel' : 'approve';
        return this.#onDocument(step, 'transfer', 'transfers', verb, verb === 'refuse' ? { note: 'walk' } : {});
      }
      case 'open_count':
        return this.#open(step, 'count', 'counts', { skus: [this.sku] });
      case 'count':
        // Both rounds, or the first alone.
        await this.#count(step);
        if (b < 5) await this.#count(step);
        if (b < 4) await this.#approveLast({ ...step, isOther: !step.isOther });
        return;
      case 'approve_count':
        // The newest by somebody else, or any.
        if (b > 3) return this.#approveLast(step);
        return this.#onDocument(step, 'count', 'counts', b === 0 ? 'send-back' : 'approve', {});
      case 'open_repair':
        return this.#openRepair(step);
      case 'work':
        return this.#onDocument(step, 'repair', 'repairs', 'labour', {
          minutes: 5,
          cost: { minor: String(b * 111), currency: 'CNY' },
        });
      case 'finish_repair':
        return this.#finishRepair(step);
      case 'draft':
        return this.#draft(step);
      case 'send':
        return this.#onDocument(step, 'vendor_return', 'vendor-returns', 'send', {});
      case 'answer':
        return this.#answer(step);
      case 'reverse':
        return this.#onDocument(step, 'vendor_return', 'vendor-returns', b === 0 ? 'cancel' : 'reverse', {});
    }
  }

  /** In the end all goods go back that can: what is left where nothing lies shows then. */
  async takeBack(): Promise<void> {
    const step: Step = { kind: 'undo_disposition', a: 0, b: 0, units: 1, isOther: false };
    for (const id of this.#rmas) {
      const { body } = await this.#ask(step, 'GET', `/api/rmas/${id}`);
      for (const { id: lineId, quantity, disposition } of (body as unknown as Rma).lines) {
        if (disposition === 'undecided' || disposition === 'none') continue;
        const undo = (units: number) =>
          this.#ask(step, 'POST', `/api/rmas/${id}/lines/${lineId}/undo-disposition`, {
            quantity: units,
            because: 'walk',
          });
        const { left = 0 } = ((await undo(quantity)).body['rejection'] ?? {}) as { left?: number };
        if (left > 0) await undo(left);
      }
    }
  }

  async #bring(step: Step): Promise<void> {
    const { a, b, units } = step;
    const facts = { quantity: units, unitCostMinor: a % 7 === 0 ? 0 : 1_000 + 37 * a, sku: this.sku };
    const order: OrderReply = await placeOrder(this.#harness, facts);
    const lines = [{ orderLineId: order.lines[0]?.id, quantity: units }];
    const resolution = b === 6 ? 'repair' : 'return_and_refund';
    const opened = await this.#ask(step, 'POST', '/api/rmas', {
      orderId: order.id,
      resolution,
      reason: 'no_reason',
      lines,
    });
    const rma = opened.body as unknown as Rma;
    if (rma.review !== 'approved') await this.#ask(step, 'POST', `/api/rmas/${rma.id}/approve`, {});
    this.#rmas.push(rma.id);
    const line = `/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}`;
    await this.#ask(step, 'POST', `${line}/receive`, { quantity: units });
    // Most goods are judged at once, or a dozen steps would not get far.
    if (a % 4 === 0) return;
    await this.#ask(step, 'POST', `${line}/inspect`, { quantity: units, grade: 'minor_flaw' });
    if (a % 4 === 1) return;
    const disposition = pick(dispositions, b);
    await this.#ask(step, 'POST', `${line}/dispose`, { quantity: units, disposition, location: pick(places, a) });
  }

  async #onLine(step: Step, verb: string, body: { quantity?: number; [field: string]: unknown }): Promise<void> {
    if (this.#rmas.length === 0) return;
    const id = pick(this.#rmas, step.a);
    const { body: rma } = await this.#ask(step, 'GET', `/api/rmas/${id}`);
    const line = pick((rma as unknown as Rma).lines, step.b);
    const quantity = body.quantity === undefined ? {} : { quantity: Math.min(body.quantity, line.quantity) };
    await this.#ask(step, 'POST', `/api/rmas/${id}/lines/${line.id}/${verb}`, { ...body, ...quantity });
  }

  async #transfer(step: Step): Promise<void> {
    const rows = await this.#rows(step);
    if (rows.length === 0) return;
    const { location, condition } = pick(rows, step.a);
    // Most go to the other place as they are; some are said to be something else.
    const other = location === 'W-1' ? 'W-2' : 'W-1';
    const to =
      step.b < 4
        ? { location: other, condition }
        : { location: pick(places, step.a), condition: pick(shelved, step.a) };
    const line = { sku: this.sku, quantity: step.units, from: { location, condition }, to };
    await this.#open(step, 'transfer', 'transfers', { lines: [line] });
  }

  async #open(step: Step, kind: keyof StockWalk['known'], path: string, body: object): Promise<void> {
    const { status, body: document } = await this.#ask(step, 'POST', `/api/stock/${path}`, body);
    if (status === 200) this.#documents[kind].push(document.id);
  }

  get known() {
    return this.#documents;
  }

  async #onDocument(
    step: Step,
    kind: keyof StockWalk['known'],
    path: string,
    verb: string,
    body: object,
  ): Promise<void> {
    const known = this.#documents[kind];
    if (known.length > 0) await this.#ask(step, 'POST', `/api/stock/${path}/${pick(known, step.a)}/${verb}`, body);
  }

  async #count(step: Step): Promise<void> {
    const id = this.#documents.count.at(-1 - (step.a % 2)) ?? this.#documents.count.at(-1);
    if (!id) return;
    const { body } = await this.#ask(step, 'GET', `/api/stock/counts/${id}`);
    const rows = await this.#rows(step);
    const bookOf = (line: Line) =>
      rows.find(({ location, condition }) => location === line.location && condition === line.condition)?.quantity ?? 0;
    const lines = (body as unknown as { lines: Line[] }).lines.map(({ sku, location, condition, ...line }, n) => {
      const off = (step.a + n) % 3 === 0 ? (step.units === 1 ? -1 : 1) : 0;
      return { sku, location, condition, quantity: Math.max(0, bookOf({ sku, location, condition, ...line }) + off) };
    });
    // Now and then something lies where the books have nothing.
    const found = { sku: this.sku, location: pick(places, step.a), condition: pick(shelved, step.b), quantity: 1 };
    const isThere = lines.some(
      ({ location, condition }) => location === found.location && condition === found.condition,
    );
    if (body.state === 'counting' && step.b === 5 && !isThere) lines.push(found);
    await this.#ask(step, 'POST', `/api/stock/counts/${id}/counted`, { lines });
    await this.#ask(step, 'POST', `/api/stock/counts/${id}/submit`, {});
  }

  async #approveLast(step: Step): Promise<void> {
    const id = this.#documents.count.at(-1);
    if (id) await this.#ask(step, 'POST', `/api/stock/counts/${id}/approve`, {});
  }

  async #openRepair(step: Step): Promise<void> {
    const rows = await this.#rows(step, 'to_repair');
    if (rows.length === 0) return;
    const { location } = pick(rows, step.a);
    const booking = step.b % 2 === 0 ? 'capitalise' : 'expense';
    const quantity = 1 + (step.units % 2);
    await this.#open(step, 'repair', 'repairs', { sku: this.sku, quantity, location, booking });
    const last = this.#documents.repair.at(-1);
    if (step.b < 3 || !last) return;
    const result = pick(['good', 'second_hand', 'scrap'] as const, step.b);
    const done = { result, location: pick(places, step.a) };
    await this.#ask(step, 'POST', `/api/stock/repairs/${last}/finish`, done);
  }

  async #finishRepair(step: Step): Promise<void> {
    const location = pick(places, step.a);
    if (step.b === 0) return this.#onDocument(step, 'repair', 'repairs', 'cancel', {});
    if (step.b === 1) return this.#onDocument(step, 'repair', 'repairs', 'approve-scrap', {});
    if (step.b === 2) return this.#onDocument(step, 'repair', 'repairs', 'refuse-scrap', { note: 'walk' });
    const result = pick(['good', 'second_hand', 'scrap'] as const, step.b);
    return this.#onDocument(step, 'repair', 'repairs', 'finish', { result, location });
  }

  async #draft(step: Step): Promise<void> {
    const rows = await this.#rows(step, 'to_vendor');
    const vendors = await this.#ask(step, 'GET', '/api/stock/vendors');
    const vendorId = (vendors.body as unknown as { rows: { id: string }[] }).rows[0]?.id;
    const { location } = rows.length > 0 ? pick(rows, step.a) : { location: 'W-1' };
    const lines = [{ sku: this.sku, location, quantity: step.units }];
    await this.#open(step, 'vendor_return', 'vendor-returns', { vendorId, lines });
    const last = this.#documents.vendor_return.at(-1);
    if (step.b > 1 && last) await this.#ask(step, 'POST', `/api/stock/vendor-returns/${last}/send`, {});
  }

  async #answer(step: Step): Promise<void> {
    const id = this.#documents.vendor_return.at(-1);
    if (!id) return;
    const url = `/api/stock/vendor-returns/${id}`;
    const { body } = await this.#ask(step, 'GET', url);
    if (body.state === 'answered') {
      const amount = { minor: String(step.a * 100), currency: 'CNY' };
      await this.#ask(step, 'POST', `${url}/credit`, { amount });
      return;
    }
    const sent = (body as unknown as { lines: Row[] }).lines;
    const lines = sent.map(({ sku, location, quantity }) => ({
      sku,
      location,
      accepted: Math.min(quantity, step.units - 1),
    }));
    await this.#ask(step, 'POST', `${url}/answer`, { lines, backTo: pick(places, step.b) });
  }
}
