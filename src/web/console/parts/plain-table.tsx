import { Table, type TableProps } from 'antd';

/** A table as they stand in this console: tight, without pages of its own, and wider than a phone where it must be. */
export const PlainTable = <Row extends object>(props: TableProps<Row>) => (
  <Table<Row> size="small" pagination={false} scroll={{ x: 'max-content' }} {...props} />
);
