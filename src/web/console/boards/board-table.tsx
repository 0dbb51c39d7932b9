import type { ReactNode } from 'react';

export type Column<Row> = {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  right?: boolean;
};

/** The first column names the row; a bar under it draws one number, which stands in a column as well. */
export function BoardTable<Row>(props: {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly Column<Row>[];
  bar?: (row: Row) => { share: number; colour: string };
}) {
  const { label, rows, keyOf, columns, bar } = props;
  return (
    <div className="board-scroll">
      <table className="board-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, right }) => (
              <th key={name} scope="col" className={right ? 'right' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, right }, i) =>
                i === 0 ? (
                  <th key={name} scope="row">
                    {cell(row)}
                    {bar ? <Bar {...bar(row)} /> : null}
                  </th>
                ) : (
                  <td key={name} className={right ? 'right number' : ''}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Bar = ({ share, colour }: { share: number; colour: string }) => (
  <span className="ranking-bar" aria-hidden>
    <span style={{ inlineSize: `${Math.min(1, share) * 100}%`, background: colour }} />
  </span>
);
