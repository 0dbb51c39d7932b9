import { type FormEvent, useId, useState } from 'react';
import { bookMyPickup, myPickupOptions } from '../../../contract/pickups.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { newIdempotencyKey } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { formatsFor } from '../../ui/format.ts';
import { pickupWindows } from '../../ui/pickup-windows.ts';
import { Field } from '../parts/field.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { useVisit } from '../session.ts';
import type { MyReturn } from '../shapes.ts';
import { useLoaded } from '../use-loaded.ts';
import { useSending } from '../use-sending.ts';
import { TIME_ZONE, useWords } from '../words/words.tsx';
import { courierName } from './waybill.ts';

const wanted = ['province', 'city', 'district', 'street'] as const;
type Part = (typeof wanted)[number];
const PHONE = /^\+?[0-9][0-9 -]{5,20}$/;

type Props = { of: MyReturn; back: () => void; done: () => void };

/** Who comes, when, and to which door. */
export function PickupForm(props: Props) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { of, back } = props;
  const [found] = useLoaded(`pickup-options-${of.id}`, (signal) =>
    ask(myPickupOptions, { params: { rmaId: of.id } }, { signal }),
  );
  if (found.state === 'failed') return <ProblemNotice problem={found.problem} />;
  if (found.state === 'loading') return null;
  const { services, receiver } = found.value;
  if (services.length > 0 && receiver) return <Filled {...props} options={found.value} />;
  return (
    <>
      <Notice tone="plain">{words.problems.no_return_door}</Notice>
      <button type="button" className="button quiet" onClick={back}>
        {words.pickup.back}
      </button>
    </>
  );
}

type Options = ReplyOf<typeof myPickupOptions>;

type Entry = Partial<Record<Part | 'name' | 'phone', string>>;

/** What was typed, without the blanks around it; empty where nothing was. */
const typedIn = (entry: Entry, part: Part | 'name' | 'phone'): string => entry[part]?.trim() ?? '';

/** What the courier could not do with. */
function faultsOf(entry: Entry, known: Options['known']) {
  const phone = typedIn(entry, 'phone');
  return {
    name: typedIn(entry, 'name') === '' && !known.name,
    phone: phone === '' ? !known.phone : !PHONE.test(phone),
    place: wanted.some((part) => typedIn(entry, part) === ''),
  };
}

function senderOf(entry: Entry) {
  const [name, phone] = [typedIn(entry, 'name'), typedIn(entry, 'phone')];
  return {
    ...(name ? { name } : {}),
    ...(phone ? { phone } : {}),
    province: typedIn(entry, 'province'),
    city: typedIn(entry, 'city'),
    district: typedIn(entry, 'district'),
    street: typedIn(entry, 'street'),
  };
}

function Filled({ of, back, done, options }: Props & { options: Options }) {
  const { words, language } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  const [key] = useState(newIdempotencyKey);
  const [chosen, setChosen] = useState(0);
  const [at, setAt] = useState('');
  const [entry, setEntry] = useState<Entry>({});
  const [tried, setTried] = useState(false);
  const [windows] = useState(() => pickupWindows(now(), TIME_ZONE));
  const formats = formatsFor(language, TIME_ZONE);
  const couriers = options.services.flatMap(({ vendor, couriers }) => couriers.map((courier) => ({ vendor, courier })));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const service = couriers[chosen];
    const faults = faultsOf(entry, options.known);
    if (!service || faults.name || faults.phone || faults.place) return;
    const window = at === '' ? undefined : windows[Number(at)];
    const body = { ...service, sender: senderOf(entry), ...(window ?? {}) };
    send(() => ask(bookMyPickup, { params: { rmaId: of.id }, body }, { idempotencyKey: key }), done);
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="quiet-text">{options.payer === 'seller' ? words.pickup.shopPays : words.pickup.buyerPays}</p>
      <Choices
        label={words.pickup.courier}
        value={String(chosen)}
        rows={couriers.map(({ courier }, n) => [String(n), courierName(courier, language)])}
        choose={(value) => setChosen(Number(value))}
      />
      <Choices
        label={words.pickup.when}
        value={at}
        rows={[
          ['', words.pickup.soon],
          ...windows.map(({ from, to }, n): [string, string] => [
            String(n),
            `${formats.when(from, now(), { time: true })}–${formats.full(to).slice(-8, -3)}`,
          ]),
        ]}
        choose={setAt}
      />
      <Door entry={entry} known={options.known} tried={tried} change={setEntry} />
      <p className="quiet-text">{words.pickup.privacy}</p>
      {problem ? <ProblemNotice problem={problem} /> : null}
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? words.pickup.submitting : words.pickup.submit}
      </button>
      <button type="button" className="button quiet" onClick={back}>
        {words.pickup.back}
      </button>
    </form>
  );
}

type DoorProps = { entry: Entry; known: Options['known']; tried: boolean; change: (entry: Entry) => void };

/** Who is visited, and where. */
function Door({ entry, known, tried, change }: DoorProps) {
  const { words } = useWords();
  const faults = faultsOf(entry, known);
  const field = (part: Part | 'name' | 'phone', hint: string, fault: string | null, auto: string) => (
    <Field
      label={words.pickup[part]}
      hint={hint}
      fault={tried ? fault : null}
      value={entry[part] ?? ''}
      maxLength={part === 'street' ? 120 : 30}
      autoComplete={auto}
      onChange={({ target }) => change({ ...entry, [part]: target.value })}
    />
  );
  const place = (part: Part, auto: string) =>
    field(part, '', typedIn(entry, part) === '' ? words.pickup.needed : null, auto);
  const { needed, phoneWrong, keepHint } = words.pickup;
  return (
    <>
      {field('name', known.name ? keepHint : '', faults.name ? needed : null, 'name')}
      {field(
        'phone',
        known.phone ? words.pickup.known(known.maskedPhone) : '',
        faults.phone ? phoneWrong : null,
        'tel',
      )}
      {place('province', 'address-level1')}
      {place('city', 'address-level2')}
      {place('district', 'address-level3')}
      {place('street', 'street-address')}
    </>
  );
}

function Choices(props: {
  label: string;
  value: string;
  rows: readonly (readonly [string, string])[];
  choose: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={({ target }) => props.choose(target.value)}>
        {props.rows.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
