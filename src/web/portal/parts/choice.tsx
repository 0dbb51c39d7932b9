type Props = {
  name: string;
  checked: boolean;
  title: string;
  detail: string;
  tag?: string | null;
  choose: () => void;
};

/** A large radio button. */
export function Choice({ name, checked, title, detail, tag = null, choose }: Props) {
  return (
    <label className={checked ? 'choice choice-on' : 'choice'}>
      <input type="radio" name={name} checked={checked} onChange={choose} />
      <span className="choice-words">
        <span className="choice-title">
          <strong>{title}</strong>
          {tag ? <span className="tag">{tag}</span> : null}
        </span>
        {detail ? <span className="quiet-text">{detail}</span> : null}
      </span>
    </label>
  );
}
